using JwtCore.Testing;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Pipeline;

public class OrderTests
{
    [Fact]
    public void The_first_failing_step_is_reported_in_the_order_of_the_errors()
    {
        UnloadedKeys keys = new();
        TestKeyPair twin = TestKeyPair.Create(JwtAlgorithm.HS256, "twice");
        JwkSet loaded = Tokens.Keys(Hmac.Pair, twin, Hmac.Pair.With(JwtAlgorithm.HS256, "twice"), Tokens.Pair(JwtAlgorithm.HS384).With(JwtAlgorithm.HS384, "HS384"));
        TestKeyPair signer = twin;
        HashSet<string> revoked = ["j"];
        bool isCheckBroken = true;
        string more = ".A.A";
        const long now = Tokens.Now;

        RawJson header = new RawJson().Add("alg", "\"none\"").Add("kid", "1").Add("typ", "\"dpop+jwt\"").Add("crit", "[]").Add("b64", "false").Add("zip", "\"DEF\"");
        RawJson claims = new RawJson().Add("filler", $"\"{new string('x', 4_000)}\"").Add("iss", "\"other\"").Add("aud", "\"other\"").Add("sub", "1").Add("jti", "\"j\"")
            .Add("nbf", $"{now + 1}").Add("iat", $"{now + 1}").Add("cnf", "{}").Add("scope", "\"read\"").Add("x", "{\"a\":1,\"a\":2}");

        JwtVerifier verifier = new(
            TestPolicies.With(keys, requiredScopes: ["admin"], requiredClaims: new() { ["tenant"] = "t" }, maxAge: TimeSpan.FromSeconds(100), maxLifetime: TimeSpan.FromSeconds(100)) with
            {
                RequiredHeaders = new Dictionary<string, Expected> { ["signer"] = "s" },
            },
            new JwtVerifierOptions
            {
                TimeProvider = FixedTime.At(now),
                Limits = new Limits { TokenBytes = 4_000 },
                IsRevoked = (in VerifiedToken token) => revoked.Contains(token.JwtId.ToString()) || (isCheckBroken ? throw new IOException() : false),
            });

        // Each step takes away the fault that was just reported, and no other.
        (VerifyError Reported, Action Repair)[] faults =
        [
            (VerifyError.TokenTooLarge, () => claims.Remove("filler")),
            (VerifyError.EncryptedTokenNotSupported, () => more = ".A"),
            (VerifyError.NotCompactJws, () => more = ""),
            (VerifyError.HeaderMalformed, () => header.Set("kid", "\"unknown\"")),
            (VerifyError.AlgorithmNotAllowed, () => header.Set("alg", "\"HS256\"")),
            (VerifyError.CriticalHeaderNotSupported, () => header.Remove("crit")),
            (VerifyError.UnencodedPayloadNotSupported, () => header.Remove("b64")),
            (VerifyError.CompressedPayloadNotSupported, () => header.Remove("zip")),
            (VerifyError.KeysUnavailable, () => keys.Loaded = loaded),
            (VerifyError.KeyNotFound, () => header.Set("kid", "\"twice\"")),
            (VerifyError.KeyAmbiguous, () => header.Set("kid", "\"HS384\"")),
            (VerifyError.KeyAlgorithmMismatch, () => header.Set("kid", "\"HS256-1\"")),
            (VerifyError.SignatureInvalid, () => signer = Hmac.Pair),
            (VerifyError.PayloadMalformed, () => claims.Remove("x")),
            (VerifyError.ClaimMalformed, () => claims.Set("sub", "\"s\"")),
            (VerifyError.TypeMismatch, () => header.Remove("typ")),
            (VerifyError.IssuerMismatch, () => claims.Set("iss", $"\"{Tokens.Issuer}\"")),
            (VerifyError.AudienceMismatch, () => claims.Set("aud", $"\"{Tokens.Audience}\"")),
            (VerifyError.ExpirationMissing, () => claims.Set("exp", $"{now}")),
            (VerifyError.Expired, () => claims.Set("exp", $"{now + 1_000}")),
            (VerifyError.NotYetValid, () => claims.Remove("nbf")),
            (VerifyError.IssuedInFuture, () => claims.Set("iat", $"{now - 101}")),
            (VerifyError.TooOld, () => claims.Set("iat", $"{now}")),
            (VerifyError.LifetimeTooLong, () => claims.Set("exp", $"{now + 100}")),
            (VerifyError.RequiredHeaderMissing, () => header.Set("signer", "\"s\"")),
            (VerifyError.RequiredClaimMissing, () => claims.Set("tenant", "\"t\"")),
            (VerifyError.ProofOfPossessionRequired, () => claims.Remove("cnf")),
            (VerifyError.Revoked, revoked.Clear),
            (VerifyError.RevocationCheckFailed, () => isCheckBroken = false),
            (VerifyError.InsufficientScope, () => claims.Set("scope", "\"read admin\"")),
        ];

        foreach ((VerifyError reported, Action repair) in faults)
        {
            Assert.Equal(reported, verifier.Verdict(Token()));
            repair();
        }

        Assert.Equal(VerifyError.None, verifier.Verdict(Token()));
        Assert.Equal(
            Enum.GetValues<VerifyError>().Except([VerifyError.None, VerifyError.NotVerified, VerifyError.IssuerNotTrusted, VerifyError.RevocationCheckTimedOut]),
            faults.Select(fault => fault.Reported));

        string Token() => signer.Sign(header.ToString(), claims.ToString()) + more;
    }

    [Fact]
    public void No_claim_error_is_reported_unless_the_signature_verified()
    {
        TestKeyPair forger = TestKeyPair.Create(JwtAlgorithm.HS256, "HS256-1");
        foreach (string payload in (string[])["x", "{}", "{\"exp\":0}", "{\"a\":1,\"a\":1}", Hmac.Claims().Set("exp", "0").ToString(), Hmac.Claims().Set("cnf", "1").ToString()])
        {
            Assert.NotEqual(VerifyError.None, Hmac.Verdict(Hmac.Pair.Sign(payload)));
            Assert.NotEqual(VerifyError.SignatureInvalid, Hmac.Verdict(Hmac.Pair.Sign(payload)));
            Assert.Equal(VerifyError.SignatureInvalid, Hmac.Verdict(forger.Sign(payload)));
        }
    }
}
