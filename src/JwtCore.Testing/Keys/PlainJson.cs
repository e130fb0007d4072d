using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace JwtCore.Testing;

/// <summary>JSON as other issuers write it: <c>at+jwt</c> and not <c>at\u002Bjwt</c>.</summary>
internal static class PlainJson
{
    // It is not put into HTML, which is what the stricter encoder is for.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ReadOnlySpan<byte> Write(JsonObject json)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, Options))
        {
            json.WriteTo(writer);
        }

        return buffer.WrittenSpan;
    }
}
