using System.Net;
using System.Text;
using System.Text.Json;

namespace JwtCore.Cli;

/// <summary>One answer of the server. Every answer has the headers that bind browsers, and none that opens it to other origins.</summary>
/// <param name="Status">The status code.</param>
/// <param name="ContentType">The media type.</param>
/// <param name="Body">The content.</param>
internal sealed record ServerAnswer(int Status, string ContentType, byte[] Body)
{
    public const string Json = "application/json";

    /// <summary>What a page may load and who may frame it: the server's own files, and nobody.</summary>
    public const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    /// <summary>A header with its value that this answer alone has.</summary>
    public (string Name, string Value)? Header { get; init; }

    public static ServerAnswer OfJson(int status, Action<Utf8JsonWriter> write) => new(status, Json, Encoding.UTF8.GetBytes(SafeJson.Text(write)));

    /// <summary>An answer that tells what is wrong, in the form of OAuth (RFC 6749 section 5.2).</summary>
    public static ServerAnswer Refused(int status, string description, string error = "invalid_request") => OfJson(status, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("error", error);
        writer.WriteString("error_description", description);
        writer.WriteEndObject();
    });

    /// <summary>Sends the answer and ends the connection: what is left of a request's body is never waited for.</summary>
    /// <exception cref="TimeoutException">The client does not take it.</exception>
    public async Task WriteAsync(HttpListenerResponse response, TimeProvider clock)
    {
        response.KeepAlive = false;
        response.StatusCode = Status;
        response.ContentType = ContentType;
        response.ContentLength64 = Body.Length;
        response.Headers["Content-Security-Policy"] = ContentSecurityPolicy;
        response.Headers["Cache-Control"] = "no-store";
        response.Headers["X-Content-Type-Options"] = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        if (Header is (string name, string value))
        {
            response.Headers[name] = value;
        }

        await response.OutputStream.WriteAsync(Body).AsTask().WaitAsync(LoopbackListener.LongestTransfer, clock);
        response.Close();
    }
}
