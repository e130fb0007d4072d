namespace JwtCore;

/// <summary>
/// The kind of token that a policy is for. A policy has one, so kinds exclude each other; all but <see cref="Jwt"/> demand
/// more of the token and refuse settings of the policy that would take their demands back.
/// </summary>
public enum TokenProfile
{
    /// <summary>Any signed JWT (RFC 7519) that the rest of the policy accepts.</summary>
    Jwt = 0,

    /// <summary>
    /// An OAuth 2.0 access token (RFC 9068 sections 2.2 and 4): <c>typ</c> is <c>at+jwt</c>; <c>iss</c>, <c>exp</c>,
    /// <c>aud</c>, <c>sub</c>, <c>client_id</c>, <c>iat</c> and <c>jti</c> are required.
    /// </summary>
    AccessToken,

    /// <summary>
    /// An access token for a server of the Model Context Protocol (its authorization specification, RFC 8707 section 2):
    /// <c>aud</c> must name this server and <c>exp</c> is required; neither can be waived. <c>typ</c> is absent,
    /// <c>JWT</c> or <c>at+jwt</c>.
    /// </summary>
    McpResource,

    /// <summary>
    /// A logout token (OpenID Connect Back-Channel Logout 1.0 sections 2.4 and 2.6): <c>typ</c> is <c>logout+jwt</c>;
    /// <c>iss</c>, <c>aud</c>, <c>exp</c>, <c>iat</c>, <c>jti</c>, <c>sub</c> or <c>sid</c>, and in <c>events</c> the
    /// logout event are required; <c>nonce</c> is refused.
    /// </summary>
    LogoutToken,
}
