using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace JwtCore.JwtBearer.Tests.Scenarios;

/// <summary>One call of an event, whoever's it is: what a scenario can do in it. What a context does not have is null.</summary>
/// <param name="Event">The name of the event, without On.</param>
/// <param name="Http">The request.</param>
internal sealed record EventCall(string Event, HttpContext Http)
{
    public Action<string>? SetToken { get; init; }

    public Action<ClaimsPrincipal>? SetPrincipal { get; init; }

    public ClaimsPrincipal? Principal { get; init; }

    public Action? Success { get; init; }

    public Action? NoResult { get; init; }

    public Action<string>? Fail { get; init; }

    public Action<string?, string?, string?>? SetError { get; init; }

    public Action? HandleResponse { get; init; }

    /// <summary>Succeeds with a principal of the event's own.</summary>
    public void Accept(string name)
    {
        if (Success is null || SetPrincipal is null)
        {
            throw new MissingMemberException($"{Event} cannot succeed");
        }

        SetPrincipal(new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", name), new Claim(ClaimTypes.NameIdentifier, name)], "Own")));
        Success();
    }
}
