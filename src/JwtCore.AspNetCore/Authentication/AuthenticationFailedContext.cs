using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace JwtCore.AspNetCore;

/// <summary>The context of <see cref="JwtCoreEvents.OnAuthenticationFailed"/>: why a token was refused.</summary>
/// <param name="context">The request.</param>
/// <param name="scheme">The scheme.</param>
/// <param name="options">Its options.</param>
public sealed class AuthenticationFailedContext(HttpContext context, AuthenticationScheme scheme, JwtCoreOptions options)
    : RefusableContext(context, scheme, options)
{
    /// <summary>The error; <see cref="VerifyError.NotVerified"/> when the request has several Authorization headers or several tokens.</summary>
    public VerifyError Error { get; init; }

    /// <summary>The claim that the error is about, by the name that the policy gives it; null when it is about none.</summary>
    public string? ErrorClaim { get; init; }

    /// <summary>What is wrong with the claim.</summary>
    public ClaimFault ErrorFault { get; init; }

    /// <summary>The failure of the authentication. Its message is the sentence that the client gets.</summary>
    public required Exception Exception { get; init; }
}
