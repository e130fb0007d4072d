using System.Text.Json.Nodes;

namespace JwtCore.Testing;

/// <summary>Tokens that name a key of their own, or bring one along.</summary>
internal static class BadKeys
{
    public static IEnumerable<BadToken> Make(Forger forger)
    {
        string kid = forger.Pair.KeyId ?? "";
        foreach (string unknown in new[] { "unknown", "", kid + " ", kid + "/", kid + "\0", "../../../dev/null", "' OR 1=1 --", "*", "_default" }.Where(unknown => unknown != forger.Pair.KeyId))
        {
            yield return NotFound($"kid '{unknown.Replace("\0", "\\0", StringComparison.Ordinal)}'", Forger.Quote(unknown));
        }

        yield return NotFound("kid of 4,096 characters", Forger.Quote(new string('k', 4_096)));
        yield return new("another key under the same kid", forger.Attacker.Sign(forger.Header, forger.Payload), VerifyError.SignatureInvalid);

        // RFC 8725 section 3.10: none of them says whom to trust.
        foreach ((string member, JsonNode value) in Brought(forger))
        {
            yield return new($"{member} of an attacker", forger.Attacker.Sign(forger.HeaderWith(member, value.ToJsonString()), forger.Payload), VerifyError.SignatureInvalid);
        }

        BadToken NotFound(string name, string json) => forger.WithMember(name, VerifyError.KeyNotFound, "kid", json);
    }

    private static IEnumerable<(string Member, JsonNode Value)> Brought(Forger forger)
    {
        yield return ("jwk", forger.Attacker.ToJwk());
        yield return ("jku", "https://attacker.example.com/jwks.json");
        yield return ("x5u", "https://attacker.example.com/chain.pem");
        if (forger.IsAsymmetric)
        {
            yield return ("x5c", new JsonArray(string.Concat(forger.Attacker.ToPublicPem().Split('\n')[1..^1])));
            yield return ("x5t#S256", forger.Attacker.Thumbprint());
        }
    }
}
