using JwtCore.Rules;

namespace JwtCore.Policies;

/// <summary>Which settings a policy may have beside its profile.</summary>
internal static class ProfileSettings
{
    private const string Name = nameof(VerificationPolicy.Profile);

    /// <exception cref="ArgumentException">A setting takes back what the profile demands, or can never be met under it.</exception>
    public static void Check(VerificationPolicy policy)
    {
        TokenProfile profile = policy.Profile;
        if (!Enum.IsDefined(profile))
        {
            throw new RefusedArgumentException(Name, $"has the undefined value {(int)profile}.");
        }

        if (profile == TokenProfile.Jwt)
        {
            return;
        }

        Refuse(policy.Audience is { IsAny: true }, nameof(policy.Audience), profile, "needs a named audience");
        Refuse(policy.AudienceClaim != "aud", nameof(policy.AudienceClaim), profile, "has its audience in aud");
        Refuse(policy.Tolerate.Includes(Tolerance.MissingExpiration), nameof(policy.Tolerate), profile, "requires exp, so a missing one cannot be tolerated");
        Refuse(policy.Tolerate.Includes(Tolerance.DistantExpiration), nameof(policy.Tolerate), profile, "requires tokens that expire, so a distant exp cannot be tolerated");

        // The MCP specification says nothing of iss; the keys alone may stand for the issuer.
        Refuse(profile != TokenProfile.McpResource && policy.Issuer is { IsAny: true }, nameof(policy.Issuer), profile, "needs a named issuer");
        Refuse(!AllowsTypes(profile, policy.Types), nameof(policy.Types), profile, $"allows no other typ than {string.Join(", ", ProfileRule.AllowedTypes(profile))}");
        Refuse(
            profile == TokenProfile.LogoutToken && policy.RequiredClaims is not null && policy.RequiredClaims.ContainsKey("nonce"),
            nameof(policy.RequiredClaims),
            profile,
            "refuses nonce, so it cannot be required");
    }

    // Older providers send logout tokens without typ, which only Expected.Any accepts; what else the profile demands still
    // tells them from other tokens (OpenID Connect Back-Channel Logout 1.0 section 2.4).
    private static bool AllowsTypes(TokenProfile profile, Expected? types)
    {
        if (types is null || types.IsAny)
        {
            return types is null || profile == TokenProfile.LogoutToken;
        }

        TypeRule allowed = new(ProfileRule.AllowedTypes(profile));
        return types.All(allowed.Accepts);
    }

    private static void Refuse(bool isContradictory, string property, TokenProfile profile, string demand)
    {
        if (isContradictory)
        {
            throw new RefusedArgumentException(property, "cannot be combined with ", Name, $" {profile}, which {demand}.");
        }
    }
}
