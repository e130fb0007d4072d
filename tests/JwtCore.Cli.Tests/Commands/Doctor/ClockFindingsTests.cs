using System.Globalization;
using JwtCore.Cli.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace JwtCore.Cli.Tests;

/// <summary>The server's <c>Date</c> against the clock of this machine.</summary>
public class ClockFindingsTests : CliTest
{
    private static readonly DateTimeOffset Here = new(2026, 11, 23, 8, 0, 0, 250, TimeSpan.Zero);

    [Theory]
    [InlineData(0, "agree"), InlineData(4, "agree"), InlineData(-4, "agree")]
    [InlineData(5, "5 s ahead of"), InlineData(-5, "5 s behind"), InlineData(60, "1 min ahead of"), InlineData(-60, "1 min behind")]
    [InlineData(61, "1 min 1 s ahead of", true), InlineData(-61, "1 min 1 s behind", true), InlineData(300, "5 min ahead of", true), InlineData(-7200, "2 h behind", true)]
    public async Task The_difference_is_told_and_a_risk_above_the_skew(int ahead, string words, bool isRisk = false)
    {
        string output = await DiagnoseAsync($"Date: {Http(ahead)}");

        Assert.Contains(words + (words == "agree" ? "\n" : " the clock of this machine: its Date is "), output, StringComparison.Ordinal);
        Assert.Equal(isRisk, output.Contains("warning  the server's clock", StringComparison.Ordinal));
        Assert.Equal(isRisk, output.Contains("Correct the clock that is wrong: new tokens " + (ahead > 0 ? "seem to be issued in the future" : "expire too early"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Both_times_are_shown() =>
        Assert.Contains("its Date is 2026-11-23T08:05:00Z, here it is 2026-11-23T08:00:00Z\n", await DiagnoseAsync($"Date: {Http(300)}"), StringComparison.Ordinal);

    [Fact]
    public async Task An_answer_of_a_cache_is_as_old_as_its_Age()
    {
        Assert.Contains("the clock of this machine agree\n", await DiagnoseAsync($"Date: {Http(-300)}", "Age: 300"), StringComparison.Ordinal);
        Assert.Contains("5 min ahead of the clock of this machine: its Date is 2026-11-23T08:00:00Z with an Age of 5 min,", await DiagnoseAsync($"Date: {Http(0)}", "Age: 300"), StringComparison.Ordinal);
    }

    [Theory, InlineData("Age: 2147483647", "ahead of"), InlineData("Age: -1", "ahead of"), InlineData("Age: 99999999999999999999", "ahead of")]
    public async Task The_last_date_there_is_can_be_told(string age, string words) =>
        Assert.Contains(words, await DiagnoseAsync("Date: Fri, 31 Dec 9999 23:59:59 GMT", age), StringComparison.Ordinal);

    [Fact]
    public async Task Without_a_date_nothing_is_said() => Assert.DoesNotContain("\nclock\n", await DiagnoseAsync(), StringComparison.Ordinal);

    [Fact]
    public async Task An_answer_that_is_no_success_has_a_date_too()
    {
        await using LoopbackServer server = new();
        server.Answer("/keys", "", 503, $"Date: {Http(3600)}");

        Assert.Contains("1 h ahead of the clock", (await RunAsync(server)).Output, StringComparison.Ordinal);
    }

    private static string Http(int ahead) => Here.AddSeconds(ahead).ToString("R", CultureInfo.InvariantCulture);

    private static async Task<string> DiagnoseAsync(params string[] headers)
    {
        await using LoopbackServer server = new();
        server.Answer("/keys", new JwkSet(Jwk.Parse(System.Text.Encoding.UTF8.GetBytes(Pair.ToJwk().ToJsonString()))).ToJson(), 200, headers);
        Outcome outcome = await RunAsync(server);
        Assert.Equal(0, outcome.Code);
        return outcome.Output;
    }

    private static Task<Outcome> RunAsync(LoopbackServer server) => RunWith(
        Stream.Null,
        new MemoryStream(),
        new ToolEnvironment { TimeProvider = new FakeTimeProvider(Here) },
        ["doctor", "--jwks", server.Address + "/keys", "--allow-http-loopback", "--alg", "ES256", "--issuer", Issuer, "--audience", Audience]);
}
