using System.Text;
using System.Text.Json.Nodes;
using JwtCore.Testing;

namespace JwtCore.Cli.Tests.Support;

/// <summary>Runs commands with fixed keys and times into golden scripts.</summary>
public abstract class GoldenTest : CliTest
{
    protected const string At = "1767225600";

    public static string Root { get; } = FindRoot();

    protected static string Sample { get; } = Path.Combine(Root, "docs", "sample");

    protected static string Keys { get; } = Path.Combine(Root, "tests", "JwtCore.Cli.Tests", "Golden", "Keys");

    internal static TestKeyPair Rsa { get; } = TestKeyPair.FromJwk(File.ReadAllBytes(Path.Combine(Keys, "RS256.json")));

    internal static TestKeyPair Ec { get; } = TestKeyPair.FromJwk(File.ReadAllBytes(Path.Combine(Keys, "ES256.json")));

    /// <summary>A set with both keys.</summary>
    protected static string Set { get; } = SetOf(Rsa.ToJwk(), Ec.ToJwk());

    protected static string SetOf(params JsonNode[] keys) => new JsonObject { ["keys"] = new JsonArray([.. keys.Select(key => key.DeepClone())]) }.ToJsonString();

    protected static string Sign(Action<JsonObject>? change = null)
    {
        JsonObject claims = Claims();
        change?.Invoke(claims);
        return Rsa.Sign(claims.ToJsonString());
    }

    private protected GoldenScript Script(string name, LoopbackServer? server = null) => new(name,
    [
        (Sample, "{sample}"),
        (Keys, "{keys}"),
        (PathOf(""), "{folder}"),
        (Rsa.ToPublicPem().ReplaceLineEndings("\n"), "{pem}"),
        .. server is null ? [] : new[] { ($":{server.Port}", ":{port}") },
    ]);

    private protected static Task Do(GoldenScript script, params string[] args) => Do(script, "", [], args);

    private protected static async Task Do(GoldenScript script, string input, (string Name, string Value)[] variables, params string[] args)
    {
        ToolEnvironment surroundings = new() { Variable = name => variables.FirstOrDefault(variable => variable.Name == name).Value };
        await Do(script, input, surroundings, variables, args);
    }

    private protected static async Task Do(GoldenScript script, string input, ToolEnvironment surroundings, (string Name, string Value)[] variables, params string[] args)
    {
        Outcome outcome = await RunWith(new MemoryStream(Encoding.UTF8.GetBytes(input)), new MemoryStream(), surroundings, args);
        script.Add(args, outcome, string.Concat(variables.Select(variable => $"{variable.Name}='{variable.Value}' ")), input.Length > 0 ? " < standard input" : "");
    }

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "JwtCore.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside of the repository.");
    }
}
