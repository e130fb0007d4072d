using System.Text.Json;
using JwtCore.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace JwtCore.Mcp;

/// <summary>
/// Reads the operation of a request from its body, for protocol versions that have no headers for it. What it finds can only
/// refuse a request: the server itself decides.
/// </summary>
internal static class OperationBody
{
    private const string VersionHeader = "MCP-Protocol-Version";

    // Versions are dates, compared as texts.
    private const string FirstWithStepUp = "2025-11-25";
    private const string FirstWithHeaders = "2026-07-28";
    private const int MaxDepth = 64;

    /// <summary>Whether to look into the body of a request.</summary>
    public static bool IsAsked(HttpRequest request, McpBodyInspection inspection)
    {
        if (inspection == McpBodyInspection.Never || !HttpMethods.IsPost(request.Method) || OperationHeaders.Has(request))
        {
            return false;
        }

        StringValues version = request.Headers[VersionHeader];
        bool isStepUp = version is [string one] && string.CompareOrdinal(one, FirstWithStepUp) >= 0;
        bool isWithHeaders = version is [string other] && string.CompareOrdinal(other, FirstWithHeaders) >= 0;
        return !isWithHeaders && (isStepUp || inspection == McpBodyInspection.Always);
    }

    /// <summary>Reads the operation and leaves the body to be read again.</summary>
    /// <param name="request">The request.</param>
    /// <param name="limit">How many bytes are read at most.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The operation; null when there is none with rules, or the body is longer, a batch or no strict JSON.</returns>
    public static async ValueTask<Operation?> ReadAsync(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        if (request.ContentLength > limit)
        {
            return null;
        }

        Stream body = request.Body;
        MemoryStream begin = new();
        byte[] chunk = new byte[4096];
        int read = -1;
        while (begin.Length <= limit && (read = await body.ReadAsync(chunk.AsMemory(0, (int)Math.Min(chunk.Length, limit + 1 - begin.Length)), cancellationToken)) > 0)
        {
            begin.Write(chunk, 0, read);
        }

        request.Body = new ReplayedBody(begin.GetBuffer().AsMemory(0, (int)begin.Length), body);
        return begin.Length > limit ? null : Parse(begin.GetBuffer().AsMemory(0, (int)begin.Length));
    }

    /// <summary>The operation of one message; null when there is none with rules, or the text is a batch or no strict JSON.</summary>
    public static Operation? Parse(ReadOnlyMemory<byte> json)
    {
        JsonMembers members = default;
        try
        {
            if (StrictJson.CheckObject(json.Span, MaxDepth, ref members) != JsonFlaw.None)
            {
                return null;
            }
        }
        finally
        {
            members.Release();
        }

        using JsonDocument message = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaxDepth });
        return message.RootElement.TryGetProperty("method", out JsonElement method) && method.ValueKind == JsonValueKind.String
            && Operation.NameMember(method.GetString()!) is string member
            && message.RootElement.TryGetProperty("params", out JsonElement parameters) && parameters.ValueKind == JsonValueKind.Object
            && parameters.TryGetProperty(member, out JsonElement name) && name.ValueKind == JsonValueKind.String
            ? new Operation(method.GetString()!, name.GetString()!)
            : null;
    }
}
