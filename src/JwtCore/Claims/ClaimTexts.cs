using System.Text.Json;
using JwtCore.Text;

namespace JwtCore.Claims;

/// <summary>
/// Texts of claims as ranges of the token's memory: in the payload where they have no escape, otherwise unescaped behind it.
/// </summary>
internal static class ClaimTexts
{
    /// <summary>A string value as a list of one text.</summary>
    public static TextRange ReadText(in ClaimReader reader, int claim, ReadOnlySpan<byte> content, ref TokenMemory memory)
    {
        TextRange text = reader.IsEscaped(claim)
            ? memory.CommitText(JsonText.Unescape(content, memory.ReserveText(content.Length)))
            : new TextRange { Start = reader.ContentStart(claim), Length = content.Length, IsPresent = true };
        text.Form = Utf8ListForm.Separated;
        return text;
    }

    /// <summary>An array of strings as a list; the array is known to hold nothing else.</summary>
    public static TextRange ReadArray(in ClaimReader reader, int claim, ReadOnlySpan<byte> json, ref TokenMemory memory)
    {
        if (!reader.IsEscaped(claim))
        {
            return new TextRange { Start = reader.ContentStart(claim) - 1, Length = json.Length, IsPresent = true, Form = Utf8ListForm.JsonArray };
        }

        Span<byte> room = memory.ReserveText(json.Length);
        int written = WriteItems(json, room);
        TextRange list = memory.CommitText(written - 1);
        list.Form = Utf8ListForm.Separated;
        return list;
    }

    /// <summary>Writes the strings of an array unescaped, each followed by the separator; never longer than the array.</summary>
    public static int WriteItems(ReadOnlySpan<byte> json, Span<byte> destination)
    {
        int written = 0;
        Utf8JsonReader items = new(json);
        items.Read();
        while (items.Read() && items.TokenType == JsonTokenType.String)
        {
            written += JsonText.Unescape(items.ValueSpan, destination[written..]);
            destination[written++] = Utf8List.Separator;
        }

        return written;
    }
}
