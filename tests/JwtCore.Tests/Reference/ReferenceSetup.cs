using JwtCore.Testing;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Reference;

/// <summary>
/// What the cases share: one issuer, one audience, one RSA key, and two verifiers for the same settings, the strict
/// default and the one that is nearest to FastMCP's.
/// </summary>
internal sealed record ReferenceSetup
{
    public const string Issuer = "https://test.example.com";
    public const string Audience = "https://api.example.com";

    public static readonly ReferenceSetup Default = new();

    /// <summary>The common key, without a key id.</summary>
    public static TestKeyPair Pair => Tokens.Pair(JwtAlgorithm.RS256).With(JwtAlgorithm.RS256, null);

    /// <summary>Another key of the same type.</summary>
    public static TestKeyPair OtherPair => Tokens.Pair(JwtAlgorithm.RS384).With(JwtAlgorithm.RS256, null);

    public static FixedTime Time => FixedTime.At(Tokens.Now);

    /// <summary>A token that is valid for one hour from now.</summary>
    public static TestToken Good => new() { Issuer = Issuer, Audience = Audience, TimeProvider = Time };

    public KeySource Keys { get; init; } = Jwk.FromPem(Pair.ToPublicPem());

    public JwtAlgorithm Algorithm { get; init; } = JwtAlgorithm.RS256;

    public Expected ExpectedIssuer { get; init; } = Issuer;

    public Expected ExpectedAudience { get; init; } = Audience;

    public Expected[] RequiredScopes { get; init; } = [];

    public TimeProvider Clock { get; init; } = Time;

    public JwtVerifier Strict => Verifier(new VerificationPolicy
    {
        Issuer = ExpectedIssuer,
        Audience = ExpectedAudience,
        Algorithms = [Algorithm],
        Keys = Keys,
        RequiredScopes = RequiredScopes,
    });

    public JwtVerifier LikeFastMcp => Verifier(FastMcpLike.Policy(Keys, Algorithm, ExpectedIssuer, ExpectedAudience, RequiredScopes));

    /// <summary>A token of the common key.</summary>
    public static string Sign(TestToken token) => Pair.CreateToken(token);

    /// <summary>The verdict of both.</summary>
    public VerifyError Verdict(string token)
    {
        VerifyError verdict = Strict.Verdict(token);
        Assert.Equal(verdict, LikeFastMcp.Verdict(token));
        return verdict;
    }

    /// <summary>The claims as the policy like FastMCP's reads them, after both accepted the token and read the same.</summary>
    public TokenClaims Accept(string token)
    {
        TokenClaims strict = Accept(Strict, token);
        TokenClaims claims = Accept(LikeFastMcp, token);
        Assert.Equal((strict.Subject, strict.Issuer, strict.ExpiresAt), (claims.Subject, claims.Issuer, claims.ExpiresAt));
        Assert.Equal(strict.Scopes, claims.Scopes);
        return claims;
    }

    public static TokenClaims Accept(JwtVerifier verifier, string token)
    {
        verifier.TryVerify(token, out VerifiedToken verified);
        Assert.Equal(VerifyError.None, verified.Error);
        return verified.ToClaims();
    }

    private JwtVerifier Verifier(VerificationPolicy policy) => new(policy, new JwtVerifierOptions { TimeProvider = Clock });
}
