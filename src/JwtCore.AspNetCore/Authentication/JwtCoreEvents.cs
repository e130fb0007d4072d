using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace JwtCore.AspNetCore;

/// <summary>What a scheme calls for each token. Called concurrently; what they throw fails the request.</summary>
public sealed class JwtCoreEvents
{
    /// <summary>
    /// Called when a token is refused, with the reason; <see cref="VerifyError.NotVerified"/> when the request has several
    /// Authorization headers. It cannot change the verdict. Null for nothing.
    /// </summary>
    public Func<HttpContext, VerifyError, Task>? Rejected { get; set; }

    /// <summary>Called when a token is valid, with its claims and the principal made of it, to which it may add. Null for nothing.</summary>
    public Func<HttpContext, TokenClaims, ClaimsPrincipal, Task>? Verified { get; set; }
}
