using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace JwtCore.AspNetCore;

/// <summary>
/// The context of <see cref="JwtCoreEvents.OnTokenValidated"/>. The event can add claims to the principal, replace it, refuse
/// the request or leave it without a user.
/// </summary>
/// <param name="context">The request.</param>
/// <param name="scheme">The scheme.</param>
/// <param name="options">Its options.</param>
/// <param name="claims">The claims of the token.</param>
public sealed class TokenValidatedContext(HttpContext context, AuthenticationScheme scheme, JwtCoreOptions options, TokenClaims claims)
    : ResultContext<JwtCoreOptions>(context, scheme, options)
{
    /// <summary>The claims of the token, which is valid. The object is shared among requests that bring the same token.</summary>
    public TokenClaims Claims { get; } = claims;
}
