using System.Text;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace JwtCore.Mcp;

/// <summary>
/// Reads the operation of a request from its headers (MCP 2026-07-28, Streamable HTTP, "Standard Request Headers"). What it finds
/// can only refuse a request: the server itself decides by the body.
/// </summary>
internal static class OperationHeaders
{
    private const string Method = "Mcp-Method";
    private const string Name = "Mcp-Name";
    private const string EncodedStart = "=?base64?";
    private const string EncodedEnd = "?=";

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Whether the request says in headers what it is about, readable or not.</summary>
    public static bool Has(HttpRequest request) => request.Headers.ContainsKey(Method);

    /// <summary>The operation; null when there is none with rules, or a header is missing, repeated, or cannot be decoded.</summary>
    public static Operation? Read(HttpRequest request)
    {
        StringValues method = request.Headers[Method];
        StringValues name = request.Headers[Name];
        return HttpMethods.IsPost(request.Method) && method is [string known] && name is [string text] && Operation.NameMember(known) is not null && Decode(text) is string decoded
            ? new Operation(known, decoded)
            : null;
    }

    /// <summary>A name as the body has it; null when it cannot be decoded ("Value Encoding").</summary>
    public static string? Decode(string text)
    {
        if (!text.StartsWith(EncodedStart, StringComparison.Ordinal) || !text.EndsWith(EncodedEnd, StringComparison.Ordinal) || text.Length < EncodedStart.Length + EncodedEnd.Length)
        {
            return text.All(c => c is (>= ' ' and <= '~') or '\t') ? text : null;
        }

        ReadOnlySpan<char> encoded = text.AsSpan(EncodedStart.Length, text.Length - EncodedStart.Length - EncodedEnd.Length);
        byte[] bytes = new byte[encoded.Length];
        return !encoded.ContainsAny(" \t\r\n") && Convert.TryFromBase64Chars(encoded, bytes, out int length) && Utf8.IsValid(bytes.AsSpan(0, length))
            ? Strict.GetString(bytes, 0, length)
            : null;
    }
}
