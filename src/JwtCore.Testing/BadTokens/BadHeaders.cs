using System.Text;

namespace JwtCore.Testing;

/// <summary>Headers that are no strict JSON, or say what no access token's header says (RFC 7515 section 4, RFC 8725 section 3).</summary>
internal static class BadHeaders
{
    public static IEnumerable<BadToken> Make(Forger forger) => [.. Text(forger), .. Members(forger), .. Algorithms(forger), .. Extensions(forger)];

    private static IEnumerable<BadToken> Text(Forger forger)
    {
        string header = forger.Header;
        byte[] bytes = Encoding.UTF8.GetBytes(header);
        string payload = forger.Segments[1];

        yield return Signed("header with trailing bits", forger.Pair.SignEncoded(Forger.WithTrailingBits(header), payload));
        yield return Signed("header of impossible length", forger.Pair.SignEncoded(Forger.WithImpossibleLength(header), payload));
        yield return Signed("header with byte order mark", Sign([0xEF, 0xBB, 0xBF, .. bytes]));
        yield return Signed("header in UTF-16", Sign(Encoding.Unicode.GetBytes(header)));
        yield return Signed("header with invalid UTF-8", Sign([.. bytes[..^1], .. ",\"x\":\""u8, 0xFF, .. "\"}"u8]));
        yield return Signed("header with overlong UTF-8", Sign([.. bytes[..^1], .. ",\"x\":\""u8, 0xC0, 0xAF, .. "\"}"u8]));
        yield return Faulty("header with lone surrogate", $"{header[..^1]},\"x\":\"\\ud800\"}}");
        yield return Faulty("header that is no JSON", "header");
        yield return Faulty("header that is an array", $"[{header}]");
        yield return Faulty("header that is a string", Forger.Quote(header));
        yield return Faulty("header that is null", "null");
        yield return Faulty("header with something behind it", header + "{}");
        yield return Faulty("header cut off", header[..^1]);
        yield return Faulty("header with trailing comma", $"{header[..^1]},}}");
        yield return Faulty("header with comment", $"{header[..^1]}/**/}}");
        yield return Faulty("header in single quotes", header.Replace('"', '\''));
        yield return Faulty("header 65 levels deep", forger.HeaderWith("x", Forger.Nest(64)));
        yield return Faulty("header 2,000 levels deep", forger.HeaderWith("x", Forger.Nest(1_999)));

        BadToken Faulty(string name, string text) => forger.WithHeader(name, VerifyError.HeaderMalformed, text);
        string Sign(byte[] text) => forger.Pair.Sign(text, Encoding.UTF8.GetBytes(forger.Payload));
        static BadToken Signed(string name, string token) => new(name, token, VerifyError.HeaderMalformed);
    }

    private static IEnumerable<BadToken> Members(Forger forger)
    {
        string header = forger.Header;
        string alg = Forger.Quote(forger.Pair.Algorithm.ToName());

        yield return Faulty("empty header", "{}");
        yield return Faulty("alg missing", forger.HeaderWith("alg", null));
        yield return Faulty("alg in another case", $$"""{"Alg":{{alg}}}""");
        yield return Faulty("alg twice", $"{header[..^1]},\"alg\":{alg}}}");
        yield return Faulty("alg twice, once none", $"{{\"alg\":\"none\",{header[1..]}");
        yield return Faulty("alg twice, once escaped", $"{header[..^1]},\"\\u0061lg\":\"none\"}}");
        yield return Faulty("unknown member twice", $"{header[..^1]},\"x\":1,\"x\":1}}");
        yield return Faulty("unknown member with a name twice in it", $"{header[..^1]},\"x\":{{\"y\":1,\"y\":1}}}}");
        foreach (string name in (string[])["alg", "kid", "typ"])
        {
            foreach (string json in (string[])["null", "1", "true", "[]", "{}"])
            {
                yield return Faulty($"{name} is {json}", forger.HeaderWith(name, json));
            }
        }

        BadToken Faulty(string name, string text) => forger.WithHeader(name, VerifyError.HeaderMalformed, text);
    }

