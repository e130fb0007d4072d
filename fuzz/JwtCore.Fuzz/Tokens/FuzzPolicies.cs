namespace JwtCore.Fuzz.Tokens;

/// <summary>Policies that together use every rule: each alone for one issuer, and some of them together for several.</summary>
internal static class FuzzPolicies
{
    public const string Issuer = "https://issuer.example.com";
    public const string Audience = "https://api.example.com";
    public const string Tenant = "72f988bf-86f1-41af-91ab-2d7cd011db47";
    public const string Template = "https://login.example.com/{tenantid}/v2.0";

    private static readonly JwtAlgorithm[] Algorithms = [JwtAlgorithm.HS256, JwtAlgorithm.HS384, JwtAlgorithm.HS512, JwtAlgorithm.ES256, JwtAlgorithm.RS256, JwtAlgorithm.PS256];

    private static readonly Dictionary<string, string[]> Implied = new() { ["admin"] = ["write"], ["write"] = ["read"], ["a"] = ["b"], ["b"] = ["a"] };

    public static VerificationPolicy Strict { get; } = With();

    /// <summary>One policy for one issuer each. An input names one by its number: new ones go to the end.</summary>
    public static VerificationPolicy[] Single { get; } =
    [
        Strict,
        With(scopes: ["read", Expected.OneOf("write", "b")], tolerate: Tolerance.TryKeysWithoutKeyId),
        With(
            scopes: ["read"],
            tolerate: Tolerance.MissingExpiration | Tolerance.StringDates | Tolerance.NumericSubject | Tolerance.UnprovenPossession | Tolerance.PaddedBase64Url | Tolerance.TryKeysWithoutKeyId),
        With(profile: TokenProfile.AccessToken),
        With(profile: TokenProfile.LogoutToken),
        With(profile: TokenProfile.McpResource, scopes: ["read"]),
        With(maxAge: TimeSpan.FromMinutes(10), maxLifetime: TimeSpan.FromHours(1), required: new() { ["token_use"] = "access", ["level"] = new[] { "1", "true", "high" }, ["anything"] = Expected.Any }),
        With(types: new[] { "at+jwt", "application/secevent+jwt" }, issuer: Expected.Any, audience: Expected.Any),
        With(issuer: new[] { Issuer, "https://é.example.com" }, audience: new[] { Audience, "api", "https://other.example.com" }, audienceClaim: "client_id", types: Expected.Any, skew: TimeSpan.FromMinutes(5)),
        With(issuer: Expected.Template(Template, Expected.Any), keys: Bound("https://login.example.com/{tenantid}/v2.0")),
        With(issuer: Expected.Template(Template, Tenant), keys: Bound($"https://login.example.com/{Tenant}/v2.0")),
        With(keys: SigningKeys.Read(SigningKeys.Secrets[0].With(JwtAlgorithm.HS256, null)), algorithms: [JwtAlgorithm.HS256, JwtAlgorithm.RS256]),
    ];

    /// <summary>Several issuers with one key id, a template, and a leniency that belongs to one of them.</summary>
    public static VerificationPolicy[] Several { get; } =
    [
        With(keys: SigningKeys.Set(SigningKeys.Secrets[0], SigningKeys.Ec), algorithms: [JwtAlgorithm.HS256, JwtAlgorithm.ES256]),
        With(issuer: "https://red.example.com", keys: SigningKeys.Set(SigningKeys.Secrets[3].With(JwtAlgorithm.HS256, "hs")), algorithms: [JwtAlgorithm.HS256]),
        With(
            issuer: new[] { "https://pad.example.com", "https://blau.example.com" },
            keys: SigningKeys.Set(SigningKeys.Secrets[1], SigningKeys.Rsa),
            algorithms: [JwtAlgorithm.HS384, JwtAlgorithm.RS256],
            tolerate: Tolerance.PaddedBase64Url | Tolerance.StringDates),
        With(issuer: Expected.Template(Template, Expected.Any), keys: SigningKeys.Set(SigningKeys.Secrets[2]), algorithms: [JwtAlgorithm.HS512], scopes: ["read"]),
        With(issuer: Expected.Template("https://{tenant}.example.com", Tenant), keys: SigningKeys.Set(SigningKeys.FromSecret(5, JwtAlgorithm.HS512, "tenant")), algorithms: [JwtAlgorithm.HS512]),
    ];

    private static JwkSet Bound(string issuer) => new(SigningKeys.Secrets.Select(pair => SigningKeys.Read(pair, pair.KeyId == "other" ? "https://other.example.com" : issuer)));

    private static VerificationPolicy With(
        Expected? issuer = null,
        Expected? audience = null,
        Expected? types = null,
        Expected[]? scopes = null,
        Tolerance tolerate = Tolerance.Nothing,
        TokenProfile profile = TokenProfile.Jwt,
        TimeSpan? maxAge = null,
        TimeSpan? maxLifetime = null,
        Dictionary<string, Expected>? required = null,
        string audienceClaim = "aud",
        TimeSpan skew = default,
        KeySource? keys = null,
        JwtAlgorithm[]? algorithms = null) => new()
        {
            Issuer = issuer ?? Issuer,
            Audience = audience ?? Audience,
            Algorithms = algorithms ?? Algorithms,
            Keys = keys ?? SigningKeys.All,
            Types = types,
            Profile = profile,
            RequiredScopes = scopes ?? [],
            ImpliedScopes = Implied,
            RequiredClaims = required ?? [],
            AudienceClaim = audienceClaim,
            ClockSkew = skew,
            MaxAge = maxAge,
            MaxLifetime = maxLifetime,
            Tolerate = tolerate,
        };
}
