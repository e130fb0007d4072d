using System.Text.Json.Nodes;

namespace JwtCore.Differential.Tokens;

/// <summary>The keys of the run, which are fixed so that a token found today is judged the same tomorrow. Immutable.</summary>
internal static class KeyRing
{
    private static readonly JsonObject File = Load();

    /// <summary>A set of public keys, good, unusable and ambiguous ones.</summary>
    public static IReadOnlyList<TestKey> Published { get; } = Read("public");

    /// <summary>The shared secrets beside it.</summary>
    public static IReadOnlyList<TestKey> Secrets { get; } = Read("secret");

    /// <summary>One secret without a key id, for the policy that has a single key.</summary>
    public static TestKey Alone { get; } = Read("alone")[0];

    public static IReadOnlyList<TestKey> All { get; } = [.. Published, .. Secrets];

    /// <summary>The first key of that id.</summary>
    public static TestKey Named(string keyId) => All.First(key => key.KeyId == keyId);

    /// <summary>Some keys as a JWK Set.</summary>
    public static string Set(IEnumerable<TestKey> keys) =>
        new JsonObject { ["keys"] = new JsonArray([.. keys.Select(key => key.Jwk.DeepClone())]) }.ToJsonString();

    private static TestKey[] Read(string name) =>
        [.. File[name]!.AsArray().Select(jwk => new TestKey(jwk!.AsObject(), isPublished: name == "public"))];

    private static JsonObject Load()
    {
        using Stream stream = typeof(KeyRing).Assembly.GetManifestResourceStream("keys.json")!;
        return JsonNode.Parse(stream)!.AsObject();
    }
}
