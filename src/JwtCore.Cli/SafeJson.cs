using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace JwtCore.Cli;

/// <summary>JSON text on one line that a terminal shows and never obeys.</summary>
internal static class SafeJson
{
    // The default encoder would escape every letter beyond ASCII; what is dangerous SafeText escapes.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Text(string value) => Text(writer => writer.WriteStringValue(value));

    public static string Text(JsonElement value) => Text(value.WriteTo);

    public static string Text(Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, Options))
        {
            write(writer);
        }

        return SafeText.Escape(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }
}
