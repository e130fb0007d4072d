using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace JwtCore.AspNetCore;

/// <summary>The context of <see cref="JwtCoreEvents.OnForbidden"/>. The status is set already; the event can write the body.</summary>
/// <param name="context">The request.</param>
/// <param name="scheme">The scheme.</param>
/// <param name="options">Its options.</param>
public sealed class ForbiddenContext(HttpContext context, AuthenticationScheme scheme, JwtCoreOptions options)
    : BaseContext<JwtCoreOptions>(context, scheme, options);
