namespace JwtCore.Tests.Support;

/// <summary>The common policy with what a test needs changed; HS256 unless it says otherwise.</summary>
internal static class TestPolicies
{
    public static VerificationPolicy With(
        KeySource? keys = null,
        JwtAlgorithm[]? algorithms = null,
        Expected? issuer = null,
        Expected? audience = null,
        Expected? types = null,
        Expected[]? requiredScopes = null,
        Dictionary<string, Expected>? requiredClaims = null,
        string[]? scopeClaims = null,
        string[]? clientIdClaims = null,
        string audienceClaim = "aud",
        double skew = 0,
        TimeSpan? maxAge = null,
        TimeSpan? maxLifetime = null,
        Tolerance tolerate = Tolerance.Nothing,
        TokenProfile profile = TokenProfile.Jwt,
        Dictionary<string, string[]>? impliedScopes = null) => new()
        {
            Issuer = issuer ?? Tokens.Issuer,
            Audience = audience ?? Tokens.Audience,
            Algorithms = algorithms ?? [JwtAlgorithm.HS256],
            Keys = keys ?? Tokens.Keys(JwtAlgorithm.HS256),
            Types = types,
            RequiredScopes = requiredScopes ?? [],
            RequiredClaims = requiredClaims ?? [],
            ScopeClaims = scopeClaims ?? ["scope", "scp"],
            ClientIdClaims = clientIdClaims ?? ["client_id", "azp"],
            AudienceClaim = audienceClaim,
            ClockSkew = TimeSpan.FromSeconds(skew),
            MaxAge = maxAge,
            MaxLifetime = maxLifetime,
            Tolerate = tolerate,
            Profile = profile,
            ImpliedScopes = impliedScopes ?? [],
        };
}
