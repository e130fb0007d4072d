using System.Globalization;
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

    /// <summary>The whole answer as it goes over the wire (RFC 9112), after which the connection ends.</summary>
    public byte[] ToBytes(DateTimeOffset now)
    {
        string head = $"""
            HTTP/1.1 {Status} {Reason()}
            Date: {now.ToString("R", CultureInfo.InvariantCulture)}
            Content-Type: {ContentType}
            Content-Length: {Body.Length}
            Content-Security-Policy: {ContentSecurityPolicy}
            Cache-Control: no-store
            X-Content-Type-Options: nosniff
            Referrer-Policy: no-referrer
            Connection: close{(Header is (string name, string value) ? $"\n{name}: {value}" : "")}


            """;
        return [.. Encoding.ASCII.GetBytes(head.ReplaceLineEndings("\r\n")), .. Body];
    }

    private string Reason() => Status switch
    {
        200 => "OK",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        411 => "Length Required",
        413 => "Content Too Large",
        415 => "Unsupported Media Type",
        421 => "Misdirected Request",
        503 => "Service Unavailable",
        _ => "",
    };
}
