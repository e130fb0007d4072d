using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using JwtCore.Testing;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Pipeline;

public class RevocationTests
{
    [Theory, InlineData(false, VerifyError.None), InlineData(true, VerifyError.Revoked)]
    public void The_hook_decides(bool isRevoked, VerifyError expected)
    {
        JwtVerifier verifier = Verifier((in VerifiedToken _) => isRevoked);

        Assert.Equal(expected, verifier.Verdict(Hmac.Sign(Hmac.Claims())));
        verifier.TryVerify(Hmac.Sign(Hmac.Claims()), out VerifiedToken token);
        Assert.Equal(isRevoked, token.Payload.IsEmpty);
        Assert.Equal(!isRevoked, token.Subject.IsPresent);
    }

    [Fact]
    public void A_throwing_hook_refuses()
    {
        Assert.Equal(VerifyError.Revoked, Verifier((in VerifiedToken _) => throw new InvalidOperationException()).Verdict(Hmac.Sign(Hmac.Claims())));
        Assert.Equal(VerifyError.Revoked, Verifier((in VerifiedToken _) => throw new OperationCanceledException()).Verdict(Hmac.Sign(Hmac.Claims())));
    }

    [Theory, InlineData(0), InlineData(40), InlineData(400)]
    public void The_hook_sees_a_readable_token(int more)
    {
        RawJson claims = Hmac.Claims().Set("jti", "\"\\u006a\"").Set("extra", "42");
        for (int i = 0; i < more; i++)
        {
            claims.Set($"m{i}", "[]");
        }

        List<string> seen = [];
        JwtVerifier verifier = Verifier((in VerifiedToken token) =>
        {
            token.TryGetClaim("extra"u8, out ClaimValue extra);
            extra.TryGetInt64(out long number);
            seen.Add($"{token.Error} {token.Algorithm} {token.KeyId} {token.Issuer.ToString()} {token.JwtId.ToString()} {token.HasScope("read"u8)} {number} {token.ToClaims().Subject}");
            return false;
        });

        Assert.True(verifier.TryVerify(Hmac.Sign(claims), out _));
        Assert.Equal($"None HS256 HS256-1 {Tokens.Issuer} j True 42 user-1", Assert.Single(seen));
    }

    [Fact]
    public void The_hook_is_asked_before_the_scopes_are_checked_and_not_when_an_earlier_rule_fails()
    {
        int asked = 0;
        JwtVerifier verifier = Verifier(
            (in VerifiedToken _) =>
            {
                asked++;
                return false;
            },
            Policies.With(requiredScopes: ["admin"], requiredClaims: new() { ["sub"] = Expected.Any }));
        TestKeyPair forger = TestKeyPair.Create(JwtAlgorithm.HS256, "HS256-1");
        string[] refused =
        [
            "x", forger.Sign(Hmac.Claims().ToString()), Hmac.Pair.Sign("{"), Hmac.Sign(Hmac.Claims().Set("iss", "1")), Hmac.Sign(Hmac.Claims().Set("iss", "\"other\"")), Hmac.Sign(Hmac.Claims().Set("aud", "\"other\"")),
            Hmac.Sign(Hmac.Claims().Set("exp", "0")), Hmac.Sign(Hmac.Claims().Remove("sub")), Hmac.Sign(Hmac.Claims().Set("cnf", "{}")),
        ];

        foreach (string token in refused)
        {
            Assert.False(verifier.TryVerify(token, out _));
        }

        Assert.Equal(0, asked);
        verifier.TryVerify(Hmac.Sign(Hmac.Claims()), out VerifiedToken insufficient);
        Assert.Equal(VerifyError.InsufficientScope, insufficient.Error);
        Assert.Equal(1, asked);
    }

    // RFC 7518 section 3.4 lets (r, s) and (r, n - s) both verify: a token's text identifies nothing.
    [Fact]
    public void The_twin_of_an_ECDSA_token_is_as_valid_so_revocation_goes_by_claims()
    {
        BigInteger order = BigInteger.Parse("00FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        string token = Tokens.Pair(JwtAlgorithm.ES256).Sign(Hmac.Claims().Set("jti", "\"j\"").ToString());
        int start = token.LastIndexOf('.') + 1;
        byte[] signature = Base64Url.DecodeFromChars(token.AsSpan(start));
        byte[] s = (order - new BigInteger(signature.AsSpan(32), isUnsigned: true, isBigEndian: true)).ToByteArray(isUnsigned: true, isBigEndian: true);
        signature.AsSpan(32).Clear();
        s.CopyTo(signature.AsSpan(64 - s.Length));
        string twin = token[..start] + Base64Url.EncodeToString(signature);
        VerificationPolicy policy = Tokens.Policy(Tokens.Keys(JwtAlgorithm.ES256), JwtAlgorithm.ES256);

        Assert.NotEqual(token, twin);
        Assert.Equal(VerifyError.None, Tokens.Verifier(policy).Verdict(twin));
        Assert.Equal(VerifyError.Revoked, Verifier((in VerifiedToken verified) => verified.JwtId == "j"u8, policy).Verdict(twin));
    }

    private static JwtVerifier Verifier(RevocationCheck isRevoked, VerificationPolicy? policy = null) =>
        new(policy ?? Policies.With(), new JwtVerifierOptions { TimeProvider = FixedTime.At(Tokens.Now), IsRevoked = isRevoked });
}
