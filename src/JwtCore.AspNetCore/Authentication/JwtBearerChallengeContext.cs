using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace JwtCore.AspNetCore;

/// <summary>
/// The context of <see cref="JwtCoreEvents.OnChallenge"/>: the answer to a request without a valid token, before it is
/// written. What is set here must be printable ASCII without quotes and backslashes (RFC 6750 section 3).
/// </summary>
/// <param name="context">The request.</param>
/// <param name="scheme">The scheme.</param>
/// <param name="options">Its options.</param>
/// <param name="properties">The properties of the challenge.</param>
public sealed class JwtBearerChallengeContext(HttpContext context, AuthenticationScheme scheme, JwtCoreOptions options, AuthenticationProperties properties)
    : PropertiesContext<JwtCoreOptions>(context, scheme, options, properties)
{
    /// <summary>Why the token was refused; null when the request has no token.</summary>
    public Exception? AuthenticateFailure { get; init; }

    /// <summary><c>error</c> of the challenge (RFC 6750 section 3.1). Null for none, then without description too.</summary>
    public string? Error { get; set; }

    /// <summary><c>error_description</c>. Null for none.</summary>
    public string? ErrorDescription { get; set; }

    /// <summary><c>error_uri</c>. Null for none.</summary>
    public string? ErrorUri { get; set; }

    /// <summary>Further parameters of the challenge, by name.</summary>
    public IDictionary<string, string> Parameters { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The event has answered; nothing is added.</summary>
    public bool Handled { get; private set; }

    /// <summary>Leaves the answer to the event: neither a status nor a challenge is written.</summary>
    public void HandleResponse() => Handled = true;
}
