using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace JwtCore.Cli;

/// <summary>JSON text that a terminal shows and never obeys, on one line unless asked for more.</summary>
internal static class SafeJson
{
    // The default encoder would escape every letter beyond ASCII; what is dangerous SafeText escapes.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonWriterOptions Indented = Options with { Indented = true, NewLine = "\n" };

    public static string Text(string value) => Text(writer => writer.WriteStringValue(value));

    public static string Text(JsonElement value) => Text(value.WriteTo);

    public static string Text(Action<Utf8JsonWriter> write) => SafeText.Escape(Write(write, Options));

    /// <summary>The same on as many lines as it has members and items.</summary>
    public static IEnumerable<string> Lines(JsonElement value) => Write(value.WriteTo, Indented).Split('\n').Select(SafeText.Escape);

    private static string Write(Action<Utf8JsonWriter> write, JsonWriterOptions options)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, options))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Writes a member that is an array of texts; null is written as an empty one.</summary>
    public static void WriteTexts(Utf8JsonWriter writer, string name, params IEnumerable<string>? texts)
    {
        writer.WriteStartArray(name);
        foreach (string text in texts ?? [])
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }
}
