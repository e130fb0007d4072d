using System.Text.Json;

namespace JwtCore.Tests.Twins;

/// <summary>What a profile demands, as its specification lists it.</summary>
internal static class NaiveProfile
{
    private const string LogoutEvent = "http://schemas.openid.net/event/backchannel-logout";

    public static Expected? Types(TokenProfile profile) => profile switch
    {
        TokenProfile.AccessToken => Expected.OneOf("at+jwt"),
        TokenProfile.LogoutToken => Expected.OneOf("logout+jwt"),
        _ => null,
    };

    public static bool IsWellFormed(TokenProfile profile, JsonElement claims) => profile switch
    {
        TokenProfile.AccessToken => Kind(claims, "client_id") is null or JsonValueKind.String,
        TokenProfile.LogoutToken => Kind(claims, "sid") is null or JsonValueKind.String
            && (Kind(claims, "events") is null
                || (Kind(claims, "events") == JsonValueKind.Object && Kind(claims.GetProperty("events"), LogoutEvent) is null or JsonValueKind.Object)),
        _ => true,
    };

    public static bool IsOfItsKind(TokenProfile profile, JsonElement claims) => profile != TokenProfile.LogoutToken || Kind(claims, "nonce") is null;

    public static bool IsComplete(TokenProfile profile, JsonElement claims) => profile switch
    {
        TokenProfile.AccessToken => new[] { "sub", "client_id", "iat", "jti" }.All(name => IsFilled(claims, name)),
        TokenProfile.LogoutToken => new[] { "iat", "jti" }.All(name => IsFilled(claims, name))
            && new[] { "sub", "sid" }.Any(name => IsFilled(claims, name))
            && Kind(claims, "events") is not null
            && Kind(claims.GetProperty("events"), LogoutEvent) is not null,
        _ => true,
    };

    private static bool IsFilled(JsonElement claims, string name) => claims.TryGetProperty(name, out JsonElement value) && value.ToString() != "";

    private static JsonValueKind? Kind(JsonElement value, string name) => value.TryGetProperty(name, out JsonElement member) ? member.ValueKind : null;
}
