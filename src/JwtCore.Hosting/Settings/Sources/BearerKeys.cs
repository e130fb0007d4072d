using Microsoft.Extensions.Configuration;

namespace JwtCore.Hosting;

/// <summary>
/// The keys of <c>Authentication:Schemes:&lt;name></c> that ASP.NET Core's own bearer authentication or <c>dotnet user-jwts</c> knows and
/// that are no settings of a verifier. Each is honoured, or refused unless it says what is done in any case.
/// </summary>
internal static class BearerKeys
{
    public const string SigningKeys = "SigningKeys";

    private const string Always = "Signatures are always verified; there is no setting to turn that off.";

    /// <summary>Read as issuers, audiences and keys.</summary>
    private static readonly string[] Read = ["ValidIssuer", "ValidIssuers", "ValidAudience", "ValidAudiences", SigningKeys, SettingNames.Section];

    /// <summary>The one value that a key may have, and how to get what others ask for.</summary>
    private static readonly (string Key, string Value, Func<SettingsLocation, string> Remedy)[] Fixed =
    [
        ("Challenge", "Bearer", _ => "The challenge is always Bearer; set a realm by JwtCoreOptions.Realm."),
        ("IncludeErrorDetails", "true", _ => "To hide the details, clear Error in JwtCoreEvents.OnChallenge."),
        ("MapInboundClaims", "false", _ => "Claims keep the names that the token has; add a type for one by JwtCoreOptions.ClaimTypeMap."),
        ("RefreshOnIssuerKeyNotFound", "true", _ => "A token with an unknown key ID may always start a refresh, one per RefreshInterval."),
        ("ValidateIssuer", "true", place => $"To accept any issuer, set {place.NamesOf(SettingNames.AcceptAnyIssuer)} to true."),
        ("ValidateAudience", "true", place => $"To accept any audience, set {place.NamesOf(SettingNames.AcceptAnyAudience)} to true."),
        ("RequireAudience", "true", place => $"To accept any audience, set {place.NamesOf(SettingNames.AcceptAnyAudience)} to true."),
        ("ValidateLifetime", "true", place => $"Times are always checked. To accept tokens without exp, add MissingExpiration to {place.NamesOf(SettingNames.Tolerate)}."),
        ("RequireExpirationTime", "true", place => $"To accept tokens without exp, add MissingExpiration to {place.NamesOf(SettingNames.Tolerate)}."),
        ("ValidateIssuerSigningKey", "true", _ => Always),
        ("RequireSignedTokens", "true", _ => Always),
        ("ValidateActor", "false", _ => "The claim act is not checked; check it in JwtCoreEvents.OnTokenValidated."),
        ("ValidateTokenReplay", "false", _ => "Replay is not detected; refuse single tokens by JwtVerifierOptions.IsRevoked."),
    ];

    /// <summary>Read by the scheme, as options of the same names.</summary>
    public static IReadOnlyList<string> Forwards { get; } =
        ["ForwardAuthenticate", "ForwardChallenge", "ForwardDefault", "ForwardForbid", "ForwardSignIn", "ForwardSignOut"];

    /// <summary>All keys that may stand there.</summary>
    public static IEnumerable<string> Known => [.. SettingNames.All, .. Read, .. Forwards, .. Fixed.Select(one => one.Key)];

    public static bool IsKnown(string key) => Known.Contains(key, StringComparer.OrdinalIgnoreCase);

    /// <summary>Why the value of a key cannot be honoured, to follow its path in a sentence; null when it can.</summary>
    public static string? Refuse(string key, IConfigurationSection given, SettingsLocation place)
    {
        if (key.Equals(SigningKeys, StringComparison.OrdinalIgnoreCase))
        {
            return string.IsNullOrEmpty(given.Value) ? null : "must be a list of keys as dotnet user-jwts writes it, each with Issuer and Value.";
        }

        (string? name, string value, Func<SettingsLocation, string> remedy) = Array.Find(Fixed, one => one.Key.Equals(key, StringComparison.OrdinalIgnoreCase));
        return name is null || (given.Value is null && !given.GetChildren().Any()) || value.Equals(given.Value, StringComparison.OrdinalIgnoreCase)
            ? null
            : $"must be {value} here, or be removed. {remedy(place)}";
    }
}
