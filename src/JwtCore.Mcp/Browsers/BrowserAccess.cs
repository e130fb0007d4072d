using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace JwtCore.Mcp;

/// <summary>
/// What browsers may do: read metadata from any page, and call the server from pages of named origins (CORS, Fetch section 3.2). No
/// credentials but the token in the Authorization header.
/// </summary>
internal static class BrowserAccess
{
    private const string ParameterPrefix = "mcp-param-";
    private const string Exposed = "WWW-Authenticate, Mcp-Session-Id, MCP-Protocol-Version";
    private const string OneHour = "3600";

    private static readonly string[] RequestHeaders =
        ["authorization", "content-type", "accept", "mcp-protocol-version", "mcp-method", "mcp-name", "mcp-session-id", "last-event-id"];

    /// <summary>Whether the origin of a request, if it has one, is a page of this server or one that is named.</summary>
    public static bool IsExpected(HttpRequest request, KnownResource resource) =>
        request.Headers.Origin is not { Count: > 0 } origin || (origin is [string one] && resource.IsExpected(one));

    /// <summary>Answers a request of a page that is not expected (Streamable HTTP, "Security &amp; Endpoint").</summary>
    public static Task RefuseAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync("""{"jsonrpc":"2.0","error":{"code":-32000,"message":"The Origin of the request is not allowed."}}""", context.RequestAborted);
    }

    /// <summary>Lets every page read the metadata.</summary>
    public static void AllowMetadata(HttpResponse response) => response.Headers.AccessControlAllowOrigin = "*";

    /// <summary>Answers the preflight of a page that reads metadata.</summary>
    public static void AnswerMetadataPreflight(HttpResponse response)
    {
        response.StatusCode = StatusCodes.Status204NoContent;
        response.Headers.AccessControlAllowMethods = "GET, HEAD";
        response.Headers.AccessControlAllowHeaders = "*";
        response.Headers.AccessControlMaxAge = OneHour;
    }

    /// <summary>Whether a request is a preflight.</summary>
    public static bool IsPreflight(HttpRequest request) =>
        HttpMethods.IsOptions(request.Method) && request.Headers.Origin.Count > 0 && request.Headers.AccessControlRequestMethod.Count > 0;

    /// <summary>Answers the preflight of a page that calls the server.</summary>
    public static void AnswerPreflight(HttpContext context, KnownResource resource)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.Append("Vary", "Origin");
        if (context.Request.Headers.Origin is not [string origin] || !resource.IsAllowed(origin))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
        headers.AccessControlAllowOrigin = origin;
        headers.AccessControlAllowMethods = "GET, POST, DELETE";
        headers.AccessControlAllowHeaders = string.Join(", ", RequestHeaders.Concat(ParametersOf(context.Request.Headers.AccessControlRequestHeaders)));
        headers.AccessControlMaxAge = OneHour;
    }

    /// <summary>Lets pages of named origins read the answer, also when another part of the application writes it.</summary>
    public static void AllowAnswer(HttpContext context, KnownResource resource)
    {
        if (!resource.HasBrowserClients)
        {
            return;
        }

        context.Response.OnStarting(() =>
        {
            IHeaderDictionary headers = context.Response.Headers;
            headers.Append("Vary", "Origin");

            // Registered first, so called last: what UseCors of the application allows is replaced.
            bool isAllowed = context.Request.Headers.Origin is [string origin] && resource.IsAllowed(origin);
            headers.AccessControlAllowCredentials = default;
            headers.AccessControlAllowOrigin = isAllowed ? context.Request.Headers.Origin : default;
            headers.AccessControlExposeHeaders = isAllowed ? Exposed : default;
            return Task.CompletedTask;
        });
    }

    // Headers of parameters have names that servers make up.
    private static IEnumerable<string> ParametersOf(StringValues asked) =>
        asked.SelectMany(line => (line ?? "").Split(',', StringSplitOptions.TrimEntries))
            .Where(name => name.StartsWith(ParameterPrefix, StringComparison.OrdinalIgnoreCase) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'));
}