    private static IEnumerable<BadToken> Algorithms(Forger forger)
    {
        string name = forger.Pair.Algorithm.ToName();
        foreach (string none in (string[])["none", "None", "NONE", "nOnE", "none ", ""])
        {
            string header = Forger.Encode(forger.HeaderWith("alg", Forger.Quote(none)));
            yield return NotAllowed($"alg '{none}' without signature", $"{header}.{forger.Segments[1]}.");
            yield return NotAllowed($"alg '{none}' with signature", $"{header}.{forger.Segments[1]}.{forger.Segments[2]}");
        }

        foreach (string other in new[] { name.ToLowerInvariant(), name + " ", name + "\0", "HS1", "RS1", "ES256K", "EdDSA", "Ed448", "ML-DSA", "dir", "A128KW" }.Where(other => other != name))
        {
            yield return NotAllowed($"alg '{other.Replace("\0", "\\0", StringComparison.Ordinal)}'", Sign(forger.Pair, other));
        }

        JwtAlgorithm sibling = Enum.GetValues<JwtAlgorithm>().First(other => other != forger.Pair.Algorithm && other.ToName()[..2] == name[..2]);
        yield return NotAllowed($"alg {sibling.ToName()} with the same key", Sign(forger.Pair.With(sibling, forger.Pair.KeyId), sibling.ToName()));

        // RFC 8725 section 2.1: the public key, which everyone has, taken for a secret.
        foreach ((string form, byte[] secret) in forger.IsAsymmetric ? PublicForms(forger.Pair) : [])
        {
            yield return NotAllowed($"alg HS256 with the public key as secret, {form}", Sign(TestKeyPair.FromSecret(secret, JwtAlgorithm.HS256), "HS256"));
        }

        string Sign(TestKeyPair pair, string alg) => pair.Sign(forger.HeaderWith("alg", Forger.Quote(alg)), forger.Payload);
        static BadToken NotAllowed(string name, string token) => new(name, token, VerifyError.AlgorithmNotAllowed);
    }

    private static IEnumerable<(string Form, byte[] Secret)> PublicForms(TestKeyPair pair)
    {
        string pem = pair.ToPublicPem();
        yield return ("PEM", Encoding.ASCII.GetBytes(pem));
        yield return ("PEM with line feed", Encoding.ASCII.GetBytes(pem + "\n"));
        yield return ("PEM with carriage returns", Encoding.ASCII.GetBytes(pem.Replace("\n", "\r\n", StringComparison.Ordinal)));
        yield return ("base64 of PEM", Convert.FromBase64String(string.Concat(pem.Split('\n')[1..^1])));
        yield return ("JWK", Encoding.UTF8.GetBytes(pair.ToJwk().ToJsonString()));
    }

    private static IEnumerable<BadToken> Extensions(Forger forger)
    {
        foreach (string crit in (string[])["[]", "null", "[\"exp\"]", "[\"alg\"]", "[\"x\",\"x\"]", "\"exp\"", "{}"])
        {
            yield return forger.WithMember($"crit is {crit}", VerifyError.CriticalHeaderNotSupported, "crit", crit);
        }

        yield return forger.WithHeader("crit of a member that is there", VerifyError.CriticalHeaderNotSupported, $"{forger.HeaderWith("crit", "[\"x\"]")[..^1]},\"x\":1}}");
        yield return forger.WithHeader("crit of b64", VerifyError.CriticalHeaderNotSupported, $"{forger.HeaderWith("crit", "[\"b64\"]")[..^1]},\"b64\":false}}");
        foreach (string b64 in (string[])["false", "null", "0", "\"true\""])
        {
            yield return forger.WithMember($"b64 is {b64}", VerifyError.UnencodedPayloadNotSupported, "b64", b64);
        }

        foreach (string zip in (string[])["\"DEF\"", "\"GZIP\"", "null"])
        {
            yield return forger.WithMember($"zip is {zip}", VerifyError.CompressedPayloadNotSupported, "zip", zip);
        }
    }
}
