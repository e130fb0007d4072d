using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using JwtCore.Testing;

namespace JwtCore.Cli.Tests.Support;

/// <summary>What a run of the program left behind.</summary>
public sealed record Outcome(int Code, string Output, string Error);

/// <summary>Runs the program in this process, with files of its own.</summary>
public abstract class CliTest : IDisposable
{
    protected const string Issuer = "https://issuer.example.com";
    protected const string Audience = "https://api.example.com";
    protected const long Now = 1_767_225_600;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("jwtcore-");

    internal static TestKeyPair Pair { get; } = TestKeyPair.Create(JwtAlgorithm.ES256, "key-1");

    /// <summary>The options of a policy that accepts <see cref="Token()"/>, apart from the keys.</summary>
    protected static string[] Policy { get; } =
        ["--alg", "ES256", "--issuer", Issuer, "--audience", Audience, "--at", Now.ToString(CultureInfo.InvariantCulture)];

    /// <summary>A whole command but for the token.</summary>
    protected string[] Verify => ["verify", "--jwks", WriteSet("keys.json", Pair), .. Policy];

    protected static JsonObject Claims() => new()
    {
        ["iss"] = Issuer,
        ["sub"] = "user-1",
        ["aud"] = Audience,
        ["iat"] = Now - 60,
        ["nbf"] = Now - 60,
        ["exp"] = Now + 300,
        ["scope"] = "read write",
    };

    protected static string Token() => Pair.Sign(Claims().ToJsonString());

    protected static string Token(string name, JsonNode? value)
    {
        JsonObject claims = Claims();
        claims[name] = value;
        return Pair.Sign(claims.ToJsonString());
    }

    protected string Write(string name, ReadOnlySpan<byte> content)
    {
        string path = PathOf(name);
        File.WriteAllBytes(path, content);
        return path;
    }

    protected string Write(string name, string content) => Write(name, Encoding.UTF8.GetBytes(content));

    protected string WriteSet(string name, params TestKeyPair[] pairs) =>
        Write(name, new JsonObject { ["keys"] = new JsonArray([.. pairs.Select(pair => pair.ToJwk())]) }.ToJsonString());

    protected string PathOf(string name) => Path.Combine(_folder.FullName, name);

    protected static Task<Outcome> Run(params string[] args) => RunWith("", args);

    protected static Task<Outcome> RunWith(string input, params string[] args) => RunWith(Encoding.UTF8.GetBytes(input), args);

    protected static Task<Outcome> RunWith(byte[] input, params string[] args) => RunWith(new MemoryStream(input), new MemoryStream(), args);

    protected static Task<Outcome> RunWith(Stream input, MemoryStream output, params string[] args) => RunWith(input, output, null, args);

    private protected static async Task<Outcome> RunWith(Stream input, MemoryStream output, ToolEnvironment? surroundings, params string[] args)
    {
        using StringWriter error = new();
        int code = await CommandLine.RunAsync(args, input, output, error, surroundings);
        return new Outcome(code, Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }

    /// <summary>A refusal of the command itself: one line on standard error, nothing on standard output.</summary>
    protected static void AssertWrongUsage(string message, Outcome outcome)
    {
        Assert.Equal($"jwtcore: {message}\n", outcome.Error);
        Assert.Equal("", outcome.Output);
        Assert.Equal(2, outcome.Code);
    }

    protected static void AssertRefused(VerifyError error, Outcome outcome)
    {
        Assert.StartsWith($"not valid: {error}\n  {ErrorSentences.Of(error)}\n", outcome.Output, StringComparison.Ordinal);
        Assert.Equal("", outcome.Error);
        Assert.Equal(1, outcome.Code);
    }

    protected static void AssertValid(Outcome outcome)
    {
        Assert.StartsWith("valid\n", outcome.Output, StringComparison.Ordinal);
        Assert.Equal("", outcome.Error);
        Assert.Equal(0, outcome.Code);
    }

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }
}
