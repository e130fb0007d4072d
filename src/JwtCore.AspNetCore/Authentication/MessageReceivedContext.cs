using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace JwtCore.AspNetCore;

/// <summary>The context of <see cref="JwtCoreEvents.OnMessageReceived"/>.</summary>
/// <param name="context">The request.</param>
/// <param name="scheme">The scheme.</param>
/// <param name="options">Its options.</param>
public sealed class MessageReceivedContext(HttpContext context, AuthenticationScheme scheme, JwtCoreOptions options)
    : RefusableContext(context, scheme, options)
{
    /// <summary>
    /// The token, without <c>Bearer</c>, when the event takes it from somewhere else. It is judged like any other, and the
    /// Authorization header is not read. Null or empty to read the header.
    /// </summary>
    public string? Token { get; set; }
}
