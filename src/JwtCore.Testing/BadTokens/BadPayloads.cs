using System.IO.Compression;
using System.Text;

namespace JwtCore.Testing;

/// <summary>Payloads, signed, that are no strict JSON object (RFC 7519 section 7.2).</summary>
internal static class BadPayloads
{
    public static IEnumerable<BadToken> Make(Forger forger)
    {
        string payload = forger.Payload;
        byte[] bytes = Encoding.UTF8.GetBytes(payload);
        string header = forger.Segments[0];

        yield return new("payload with trailing bits", forger.Pair.SignEncoded(header, Forger.WithTrailingBits(payload)), VerifyError.PayloadMalformed);
        yield return new("payload of impossible length", forger.Pair.SignEncoded(header, Forger.WithImpossibleLength(payload)), VerifyError.PayloadMalformed);
        yield return Bytes("payload with byte order mark", [0xEF, 0xBB, 0xBF, .. bytes]);
        yield return Bytes("payload in UTF-16", Encoding.Unicode.GetBytes(payload));
        yield return Bytes("payload with invalid UTF-8", [.. bytes[..^1], .. ",\"x\":\""u8, 0xFF, .. "\"}"u8]);
        yield return Bytes("payload with overlong UTF-8", [.. bytes[..^1], .. ",\"x\":\""u8, 0xC0, 0xAF, .. "\"}"u8]);
        yield return Bytes("payload compressed", Deflate(bytes));
        yield return Faulty("payload with lone surrogate", With("\"x\":\"\\udc00\""));
        yield return Faulty("payload of white space", "  ");
        yield return Faulty("payload that is no JSON", "payload");
        yield return Faulty("payload that is an array", $"[{payload}]");
        yield return Faulty("payload that is a string", Forger.Quote(payload));
        yield return Faulty("payload that is null", "null");
        yield return Faulty("payload that is another token", forger.Good);
        yield return Faulty("payload with something behind it", payload + "{}");
        yield return Faulty("payload with null character behind it", payload + "\0");
        yield return Faulty("payload cut off", payload[..^1]);
        yield return Faulty("payload with trailing comma", With(""));
        yield return Faulty("payload with comment", $"{payload[..^1]}/**/}}");
        yield return Faulty("payload 65 levels deep", With($"\"x\":{Forger.Nest(64)}"));
        yield return Faulty("payload 3,000 levels deep", With($"\"x\":{Forger.Nest(2_999)}"));
        yield return Faulty("claim twice", With("\"exp\":253402300799"));
        yield return Faulty("claim twice, once escaped", With("\"e\\u0078p\":253402300799"));
        yield return Faulty("unknown claim twice", With("\"x\":1,\"x\":1"));
        yield return Faulty("unknown claim with a name twice in it", With("\"x\":[{\"y\":1,\"y\":1}]"));
        foreach (string number in (string[])["NaN", "Infinity", "-Infinity", "0x7fffffff", "01", "+1", "1.", ".1", "1e", "True"])
        {
            yield return forger.WithClaim($"exp is {number}", VerifyError.PayloadMalformed, "exp", number);
        }

        BadToken Faulty(string name, string text) => forger.WithPayload(name, VerifyError.PayloadMalformed, text);
        BadToken Bytes(string name, byte[] text) => forger.WithPayload(name, VerifyError.PayloadMalformed, text);
        string With(string members) => $"{payload[..^1]},{members}}}";
    }

    private static byte[] Deflate(byte[] bytes)
    {
        using MemoryStream compressed = new();
        using (DeflateStream stream = new(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            stream.Write(bytes);
        }

        return compressed.ToArray();
    }
}
