using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace JwtCore.Mcp.Tests.Support;

/// <summary>Another scheme of the application, as a cookie is: a header makes anybody its user, an administrator.</summary>
internal sealed class StrangerHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Name = "Stranger";
    public const string Header = "X-Stranger";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        ClaimsPrincipal stranger = new(new ClaimsIdentity([new Claim("sub", "stranger"), new Claim(ClaimTypes.Role, "admin")], Name));
        return Task.FromResult(Request.Headers.ContainsKey(Header) ? AuthenticateResult.Success(new AuthenticationTicket(stranger, Name)) : AuthenticateResult.NoResult());
    }
}
