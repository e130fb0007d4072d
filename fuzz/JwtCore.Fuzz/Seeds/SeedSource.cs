using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using JwtCore.Fuzz.Tokens;

namespace JwtCore.Fuzz.Seeds;

/// <summary>
/// Where inputs begin: the shared test vectors when they are there, and in any case a few texts of its own. Nothing of
/// the vectors is kept in the repository.
/// </summary>
/// <param name="folder">The folder of the vectors, or null.</param>
internal sealed class SeedSource(string? folder)
{
    // What is longer teaches a fuzzer nothing that a shorter one does not, and slows it down.
    private const int LongestSeed = 4_096;

    public const string Variable = "JWTCORE_VECTORS";

    /// <summary>The vectors of <see cref="Variable"/>, or those beside the repository; none when neither is there.</summary>
    public static SeedSource Find()
    {
        string? folder = Environment.GetEnvironmentVariable(Variable);
        for (DirectoryInfo? at = new(Directory.GetCurrentDirectory()); string.IsNullOrEmpty(folder) && at is not null; at = at.Parent)
        {
            string beside = Path.Combine(at.FullName, "shared", "vectors");
            folder = Directory.Exists(beside) ? beside : null;
        }

        return new SeedSource(string.IsNullOrEmpty(folder) ? null : folder);
    }

    public IEnumerable<string> TokenTexts() =>
        Lines("token_seeds.jsonl").Concat(Lines("acceptance/open.jsonl")).Select(line => (string?)line["token"])
            .Concat(Documents("wycheproof", "json_web_signature_test.json").SelectMany(Members).Where(member => member.Key == "jws").Select(member => Text(member.Value)))
            .OfType<string>().Where(text => text.Length <= LongestSeed).Distinct();

    // As they are, and with the claims that let them pass.
    public IEnumerable<SeedToken> Tokens() =>
        TokenTexts().Select(SeedToken.Read).OfType<SeedToken>().SelectMany(token => (SeedToken[])[token, token with { Payload = Rebind(token.Payload) }]);

    public IEnumerable<byte[]> JsonTexts() =>
        Files(Path.Combine("json", "test_parsing"), "*.json").Select(File.ReadAllBytes).Where(text => text.Length <= LongestSeed)
            .SelectMany(text => (byte[][])[text, [.. "{\"a\":"u8, .. text, .. "}"u8]]);

    public IEnumerable<string> Numbers() =>
    [
        "0", "-0", "0.0", "-0.0e9", "1", "-1", "1767225600", "1767225600.00000001", "1767225599.99999999999", "253402300799", "253402300799.0000001", "253402300800", "253402300800.0000001", "253402300801",
        "17672256e2", "1.7672256E+9", "176722560000e-2", "1e400", "1e-400", "0e99999999999999999999", "1e-99999999999999999999", "0.00000000000000000000000000000001e42",
        "00", "1.", ".5", "1e", "+1", "NaN", "0x10", " 1", "1 ", "9223372036854775807", "18446744073709551616", new string('9', 64), new string('9', 65), "0." + new string('0', 62) + "1",
    ];

    public IEnumerable<byte[]> Keys() =>
        KeySets().SelectMany(set => Parse(set) is JsonObject read && read["keys"] is JsonArray keys ? keys.Select(key => Utf8(key?.ToJsonString() ?? "null")) : [])
            .Concat(OwnKeys().Select(key => Utf8(key.ToJsonString())));

    public IEnumerable<byte[]> KeySets() =>
        Documents("acceptance", "*.json").Concat(Documents("rfc", "*.json")).Concat(Documents("wycheproof", "json_web_*.json"))
            .SelectMany(Members).Where(member => member.Value is JsonObject value && value.ContainsKey("keys")).Select(member => member.Value!.ToJsonString())
            .Concat(Lines("acceptance/open.jsonl").Select(line => line["keys"]).OfType<JsonArray>().Select(keys => $"{{\"keys\":{keys.ToJsonString()}}}"))
            .Concat([$"{{\"keys\":[{string.Join(',', OwnKeys().Select(key => key.ToJsonString()))}]}}", "{\"keys\":[]}", "{\"keys\":[{}],\"keys\":1}", "{\"keys\":[{\"kty\":\"oct\"},{\"kty\":\"RSA\"}],\"a\":{\"b\":1,\"b\":2}}"])
            .Where(text => text.Length <= LongestSeed).Distinct().Select(Utf8);

