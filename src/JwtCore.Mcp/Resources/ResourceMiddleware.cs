using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace JwtCore.Mcp;

/// <summary>
/// Runs in front of the application: answers requests for metadata and preflights, finds tenants, and lets browsers read answers.
/// In front, so that no fallback policy, path base or missing middleware keeps clients from the metadata.
/// </summary>
internal sealed class ResourceMiddleware(IEnumerable<SchemeResource> resources, ResourceCheck check) : IStartupFilter
{
    private readonly SchemeResource[] _resources = [.. resources];

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(InvokeAsync);
        next(app);
        check.Check();
    };

    private async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        string path = context.Request.Path.Value ?? "";
        string full = context.Request.PathBase.Value + path;
        foreach (SchemeResource resource in _resources)
        {
            // A server that knows its path base removes it; the middleware for that comes later.
            if (await AnswerAsync(context, resource, full) || (path.Length < full.Length && await AnswerAsync(context, resource, path)))
            {
                return;
            }
        }

        await next(context);
    }

    private async ValueTask<bool> AnswerAsync(HttpContext context, SchemeResource resource, string path)
    {
        if (path.Contains(ResourcePaths.WellKnown, StringComparison.OrdinalIgnoreCase))
        {
            bool isMetadata = resource.Only?.IsMetadata(path, _resources.Length == 1) ?? await resource.FindAsync(context, path, isMetadata: true);
            if (isMetadata)
            {
                await SendAsync(context, resource);
            }

            return isMetadata;
        }

        return (resource.Only?.IsEndpoint(path) ?? await resource.FindAsync(context, path, isMetadata: false)) && AnswerEndpoint(context, resource.Of(context));
    }

    // Whether there is nothing left to do.
    private static bool AnswerEndpoint(HttpContext context, KnownResource? known)
    {
        if (known is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return true;
        }

        if (known.HasBrowserClients && BrowserAccess.IsPreflight(context.Request))
        {
            BrowserAccess.AnswerPreflight(context, known);
            return true;
        }

        BrowserAccess.AllowAnswer(context, known);
        return false;
    }

    private static async Task SendAsync(HttpContext context, SchemeResource resource)
    {
        HttpResponse response = context.Response;
        BrowserAccess.AllowMetadata(response);
        if (BrowserAccess.IsPreflight(context.Request))
        {
            BrowserAccess.AnswerMetadataPreflight(response);
        }
        else if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            response.Headers.Allow = "GET, HEAD";
        }
        else if (resource.Of(context) is not KnownResource known)
        {
            response.StatusCode = StatusCodes.Status404NotFound;
        }
        else
        {
            byte[] json = known.ToJson(resource.IssuersOf(context));
            response.ContentType = "application/json";
            response.ContentLength = json.Length;
            await response.Body.WriteAsync(json, context.RequestAborted);
        }
    }
}
