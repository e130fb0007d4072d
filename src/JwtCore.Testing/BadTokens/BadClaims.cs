namespace JwtCore.Testing;

/// <summary>Claims, signed, of the wrong type or with values that the policy does not expect (RFC 7519 section 4.1).</summary>
internal static class BadClaims
{
    // A day is beyond any clock skew.
    private const int Day = 86_400;

    public static IEnumerable<BadToken> Make(Forger forger) => [.. Forms(forger), .. Types(forger), .. Parties(forger), .. Times(forger), .. Proofs(forger)];

    private static IEnumerable<BadToken> Forms(Forger forger)
    {
        string audience = Forger.Quote(forger.Audience);
        string[] texts = ["null", "1", "true", "[]", "{}"];
        string[] dates = ["null", "true", "[]", "{}", "\"\"", $"\"{forger.Now + Day}\"", "-1", "-1e-1", "253402300801", "1e12", "1e400", "-1e400"];
        string[] audiences = ["null", "1", "true", "{}", "[]", "[1]", $"[{audience},1]", $"[{audience},null]", $"[[{audience}]]", $"{{{audience}:true}}"];
        IEnumerable<(string Claim, string Json)> wrong =
        [
            .. from claim in (string[])["iss", "sub", "jti"] from json in texts select (claim, json),
            .. from claim in (string[])["exp", "nbf", "iat"] from json in dates select (claim, json),
            .. from json in audiences select ("aud", json),
        ];
        foreach ((string claim, string json) in wrong)
        {
            yield return Malformed($"{claim} is {json}", claim, json);
        }

        yield return Malformed("iss is an array of the issuer", "iss", $"[{Forger.Quote(forger.Issuer)}]");
        yield return Malformed("exp of 65 digits", "exp", new string('9', 65));

        BadToken Malformed(string name, string claim, string json) => forger.WithClaim(name, VerifyError.ClaimMalformed, claim, json);
    }

    // RFC 8725 section 3.11: tokens of other kinds by the same issuer.
    private static IEnumerable<BadToken> Types(Forger forger)
    {
        foreach (string type in (string[])["logout+jwt", "application/logout+jwt", "dpop+jwt", "secevent+jwt", "oauth-authz-req+jwt", "kb+jwt", "JOSE", "at+jwt;v=1", "JWT ", ""])
        {
            yield return forger.WithMember($"typ '{type}'", VerifyError.TypeMismatch, "typ", Forger.Quote(type));
        }
    }

    private static IEnumerable<BadToken> Parties(Forger forger)
    {
        yield return forger.WithClaim("iss missing", VerifyError.IssuerMismatch, "iss", null);
        foreach (string issuer in Others(forger.Issuer))
        {
            yield return forger.WithClaim($"iss '{issuer}'", VerifyError.IssuerMismatch, "iss", Forger.Quote(issuer));
        }

        yield return forger.WithClaim("aud missing", VerifyError.AudienceMismatch, "aud", null);
        yield return forger.WithClaim("aud is several others", VerifyError.AudienceMismatch, "aud", "[\"https://a.example.net\",\"\"]");
        foreach (string audience in Others(forger.Audience))
        {
            yield return forger.WithClaim($"aud '{audience}'", VerifyError.AudienceMismatch, "aud", Forger.Quote(audience));
        }
    }

    private static IEnumerable<string> Others(string text) =>
        new[] { "https://other.example.net", "", "*", text + "/", text + " ", text + ".example.net", text[..^1], text.ToUpperInvariant(), $"{text} https://other.example.net" }
            .Where(other => other != text)
            .Distinct();

    private static IEnumerable<BadToken> Times(Forger forger)
    {
        yield return forger.WithClaim("exp missing", VerifyError.ExpirationMissing, "exp", null);
        yield return forger.WithPayload("exp in another case", VerifyError.ExpirationMissing, forger.Payload.Replace("\"exp\"", "\"EXP\"", StringComparison.Ordinal));
        yield return forger.WithClaim("exp passed", VerifyError.Expired, "exp", $"{forger.Now - Day}");
        yield return forger.WithClaim("exp passed, with fraction", VerifyError.Expired, "exp", $"{forger.Now - Day}.5");
        yield return forger.WithClaim("exp is 0", VerifyError.Expired, "exp", "0");
        yield return forger.WithClaim("exp is -0", VerifyError.Expired, "exp", "-0");
        yield return forger.WithClaim("nbf to come", VerifyError.NotYetValid, "nbf", $"{forger.Now + Day}");
        yield return forger.WithClaim("nbf never to come", VerifyError.NotYetValid, "nbf", "253402300799");
        yield return forger.WithClaim("iat to come", VerifyError.IssuedInFuture, "iat", $"{forger.Now + Day}");
    }

    // RFC 7800: bound to a key, and presented without proof.
    private static IEnumerable<BadToken> Proofs(Forger forger)
    {
        foreach (string cnf in (string[])["{\"jkt\":\"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I\"}", "{\"x5t#S256\":\"bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2\"}", "{}", "null", "\"\""])
        {
            yield return forger.WithClaim($"cnf is {cnf}", VerifyError.ProofOfPossessionRequired, "cnf", cnf);
        }
    }
}