    /// <summary>Keys as files and environments hold them: each form, and each with something around it.</summary>
    public IEnumerable<byte[]> KeyTexts() => new[] { SigningKeys.Rsa, SigningKeys.Ec }.SelectMany(pair =>
    {
        string pem = pair.ToPublicPem();
        string bare = string.Concat(pem.Split('\n').Where(line => !line.StartsWith('-'))).Trim();
        string[] forms = [pem, bare, pair.ToJwk().ToJsonString(), pair.ToPrivatePem()];
        return forms.SelectMany(form => (string[])[form, $"\ufeff{form}", $"'{form}'", JsonSerializer.Serialize(form), form.ReplaceLineEndings("\\n"), Convert.ToBase64String(Utf8(form))])
            .Select(Utf8).Append(Convert.FromBase64String(bare));
    });

    /// <summary>What is published or given in the place of a key set.</summary>
    public IEnumerable<byte[]> Documents() => ((string[])
    [
        "{\"issuer\":\"https://a.example\",\"jwks_uri\":\"https://a.example/keys\"}", "{\"issuer\":\"a\",\"authorization_endpoint\":\"b\"}", "<!doctype html>", "[]", "\ufeff{}", " \r\n", "",
        "{\"1\":\"-----BEGIN CERTIFICATE-----\\nMII\",\"2\":\" -----BEGIN CERTIFICATE-----\"}", "{\"error\":\"not found\"} x", "{\"\\ud800\":1,\"kty\":\"RSA\"}",
    ]).Select(Utf8);

    private static IEnumerable<JsonObject> OwnKeys() =>
    [
        SigningKeys.Rsa.ToJwk(), SigningKeys.Ec.ToJwk(), .. SigningKeys.Secrets.Select(pair => pair.ToJwk()),
        .. ((string[])["[\"verify\"]", "[\"verify\",\"verify\"]", "[\"sign\",\"verify\"]", "\"verify\""]).Select(WithOperations),
    ];

    private static JsonObject WithOperations(string operations)
    {
        JsonObject key = SigningKeys.Ec.ToJwk();
        key["key_ops"] = JsonNode.Parse(operations);
        key.Remove("alg");
        return key;
    }

    private static byte[] Rebind(byte[] payload)
    {
        if (Parse(payload) is not JsonObject claims)
        {
            return payload;
        }

        (claims["iss"], claims["aud"], claims["exp"]) = (FuzzPolicies.Issuer, FuzzPolicies.Audience, 1_767_225_900);
        _ = claims.Remove("nbf") | claims.Remove("iat") | claims.Remove("cnf");
        return Utf8(claims.ToJsonString());
    }

    private IEnumerable<JsonObject> Lines(string path) => folder is null || !File.Exists(Path.Combine(folder, path))
        ? []
        : File.ReadLines(Path.Combine(folder, path)).Where(line => line.Length > 0).Select(line => Parse(Utf8(line))).OfType<JsonObject>();

    private IEnumerable<string> Files(string path, string pattern) => folder is null || !Directory.Exists(Path.Combine(folder, path))
        ? []
        : Directory.EnumerateFiles(Path.Combine(folder, path), pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    private IEnumerable<JsonNode> Documents(string path, string pattern) => Files(path, pattern).Select(file => Parse(File.ReadAllBytes(file))).OfType<JsonNode>();

    // All members of all objects, at any depth, and the document itself.
    private static IEnumerable<KeyValuePair<string, JsonNode?>> Members(JsonNode? node) => node switch
    {
        JsonObject value => value.SelectMany(member => Members(member.Value).Append(member)).Append(new KeyValuePair<string, JsonNode?>("", value)),
        JsonArray items => items.SelectMany(Members),
        _ => [],
    };

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    // What is no tree, or has a name twice, is left out.
    private static JsonNode? Parse(byte[] json)
    {
        try
        {
            return JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false });
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
