using JwtCore.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace JwtCore.Mcp;

/// <summary>
/// Runs between authorization and the MCP server and checks the scopes of the resource and of the operation, and the origin. It refuses or
/// lets pass; whether an operation runs is decided behind it, by the filters of the server.
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
