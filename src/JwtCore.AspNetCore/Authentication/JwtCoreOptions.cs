using JwtCore.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace JwtCore.AspNetCore;

/// <summary>
/// What one authentication scheme accepts and how it answers. Tokens are judged by <see cref="Verifier"/>, or by
/// <see cref="Policies"/>; without either by the <see cref="ITokenVerifier"/> of the container, for the scheme
/// Bearer alone, or else by the <see cref="JwtCoreSettings"/> of the scheme's name from code, configuration and environment. A
/// scheme that only forwards needs none of them. Checked when the host starts.
/// </summary>
public sealed class JwtCoreOptions : AuthenticationSchemeOptions
{
    /// <summary>The name of the scheme when none is given: <c>Bearer</c>.</summary>
    public const string DefaultScheme = SettingNames.DefaultScheme;

    /// <summary>
    /// A key of <see cref="ClaimTypeMap"/> that stands for <c>iss</c> and <c>sub</c> together, the only identifier that no two users
    /// share (OpenID Connect Core 1.0 section 5.7). The value is <c>iss</c>, <c>#</c> and <c>sub</c>; a <c>#</c> or <c>%</c> in
    /// <c>iss</c> is percent-encoded.
    /// </summary>
    public const string IssuerAndSubject = "iss#sub";

    private ClaimMapping? _claimMapping;
    private QueryTokens? _queryTokens;

    /// <summary>Makes options with the defaults.</summary>
    public JwtCoreOptions() => Events = new JwtCoreEvents();

    /// <summary>What to accept, one policy for each issuer. Excludes <see cref="Verifier"/>. Remote keys in them are the caller's to dispose.</summary>
    public IList<VerificationPolicy> Policies { get; } = [];

    /// <summary>
    /// A verifier of the caller's own: for opaque tokens, API keys, or a test double. Its results are checked again: a token without
    /// <c>exp</c>, out of force or with <c>cnf</c> is refused. Excludes <see cref="Policies"/>. Null for none.
    /// </summary>
    public ITokenVerifier? Verifier { get; set; }

    /// <summary>Lets the host start in Production with a verifier of JwtCore.Testing; false by default.</summary>
    public bool AllowTestVerifier { get; set; }

    /// <summary>
    /// How tokens are verified by <see cref="Policies"/> or settings. Null for the <see cref="JwtVerifierOptions"/> of the
    /// container or, when it has none, for the defaults with a <see cref="JwtVerifierOptions.Cache"/> of verified tokens and
    /// the clock of the scheme.
    /// </summary>
    public JwtVerifierOptions? VerifierOptions { get; set; }

    /// <summary>
    /// The claim type behind <see cref="System.Security.Principal.IIdentity.Name"/>; <c>name</c> by default. Without
    /// <see cref="NameClaimPath"/> it is also the claim of the token that has the name.
    /// </summary>
    public string NameClaimType { get; set; } = "name";

    /// <summary>
    /// The claim type behind <see cref="System.Security.Claims.ClaimsPrincipal.IsInRole"/>; <c>roles</c> by default. Without
    /// <see cref="RoleClaimPath"/> it is also the claim of the token that has the roles.
    /// </summary>
    public string RoleClaimType { get; set; } = "roles";

    /// <summary>
    /// Where the token has the name: member names from the outside in, <c>["profile", "display_name"]</c>. One name is a
    /// top-level claim; a dot in a name is a part of it. The value has the type <see cref="NameClaimType"/>, which then comes
    /// from nowhere else in the token. Null for <see cref="NameClaimType"/> itself.
    /// </summary>
    public IReadOnlyList<string>? NameClaimPath { get; set; }

    /// <summary>
    /// Where the token has the roles: member names from the outside in, <c>["realm_access", "roles"]</c> for Keycloak. One name
    /// is a top-level claim; a dot in a name is a part of it. The values have the type <see cref="RoleClaimType"/>, which then
    /// comes from nowhere else in the token. Null for <see cref="RoleClaimType"/> itself.
    /// </summary>
    public IReadOnlyList<string>? RoleClaimPath { get; set; }

