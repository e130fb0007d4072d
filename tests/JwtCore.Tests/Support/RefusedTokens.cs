using System.Text.Json.Nodes;

namespace JwtCore.Tests.Support;

/// <summary>One token for each error that the synchronous call can return, with the verifier that refuses it.</summary>
internal sealed record RefusedTokens(VerifyError Error, string Token, JwtVerifier Verifier)
{
    private const JwtAlgorithm Algorithm = JwtAlgorithm.HS256;

    public static readonly IReadOnlyList<RefusedTokens> All = [.. Make()];

    private static IEnumerable<RefusedTokens> Make()
    {
        JwkSet keys = Tokens.Keys(Algorithm);
        JwtVerifier verifier = Tokens.Verifier(Algorithm);
        string good = Tokens.Pair(Algorithm).Sign(Tokens.Claims().ToJsonString());
        string otherKey = Tokens.Pair(JwtAlgorithm.HS384).With(Algorithm, "HS256-1").Sign(Tokens.Claims().ToJsonString());

        yield return new(VerifyError.TokenTooLarge, good + new string('A', 20_000), verifier);
        yield return new(VerifyError.EncryptedTokenNotSupported, "AAAA.AAAA.AAAA.AAAA.AAAA", verifier);
        yield return new(VerifyError.NotCompactJws, "garbage", verifier);
        yield return Header(VerifyError.HeaderMalformed, "{\"alg\":\"HS256\",\"alg\":\"HS256\"}");
        yield return Header(VerifyError.AlgorithmNotAllowed, "{\"alg\":\"none\"}");
        yield return Header(VerifyError.CriticalHeaderNotSupported, "{\"alg\":\"HS256\",\"crit\":[]}");
        yield return Header(VerifyError.UnencodedPayloadNotSupported, "{\"alg\":\"HS256\",\"b64\":false}");
        yield return Header(VerifyError.CompressedPayloadNotSupported, "{\"alg\":\"HS256\",\"zip\":\"DEF\"}");
        yield return new(
            VerifyError.IssuerNotTrusted,
            Tokens.Pair(Algorithm).Sign("{\"iss\":\"https://other.example.com\"}"),
            new JwtVerifier([Tokens.Policy(keys, Algorithm), TestPolicies.With(Tokens.Keys(JwtAlgorithm.RS256), [JwtAlgorithm.RS256], issuer: "https://third.example.com")]));
        yield return new(VerifyError.KeysUnavailable, good, Tokens.Verifier(Tokens.Policy(new NoKeys(), Algorithm)));
        yield return Header(VerifyError.KeyNotFound, "{\"alg\":\"HS256\",\"kid\":\"unknown\"}");
        yield return new(
            VerifyError.KeyAmbiguous,
            Tokens.Pair(Algorithm).With(Algorithm, null).Sign(Tokens.Claims().ToJsonString()),
            Tokens.Verifier(Tokens.Policy(Tokens.Keys(Tokens.Pair(Algorithm), Tokens.Pair(JwtAlgorithm.HS384).With(Algorithm, "other")), Algorithm)));
        yield return new(VerifyError.KeyAlgorithmMismatch, good, Tokens.Verifier(Tokens.Policy(Tokens.Keys(Tokens.Pair(JwtAlgorithm.RS256).With(JwtAlgorithm.RS256, "HS256-1")), Algorithm)));
        yield return new(VerifyError.SignatureInvalid, otherKey, verifier);
        yield return new(VerifyError.PayloadMalformed, Tokens.Pair(Algorithm).Sign("[]"), verifier);
        yield return Claim(VerifyError.ClaimMalformed, "exp", "soon");
        yield return new(VerifyError.TypeMismatch, Tokens.Pair(Algorithm).Sign("{\"alg\":\"HS256\",\"typ\":\"logout+jwt\"}", Tokens.Claims().ToJsonString()), verifier);
        yield return Claim(VerifyError.IssuerMismatch, "iss", "https://other.example.com");
        yield return Claim(VerifyError.AudienceMismatch, "aud", "https://other.example.com");
        yield return Claim(VerifyError.ExpirationMissing, "exp", null);
        yield return Claim(VerifyError.Expired, "exp", Tokens.Now);
        yield return Claim(VerifyError.NotYetValid, "nbf", Tokens.Now + 1);
        yield return Claim(VerifyError.IssuedInFuture, "iat", Tokens.Now + 1);
        yield return new(VerifyError.TooOld, good, Tokens.Verifier(new VerificationPolicy
        {
            Issuer = Tokens.Issuer,
            Audience = Tokens.Audience,
            Algorithms = [Algorithm],
            Keys = keys,
            ClockSkew = TimeSpan.Zero,
            MaxAge = TimeSpan.FromSeconds(59),
        }));
        yield return new(VerifyError.LifetimeTooLong, good, Tokens.Verifier(new VerificationPolicy
        {
            Issuer = Tokens.Issuer,
            Audience = Tokens.Audience,
            Algorithms = [Algorithm],
            Keys = keys,
            MaxLifetime = TimeSpan.FromSeconds(359),
        }));
        yield return new(VerifyError.RequiredHeaderMissing, good, Tokens.Verifier(Tokens.Policy(keys, Algorithm) with
        {
            RequiredHeaders = new Dictionary<string, Expected> { ["signer"] = Expected.Any },
        }));
        yield return new(VerifyError.RequiredClaimMissing, good, Tokens.Verifier(new VerificationPolicy
        {
            Issuer = Tokens.Issuer,
            Audience = Tokens.Audience,
            Algorithms = [Algorithm],
            Keys = keys,
            RequiredClaims = new Dictionary<string, Expected> { ["tenant"] = Expected.Any },
        }));
        yield return Claim(VerifyError.ProofOfPossessionRequired, "cnf", "bound");
        yield return new(VerifyError.Revoked, good, new JwtVerifier(Tokens.Policy(keys, Algorithm), new JwtVerifierOptions
        {
            TimeProvider = FixedTime.At(Tokens.Now),
            IsRevoked = static (in token) => token.Subject == "user-1"u8,
        }));
        yield return new(VerifyError.InsufficientScope, good, Tokens.Verifier(new VerificationPolicy
        {
            Issuer = Tokens.Issuer,
            Audience = Tokens.Audience,
            Algorithms = [Algorithm],
            Keys = keys,
            RequiredScopes = ["admin"],
        }));

        RefusedTokens Header(VerifyError error, string header) =>
            new(error, Tokens.Pair(Algorithm).Sign(header, Tokens.Claims().ToJsonString()), verifier);

        RefusedTokens Claim(VerifyError error, string name, JsonNode? value)
        {
            JsonObject claims = Tokens.Claims();
            claims.Remove(name);
            if (value is not null)
            {
                claims[name] = value;
            }

            return new(error, Tokens.Pair(Algorithm).Sign(claims.ToJsonString()), verifier);
        }
    }

    private sealed class NoKeys : KeySource
    {
        internal override bool IsStatic => true;

        internal override JwkSet? KeysAt(ref CallTime time) => null;
    }
}
