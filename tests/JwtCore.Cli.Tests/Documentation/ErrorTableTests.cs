using System.Text;
using System.Text.Json.Nodes;
using JwtCore.Cli.Tests.Support;

namespace JwtCore.Cli.Tests;

/// <summary>
/// The table of docs/errors.md that says, for one real input of each error, what the log, the HTTP answer, <c>verify</c>
/// and <c>doctor</c> say. It is made here; JWTCORE_UPDATE_GOLDEN=1 writes it into the page.
/// </summary>
public class ErrorTableTests : ErrorInputs
{
    private const string Begin = "<!-- made by a test: JWTCORE_UPDATE_GOLDEN=1 dotnet test --project tests/JwtCore.Cli.Tests -->\n";
    private const string End = "<!-- end of what a test makes -->\n";

    private static readonly string PagePath = Path.Combine(Root, "docs", "errors.md");

    [Fact]
    public void Each_error_of_a_token_has_one_input_in_order() =>
        Assert.Equal(Enum.GetValues<VerifyError>().Except([VerifyError.None, VerifyError.NotVerified]), All.Select(input => input.Error));

    [Fact]
    public async Task The_page_has_what_each_place_says()
    {
        StringBuilder table = new();
        table.Append("| error | input | log | HTTP answer | `verify` | `doctor` |\n|---|---|---|---|---|---|\n");
        foreach (ErrorInput input in All)
        {
            (string answer, string[] log) = await ErrorService.SendAsync(
                input.Token, input.Policies ?? [PolicyOf(JwkSet.Parse(Encoding.UTF8.GetBytes(input.KeySet)))], DateTimeOffset.FromUnixTimeSeconds(Now), input.IsRevoked);
            Assert.Contains(log, line => line.Contains($"refused a request: {input.Error}", StringComparison.Ordinal));
            table.Append($"| {input.Error} | {input.Words} | {Cell(log)} | {Cell(answer)} | {await VerifyAsync(input)} | {await DoctorAsync(input)} |\n");
        }

        string page = await File.ReadAllTextAsync(PagePath, TestContext.Current.CancellationToken);
        int begin = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        int end = page.IndexOf(End, StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("JWTCORE_UPDATE_GOLDEN") == "1")
        {
            await File.WriteAllTextAsync(PagePath, page[..begin] + table + page[end..], TestContext.Current.CancellationToken);
            return;
        }

        Assert.Equal(table.ToString(), page[begin..end], ignoreLineEndingDifferences: true);
    }

    private async Task<string> VerifyAsync(ErrorInput input)
    {
        if (input.NotOnCommandLine is not null)
        {
            return $"cannot: {input.NotOnCommandLine}";
        }

        Outcome outcome = await Run([.. Command("verify", input), "--json"]);
        JsonNode verdict = JsonNode.Parse(outcome.Output)!;
        Assert.Equal(input.Error.ToString(), (string?)verdict["error"]);
        string[] said = [.. new[] { (string?)verdict["found"] ?? (string?)verdict["unverified"]?["found"], (string?)verdict["hint"] }.OfType<string>()];
        return Cell([.. said.Length == 0 ? [ErrorSentences.Of(input.Error)] : said, .. outcome.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line.StartsWith("jwtcore:", StringComparison.Ordinal))]);
    }

    private async Task<string> DoctorAsync(ErrorInput input)
    {
        if (input.NotOnCommandLine is not null)
        {
            return $"cannot: {input.NotOnCommandLine}";
        }

        Outcome outcome = await Run([.. Command("doctor", input), "--json"]);
        JsonNode diagnosis = JsonNode.Parse(outcome.Output)!;
        JsonObject[] problems = [.. diagnosis["findings"]!.AsArray().OfType<JsonObject>().Where(finding => (string?)finding["level"] == "problem")];
        Assert.NotEmpty(problems);

        // Without keys no token is judged.
        JsonObject? token = problems.FirstOrDefault(finding => (string?)finding["area"] == "token");
        string? found = (string?)diagnosis["token"]?["found"] ?? (string?)diagnosis["token"]?["unverified"]?["found"];
        return Cell([.. token is null ? problems.Select(finding => $"{finding["text"]}") : [$"{token["text"]}", .. found is null ? [] : new[] { found }, $"{token["remedy"]}"]]);
    }

    private string[] Command(string name, ErrorInput input) =>
    [
        name,
        "--jwks", input.KeySet.StartsWith('{') ? Write($"{input.Error}.json", input.KeySet) : input.KeySet,
        "--alg", "RS256", "--issuer", Issuer, "--audience", Audience, "--at", At,
        .. input.Options,
        "--file", Write($"{input.Error}.jwt", input.Token),
    ];

    private string Cell(params string[] lines) => string.Join(
        "<br>", lines.Select(line => $"`{line.Replace(PathOf(""), "", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal).Replace('`', '\'').ReplaceLineEndings(" ")}`"));
}
