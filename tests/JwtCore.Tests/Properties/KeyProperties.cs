using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using JwtCore.Keys;
using JwtCore.Tests.Support;
using JwtCore.Tests.Twins;

namespace JwtCore.Tests.Properties;

public class KeyProperties
{
    private static readonly JwtAlgorithm[] Algorithms = [.. Enum.GetValues<JwtAlgorithm>().Where(JwtAlgorithms.IsSupported)];

    private static readonly string[] Members =
    [
        "\"kty\":\"RSA\"", "\"kty\":\"oct\"", "\"k\\u0074y\":\"EC\"", "\"use\":\"enc\"", "\"use\":\"sig\"", "\"alg\":\"HS512\"", "\"alg\":\"PS256\"", "\"alg\":\"ES256\"", "\"alg\":1", "\"kid\":1",
        "\"kid\":\"\\ud800\"", "\"issuer\":[]", "\"key_ops\":[\"verify\"]", "\"key_ops\":[\"verify\",\"verify\"]", "\"key_ops\":[\"sign\"]", "\"d\":\"AQ\"", "\"crv\":\"P-384\"", "\"crv\":\"Ed25519\"", "\"crv\":\"X25519\"", "\"kty\":\"OKP\"", "\"kty\":\"AKP\"", "\"alg\":\"EdDSA\"", "\"alg\":\"ML-DSA-44\"", "\"pub\":\"AA\"", "\"e\":\"AQ\"",
        "\"e\":\"AAEAAQ\"", "\"e\":\"AwAAAAE\"", "\"x\":\"AA\"", "\"k\":\"AA\"", "\"n\":\"AQAB\"", "\"x5c\":[{}]",
        "\"key_ops\":[]", "\"key_ops\":null", "\"oth\":[]", "\"oth\":null", "\"oth\":[{}]", "\"oth\":\"\"", "\"x5c\":[]", "\"d\":null", "\"d\":\"\"", "\"k\":null", "\"priv\":null", "\"q\":[]",
        "\"kid\":null", "\"use\":null", "\"alg\":null", "\"issuer\":null", "\"issuer\":\"a\"", "\"e\":\"AQAB====\"", "\"e\":\"AQAB\\n\"", "\"e\":\"Aw==\"", "\"e\":\"Aw=\"", "\"e\":\"AAEAAf__\"", "\"e\":\"AAEAAf//\"", "\"e\":\"+wAB\"", "\"e\":\"-wAB\"", "\"e\":\"+w-B\"",
    ];

    [Fact]
    public void A_key_is_taken_exactly_when_its_naive_twin_takes_it()
    {
        Random random = new(1);
        int taken = 0;
        for (int i = 0; i < 4_000; i++)
        {
            byte[] json = Key(random);
            bool publicOnly = random.Next(2) == 0;
            bool isTaken = JwkReader.Read(json, publicOnly, JwkSet.DefaultUse, out string? refusal) is not null;
            Assert.True(isTaken == NaiveJwk.CanVerify(json, publicOnly, JwkSet.DefaultUse), $"{refusal} of {Encoding.UTF8.GetString(json)}");
            taken += isTaken ? 1 : 0;
        }

        Assert.InRange(taken, 400, 3_600);
    }

    [Fact]
    public void A_set_is_taken_with_the_entries_that_its_naive_twin_takes()
    {
        Random random = new(1);
        int taken = 0;
        for (int i = 0; i < 2_000; i++)
        {
            IEnumerable<string> entries = Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(8) == 0 ? "{\"kty\":\"\\ud800\"}" : Encoding.UTF8.GetString(Key(random)));
            byte[] json = Damage(random, Encoding.UTF8.GetBytes($"{{\"keys\":[{string.Join(',', entries)}],\"next\":{{\"a\":1}}}}"), 8);
            bool[]? expected = NaiveJwkSet.Read(json, publicOnly: false, JwkSet.DefaultUse);
            Assert.Equal(expected, Read(json));
            taken += expected?.Contains(true) == true ? 1 : 0;
        }

        Assert.InRange(taken, 200, 1_800);
    }

    private static bool[]? Read(byte[] json)
    {
        try
        {
            (List<Jwk> keys, List<SkippedKey> skipped) = JwkSetReader.Read(json, publicOnly: false, JwkSet.DefaultUse);
            return [.. Enumerable.Range(0, keys.Count + skipped.Count).Select(index => !skipped.Any(entry => entry.Index == index))];
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static byte[] Key(Random random)
    {
        string json = Tokens.Pair(Algorithms[random.Next(Algorithms.Length)]).ToJwk().ToJsonString();
        string more = string.Concat(Enumerable.Range(0, random.Next(3)).Select(_ => "," + Members[random.Next(Members.Length)]));

        // In place of the member, not only beside it.
        JsonObject jwk = JsonNode.Parse(json)!.AsObject();
        foreach (JsonProperty member in JsonDocument.Parse($"{{{string.Join(',', Enumerable.Range(0, random.Next(3)).Select(_ => Members[random.Next(Members.Length)]).Where(member => !member.Contains("ud800", StringComparison.Ordinal)))}}}").RootElement.EnumerateObject())
        {
            jwk[member.Name] = JsonNode.Parse(member.Value.GetRawText());
        }

        Respell(random, jwk);
        json = random.Next(2) == 0 ? json[..^1] + more + "}" : jwk.ToJsonString();
        return Damage(random, Encoding.UTF8.GetBytes(json), 3);
    }

    // Leading zeros, padding, the other alphabet, both alphabets.
    private static void Respell(Random random, JsonObject jwk)
    {
        string[] names = [.. new[] { "n", "e", "x", "y", "k", "pub" }.Where(name => jwk[name]?.GetValueKind() == JsonValueKind.String)];
        if (names.Length == 0)
        {
            return;
        }

        string name = names[random.Next(names.Length)];
        string text = (string)jwk[name]!;
        try
        {
            byte[] number = Base64Url.DecodeFromChars(text);
            jwk[name] = random.Next(6) switch
            {
                0 => Base64Url.EncodeToString([0, .. number]),
                1 => Base64Url.EncodeToString(number.AsSpan().TrimStart((byte)0)),
                2 => Convert.ToBase64String(number),
                3 => Convert.ToBase64String(number).TrimEnd('='),
                4 => text.PadRight((text.Length + 3) / 4 * 4, '='),
                _ => text.Replace('-', '+'),
            };
        }
        catch (FormatException)
        {
            // A member of the list that is no base64url; it stays.
        }
    }

    private static byte[] Damage(Random random, byte[] json, int oneIn)
    {
        if (random.Next(oneIn) == 0)
        {
            json[random.Next(json.Length)] = (byte)random.Next(256);
        }

        return json;
    }
}