    /// <summary>
    /// Claim types to add: <c>["sub"] = ClaimTypes.NameIdentifier</c> gives each user a claim of that type with the value of
    /// <c>sub</c>, beside <c>sub</c> itself. A type that is added comes from nowhere else in the token. Keys are top-level
    /// claims, compared ordinally, or <see cref="IssuerAndSubject"/>. Empty by default.
    /// </summary>
    /// <remarks>
    /// Two issuers can give the same <c>sub</c> to different users. With several issuers, in one scheme or in two,
    /// <see cref="System.Security.Claims.ClaimTypes.NameIdentifier"/> must be made of <see cref="IssuerAndSubject"/>, or the host does
    /// not start. A <see cref="Verifier"/> that is neither a <see cref="JwtVerifier"/> nor an <see cref="IntrospectionVerifier"/> is
    /// not checked, because its issuers are unknown.
    /// </remarks>
    public IDictionary<string, string> ClaimTypeMap { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// Whether the ticket keeps the token's text, for <c>HttpContext.GetTokenAsync("access_token")</c>. False by default: anyone who
    /// reads the ticket can then use the token. Only the request's own ticket has it, never what is remembered of a token.
    /// </summary>
    public bool SaveToken { get; set; }

    /// <summary>
    /// Paths on which the token may stand in the query as <c>access_token</c> (RFC 6750 section 2.3), <c>/hubs</c> for instance:
    /// that path and those below it, compared by whole segments in any case, without the path base. A request with a token in
    /// the query and one in the header, or with two in the query, is answered with 400; a token that is bound to a key
    /// (<c>cnf</c>) is refused there. Empty by default.
    /// </summary>
    /// <remarks>Addresses end up in access logs. Remove or mask the query there.</remarks>
    public IList<string> QueryTokenPaths { get; } = [];

    /// <summary>The <c>realm</c> of challenges (RFC 9110 section 11.5): printable ASCII without quotes and backslashes. Null for none.</summary>
    public string? Realm { get; set; }

    /// <summary>
    /// Where the metadata of the protected resource is, an absolute address without user information that challenges name as
    /// <c>resource_metadata</c> (RFC 9728 section 5.1). Null for none.
    /// </summary>
    public Uri? ResourceMetadata { get; set; }

    /// <summary>
    /// What to call at each request. <see cref="AuthenticationSchemeOptions.EventsType"/>, a class derived from
    /// <see cref="JwtCoreEvents"/> that the container makes for each request, takes its place.
    /// </summary>
    public new JwtCoreEvents Events
    {
        get => (JwtCoreEvents)base.Events!;
        set => base.Events = value;
    }

    /// <summary>Which resource a request is for, when one description of it says how to answer; excludes <see cref="ResourceMetadata"/>. Null for none.</summary>
    internal RequestResource? RequestResource { get; set; }

    /// <summary>How claims are made of a token. Made once: options do not change after the start.</summary>
    internal ClaimMapping ClaimMapping => _claimMapping ??= new ClaimMapping(this);

    /// <summary>The issuers whose tokens a key of <c>dotnet user-jwts</c> verifies; null for none. Set with the verifier.</summary>
    internal Expected? UserJwtsIssuers { get; set; }

    /// <summary>Reads tokens from the query; null when no path allows it.</summary>
    internal QueryTokens? QueryTokens => QueryTokenPaths.Count == 0 ? null : _queryTokens ??= new QueryTokens(QueryTokenPaths);

    /// <summary>The address that the challenge of a request names; null for none.</summary>
    internal Uri? MetadataOf(HttpContext context) => RequestResource is RequestResource resource ? resource.MetadataOf(context) : ResourceMetadata;
}
