using JwtCore.AspNetCore;

namespace JwtCore.Mcp;

/// <summary>
/// An MCP server as a protected resource: the one description that authentication, metadata and challenges are made of. Immutable.
/// Checked when it is given to <c>AddJwtCore</c>, or returned by the function of <see cref="McpTenantResources"/>.
/// </summary>
public sealed record McpResource
{
    /// <summary>The default of <see cref="BodyInspectionLimit"/>: 65,536 bytes.</summary>
    public const int DefaultBodyInspectionLimit = 65_536;

    /// <summary>
    /// The metadata document (RFC 9728). <see cref="ProtectedResource.Resource"/> is the address that clients use. Without
    /// <see cref="ProtectedResource.AuthorizationServers"/> these are the issuers of the policies, and without
    /// <see cref="ProtectedResource.ScopesSupported"/> they are <see cref="Scopes"/>.
    /// </summary>
    public required ProtectedResource Metadata { get; init; }

    /// <summary>
    /// The values of <c>aud</c> to accept, compared ordinally, when they are not the resource: an application ID of Entra ID for
    /// instance. Empty for <c>Audience</c> of the settings or, when they have none, for the resource itself. A policy in code has its own. A verifier in code or in the container is not trusted with it: these are compared after its verdict.
    /// </summary>
    /// <remarks>
    /// Where the resource has no path, <c>https://host</c> and <c>https://host/</c> are the same (RFC 3986 section 6.2.3): an
    /// accepted audience that is one of them accepts the other too.
    /// </remarks>
    public IReadOnlyList<string> Audiences { get; init; } = [];

    /// <summary>The scopes that every request needs, whatever its operation. Empty for none.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>
    /// How clients ask for a scope, when that differs from how tokens have it: <c>["Mail.Read"] = "api://mail/Mail.Read"</c> for
    /// Entra ID. Challenges and <c>scopes_supported</c> that are made of <see cref="Scopes"/> have the value in place of the key.
    /// </summary>
    public IReadOnlyDictionary<string, string> ChallengeScopes { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// The beginning of the resource's path that a proxy removes, <c>/stage</c> for instance, or that is the path base of the
    /// application. Challenges then name metadata below it, which reaches this server. Null for none.
    /// </summary>
    public string? ProxyPrefix { get; init; }

    /// <summary>
    /// The origins of browser clients, such as <c>https://app.example.com</c>. They may call the server (CORS, without credentials);
    /// a request with any other <c>Origin</c> than these and the resource's own is answered with 403. Empty for none.
    /// </summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>Under which versions bodies are read for their operation; where clients know step-up by default.</summary>
    public McpBodyInspection BodyInspection { get; init; }

    /// <summary>How many bytes of a body are read for that, 1 to 1,048,576. A longer body is left to the MCP server.</summary>
    public int BodyInspectionLimit { get; init; } = DefaultBodyInspectionLimit;
}
