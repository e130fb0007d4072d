namespace JwtCore.Hosting;

/// <summary>The names of the settings, in the section <c>JwtCore</c> and in the environment.</summary>
internal static class SettingNames
{
    /// <summary>The scheme whose settings may also be in the environment.</summary>
    public const string DefaultScheme = "Bearer";

    public const string Section = "JwtCore";
    public const string Prefix = "JWTCORE_";

    public const string PublicKey = "PublicKey";
    public const string JwksUri = "JwksUri";
    public const string Authority = "Authority";
    public const string MetadataAddress = "MetadataAddress";
    public const string Issuer = "Issuer";
    public const string AcceptAnyIssuer = "AcceptAnyIssuer";
    public const string Audience = "Audience";
    public const string AcceptAnyAudience = "AcceptAnyAudience";
    public const string AudienceClaim = "AudienceClaim";
    public const string Algorithm = "Algorithm";
    public const string Types = "Types";
    public const string AcceptAnyType = "AcceptAnyType";
    public const string Profile = "Profile";
    public const string RequiredScopes = "RequiredScopes";
    public const string ImpliedScopes = "ImpliedScopes";
    public const string ScopeClaims = "ScopeClaims";
    public const string RequiredClaims = "RequiredClaims";
    public const string RequiredHeaders = "RequiredHeaders";
    public const string ClientIdClaims = "ClientIdClaims";
    public const string ClockSkew = "ClockSkew";
    public const string MaxAge = "MaxAge";
    public const string MaxLifetime = "MaxLifetime";
    public const string Tolerate = "Tolerate";
    public const string BaseUrl = "BaseUrl";
    public const string PlainHttpHosts = "PlainHttpHosts";
    public const string RequireHttpsMetadata = "RequireHttpsMetadata";
    public const string BackchannelTimeout = "BackchannelTimeout";
    public const string RefreshInterval = "RefreshInterval";
    public const string NameClaimType = "NameClaimType";
    public const string NameClaimPath = "NameClaimPath";
    public const string RoleClaimType = "RoleClaimType";
    public const string RoleClaimPath = "RoleClaimPath";
    public const string SaveToken = "SaveToken";

    private static readonly (string Name, string Variable)[] Table =
    [
        (PublicKey, "JWTCORE_PUBLIC_KEY"),
        (JwksUri, "JWTCORE_JWKS_URI"),
        (Authority, "JWTCORE_AUTHORITY"),
        (MetadataAddress, "JWTCORE_METADATA_ADDRESS"),
        (Issuer, "JWTCORE_ISSUER"),
        (AcceptAnyIssuer, "JWTCORE_ACCEPT_ANY_ISSUER"),
        (Audience, "JWTCORE_AUDIENCE"),
        (AcceptAnyAudience, "JWTCORE_ACCEPT_ANY_AUDIENCE"),
        (AudienceClaim, "JWTCORE_AUDIENCE_CLAIM"),
        (Algorithm, "JWTCORE_ALGORITHM"),
        (Types, "JWTCORE_TYPES"),
        (AcceptAnyType, "JWTCORE_ACCEPT_ANY_TYPE"),
        (Profile, "JWTCORE_PROFILE"),
        (RequiredScopes, "JWTCORE_REQUIRED_SCOPES"),
        (ImpliedScopes, "JWTCORE_IMPLIED_SCOPES"),
        (ScopeClaims, "JWTCORE_SCOPE_CLAIMS"),
        (RequiredClaims, "JWTCORE_REQUIRED_CLAIMS"),
        (RequiredHeaders, "JWTCORE_REQUIRED_HEADERS"),
        (ClientIdClaims, "JWTCORE_CLIENT_ID_CLAIMS"),
        (ClockSkew, "JWTCORE_CLOCK_SKEW"),
        (MaxAge, "JWTCORE_MAX_AGE"),
        (MaxLifetime, "JWTCORE_MAX_LIFETIME"),
        (Tolerate, "JWTCORE_TOLERATE"),
        (BaseUrl, "JWTCORE_BASE_URL"),
        (PlainHttpHosts, "JWTCORE_PLAIN_HTTP_HOSTS"),
        (RequireHttpsMetadata, "JWTCORE_REQUIRE_HTTPS_METADATA"),
        (BackchannelTimeout, "JWTCORE_BACKCHANNEL_TIMEOUT"),
        (RefreshInterval, "JWTCORE_REFRESH_INTERVAL"),
        (NameClaimType, "JWTCORE_NAME_CLAIM_TYPE"),
        (NameClaimPath, "JWTCORE_NAME_CLAIM_PATH"),
        (RoleClaimType, "JWTCORE_ROLE_CLAIM_TYPE"),
        (RoleClaimPath, "JWTCORE_ROLE_CLAIM_PATH"),
        (SaveToken, "JWTCORE_SAVE_TOKEN"),
    ];

    /// <summary>The names in the section.</summary>
    public static IEnumerable<string> All => Table.Select(row => row.Name);

    /// <summary>The names in the environment.</summary>
    public static IEnumerable<string> Variables => Table.Select(row => row.Variable);

    /// <summary>The name in the environment.</summary>
    public static string Variable(string name) => Array.Find(Table, row => row.Name == name).Variable;
}
