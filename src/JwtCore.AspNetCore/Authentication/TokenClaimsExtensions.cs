using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace JwtCore.AspNetCore;

/// <summary>Finds the verified token behind a request.</summary>
public static class TokenClaimsExtensions
{
    /// <summary>The claims of the token that authenticated the request; of several the first.</summary>
    /// <param name="context">The request.</param>
    /// <returns>The claims; null when no token did.</returns>
    public static TokenClaims? GetTokenClaims(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.User.GetTokenClaims();
    }

    /// <summary>The claims of the token that the principal was made of; of several the first.</summary>
    /// <param name="principal">The principal.</param>
    /// <returns>The claims; null when it was made of something else.</returns>
    public static TokenClaims? GetTokenClaims(this ClaimsPrincipal principal)
    {
        ArgumentNullException.ThrowIfNull(principal);
        foreach (ClaimsIdentity identity in principal.Identities)
        {
            if (identity is TokenIdentity { Token: TokenClaims token })
            {
                return token;
            }
        }

        return null;
    }
}
