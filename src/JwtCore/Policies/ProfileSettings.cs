using JwtCore.Rules;

namespace JwtCore.Policies;

/// <summary>Which settings a policy may have beside its profile.</summary>
internal static class ProfileSettings
{
    /// <exception cref="ArgumentException">A setting takes back what the profile demands, or can never be met under it.</exception>
    public static void Check(VerificationPolicy policy)
    {
        TokenProfile profile = policy.Profile;
        if (!Enum.IsDefined(profile))
        {
            throw new ArgumentException($"Profile has the undefined value {(int)profile}.");
        }

        if (profile == TokenProfile.Jwt)
        {
            return;
        }

        Refuse(policy.Audience is { IsAny: true }, profile, "demands that Audience is named");
        Refuse(policy.AudienceClaim != "aud", profile, "demands that the audience is in aud, so AudienceClaim is contradictory");
        Refuse(policy.Tolerate.Includes(Tolerance.MissingExpiration), profile, "demands exp, so Tolerance.MissingExpiration is contradictory");

        // The MCP specification says nothing of iss; the keys alone may stand for the issuer.
        Refuse(profile != TokenProfile.McpResource && policy.Issuer is { IsAny: true }, profile, "demands that Issuer is named");
        Refuse(!AllowsTypes(profile, policy.Types), profile, $"allows no other Types than {string.Join(", ", ProfileRule.AllowedTypes(profile))}");
        Refuse(
            profile == TokenProfile.LogoutToken && policy.RequiredClaims is not null && policy.RequiredClaims.ContainsKey("nonce"),
            profile,
            "refuses nonce, which RequiredClaims demands");
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

    private static void Refuse(bool isContradictory, TokenProfile profile, string reason)
    {
        if (isContradictory)
        {
            throw new ArgumentException($"The profile {profile} {reason}.");
        }
    }
}
