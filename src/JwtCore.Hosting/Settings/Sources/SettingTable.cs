namespace JwtCore.Hosting;

/// <summary>All settings, in the order of the documentation.</summary>
internal static class SettingTable
{
    public static IReadOnlyList<SettingRow> Rows { get; } =
    [
        new(SettingNames.PublicKey, SettingReading.Text),
        new(SettingNames.JwksUri, SettingReading.Text),
        new(SettingNames.Authority, SettingReading.Text),
        new(SettingNames.MetadataAddress, SettingReading.Text),
        new(SettingNames.Issuer, SettingReading.OneOf, SettingNames.AcceptAnyIssuer),
        new(SettingNames.AcceptAnyIssuer, null),
        new(SettingNames.Audience, SettingReading.OneOf, SettingNames.AcceptAnyAudience),
        new(SettingNames.AcceptAnyAudience, null),
        new(SettingNames.AudienceClaim, SettingReading.Text),
        new(SettingNames.Algorithm, SettingReading.Algorithms),
        new(SettingNames.Types, SettingReading.OneOf, SettingNames.AcceptAnyType),
        new(SettingNames.AcceptAnyType, null),
        new(SettingNames.Profile, SettingReading.Profile),
        new(SettingNames.RequiredScopes, SettingReading.Demands),
        new(SettingNames.ImpliedScopes, SettingReading.Scopes),
        new(SettingNames.ScopeClaims, SettingReading.Names),
        new(SettingNames.RequiredClaims, SettingReading.Claims),
        new(SettingNames.RequiredHeaders, SettingReading.Claims),
        new(SettingNames.ClientIdClaims, SettingReading.Names),
        new(SettingNames.ClockSkew, SettingReading.Time),
        new(SettingNames.MaxAge, SettingReading.Time),
        new(SettingNames.MaxLifetime, SettingReading.Time),
        new(SettingNames.Tolerate, SettingReading.Tolerances),
        new(SettingNames.BaseUrl, SettingReading.Text),
        new(SettingNames.PlainHttpHosts, SettingReading.Names),
        new(SettingNames.RequireHttpsMetadata, text => text.ToBoolean()),
        new(SettingNames.BackchannelTimeout, SettingReading.Time),
        new(SettingNames.RefreshInterval, SettingReading.Time),
        new(SettingNames.NameClaimType, SettingReading.Text, IsOfScheme: true),
        new(SettingNames.NameClaimPath, SettingReading.Names, IsOfScheme: true),
        new(SettingNames.RoleClaimType, SettingReading.Text, IsOfScheme: true),
        new(SettingNames.RoleClaimPath, SettingReading.Names, IsOfScheme: true),
        new(SettingNames.SaveToken, text => text.ToBoolean(), IsOfScheme: true),
    ];

    /// <summary>The row of a setting.</summary>
    public static SettingRow Of(string name) => Rows.First(row => row.Name == name);
}
