using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace JwtCore.Mcp.Tests.Clients;

/// <summary>Writes down what clients ask of the server and what they get: the requests for metadata, and the messages.</summary>
internal sealed class Transcript : IStartupFilter
{
    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];

    /// <summary>The lines so far; ports are left out.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_gate)
            {
                return [.. _lines];
            }
        }
    }

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(RecordAsync);
        next(app);
    };

    private async Task RecordAsync(HttpContext context, RequestDelegate next)
    {
        HttpRequest request = context.Request;
        bool isMessage = HttpMethods.IsPost(request.Method);
        string asked = $"{request.Method} {request.Path}";
        if (isMessage)
        {
            request.EnableBuffering();
            using JsonDocument message = await JsonDocument.ParseAsync(request.Body, cancellationToken: context.RequestAborted);
            request.Body.Position = 0;
            asked += $" {Describe(message.RootElement)}, {DescribeToken(request.Headers.Authorization.ToString())}";
        }

        await next(context);

        // Streams of events come and go by themselves.
        if (isMessage || request.Path.StartsWithSegments("/.well-known"))
        {
            string challenge = context.Response.Headers.WWWAuthenticate.ToString().Replace($"127.0.0.1:{request.Host.Port}", "127.0.0.1", StringComparison.Ordinal);
            lock (_gate)
            {
                _lines.Add(asked);
                _lines.Add($"    {context.Response.StatusCode}{(challenge.Length > 0 ? $" {challenge}" : "")}");
            }
        }
    }

    private static string Describe(JsonElement message) => message.GetProperty("method").GetString()
        + (message.TryGetProperty("params", out JsonElement parameters) && parameters.TryGetProperty("name", out JsonElement name) ? $" {name.GetString()}" : "");

    private static string DescribeToken(string header)
    {
        if (header.Length == 0)
        {
            return "no token";
        }

        JsonElement payload = JsonElement.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(header.Split(' ')[1].Split('.')[1]));
        return $"token with {payload.GetProperty("scope").GetString()}";
    }
}
