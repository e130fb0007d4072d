using JwtCore.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace JwtCore.Mcp;

/// <summary>
/// Runs between authorization and the MCP server. It checks that the resource's own scheme authenticated the user, the origin, and the
/// scopes of the resource and of the operation. It refuses or lets pass; the filters of the server behind it decide whether an operation runs.
/// </summary>
internal static class OperationGate
{
    /// <summary>Refuses the request, or goes on with it.</summary>
    public static async Task InvokeAsync(HttpContext context, string scheme, RequestDelegate next)
    {
        SchemeResource resource = context.RequestServices.GetServices<SchemeResource>().Single(one => one.Scheme == scheme);
        if (resource.Of(context) is not KnownResource known)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
        else if (!await TakeUserAsync(context, scheme))
        {
            await context.ChallengeAsync(scheme);
        }
        else if (!BrowserAccess.IsExpected(context.Request, known))
        {
            await BrowserAccess.RefuseAsync(context);
        }
        else if (await LacksScopeAsync(context, known, OperationHeaders.Read(context.Request)) || await LacksScopeByBodyAsync(context, known))
        {
            await context.ForbidAsync(scheme);
        }
        else
        {
            await next(context);
        }
    }

    // Another policy of the endpoint may name other schemes, a cookie for instance. Their tokens were never checked for this resource.
    private static async ValueTask<bool> TakeUserAsync(HttpContext context, string scheme)
    {
        if (context.User.Identities.Any() && context.User.Identities.All(identity => identity is TokenIdentity token && token.Scheme == scheme))
        {
            return true;
        }

        // The handler remembers its verdict. A scheme that forwards gives the ticket of another one.
        AuthenticateResult result = await context.AuthenticateAsync(scheme);
        if (result.Ticket?.AuthenticationScheme != scheme || !result.Ticket.Principal.Identities.Any(identity => identity.IsAuthenticated))
        {
            return false;
        }

        context.User = result.Ticket.Principal;
        return true;
    }

    private static async ValueTask<bool> LacksScopeByBodyAsync(HttpContext context, KnownResource known)
    {
        if (!OperationBody.IsAsked(context.Request, known.BodyInspection)
            || await OperationBody.ReadAsync(context.Request, known.BodyInspectionLimit, context.RequestAborted) is not Operation operation)
        {
            return false;
        }

        // The challenge names its scopes.
        context.Features.Set(operation);
        return await LacksScopeAsync(context, known, operation);
    }

    private static async ValueTask<bool> LacksScopeAsync(HttpContext context, KnownResource known, Operation? operation)
    {
        EndpointDemands demands = known.Demands.With(await OperationRules.OfAsync(context.RequestServices, operation));
        return demands.LackScope([.. context.User.Identities.OfType<TokenIdentity>()]);
    }
}
