namespace JwtCore.Tests.Support;

/// <summary>For each profile the least token that it accepts, all of one issuer, key and audience, and the verifier for it.</summary>
internal static class ProfileTokens
{
    public const string LogoutEvents = "{\"http://schemas.openid.net/event/backchannel-logout\":{}}";

    public static TheoryData<TokenProfile> All => [.. Enum.GetValues<TokenProfile>()];

    /// <summary>The claims that the profile cannot do without.</summary>
    public static RawJson Claims(TokenProfile profile)
    {
        RawJson claims = new RawJson().Add("iss", $"\"{Tokens.Issuer}\"");
        return profile switch
        {
            // Under a policy that waives the audience and tolerates a missing exp, the issuer is all there need be.
            TokenProfile.Jwt => claims,
            TokenProfile.McpResource => AddTarget(claims),
            TokenProfile.AccessToken => AddStamp(AddTarget(claims)).Add("sub", "\"user-1\"").Add("client_id", "\"client\""),
            _ => AddStamp(AddTarget(claims)).Add("sid", "\"session\"").Add("events", LogoutEvents),
        };

        static RawJson AddTarget(RawJson claims) => claims.Add("aud", $"\"{Tokens.Audience}\"").Add("exp", $"{Tokens.Now + 300}");

        static RawJson AddStamp(RawJson claims) => claims.Add("iat", $"{Tokens.Now}").Add("jti", "\"1\"");
    }

    /// <summary>The <c>typ</c> of the profile's tokens; null for none.</summary>
    public static string? Type(TokenProfile profile) => profile switch
    {
        TokenProfile.AccessToken => "at+jwt",
        TokenProfile.LogoutToken => "logout+jwt",
        _ => null,
    };

    /// <summary>The profile's loosest policy for that issuer and key.</summary>
    public static VerificationPolicy Policy(TokenProfile profile, Expected? types = null, Tolerance tolerate = Tolerance.Nothing) => profile == TokenProfile.Jwt
        ? TestPolicies.With(audience: Expected.Any, types: types, tolerate: tolerate | Tolerance.MissingExpiration)
        : TestPolicies.With(profile: profile, types: types, tolerate: tolerate);

    public static string Token(TokenProfile profile) => Sign(Claims(profile), Type(profile));

    public static string Sign(RawJson claims, string? type) =>
        Hmac.Pair.Sign((type is null ? Hmac.Header().Remove("typ") : Hmac.Header().Set("typ", $"\"{type}\"")).ToString(), claims.ToString());
}
