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
    public const string Issuer = "Issuer";
    public const string AcceptAnyIssuer = "AcceptAnyIssuer";
    public const string Audience = "Audience";
    public const string AcceptAnyAudience = "AcceptAnyAudience";
    public const string Algorithm = "Algorithm";
    public const string RequiredScopes = "RequiredScopes";
    public const string BaseUrl = "BaseUrl";
    public const string PlainHttpHosts = "PlainHttpHosts";
    public const string RequireHttpsMetadata = "RequireHttpsMetadata";

    private static readonly (string Name, string Variable)[] Table =
    [
        (PublicKey, "JWTCORE_PUBLIC_KEY"),
        (JwksUri, "JWTCORE_JWKS_URI"),
        (Authority, "JWTCORE_AUTHORITY"),
        (Issuer, "JWTCORE_ISSUER"),
        (AcceptAnyIssuer, "JWTCORE_ACCEPT_ANY_ISSUER"),
        (Audience, "JWTCORE_AUDIENCE"),
        (AcceptAnyAudience, "JWTCORE_ACCEPT_ANY_AUDIENCE"),
        (Algorithm, "JWTCORE_ALGORITHM"),
        (RequiredScopes, "JWTCORE_REQUIRED_SCOPES"),
        (BaseUrl, "JWTCORE_BASE_URL"),
        (PlainHttpHosts, "JWTCORE_PLAIN_HTTP_HOSTS"),
        (RequireHttpsMetadata, "JWTCORE_REQUIRE_HTTPS_METADATA"),
    ];

    /// <summary>The names in the section.</summary>
    public static IEnumerable<string> All => Table.Select(row => row.Name);

    /// <summary>The names in the environment.</summary>
    public static IEnumerable<string> Variables => Table.Select(row => row.Variable);

    /// <summary>The name in the environment.</summary>
    public static string Variable(string name) => Array.Find(Table, row => row.Name == name).Variable;
}
