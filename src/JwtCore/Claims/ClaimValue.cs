using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using JwtCore.Text;

namespace JwtCore;

/// <summary>
/// The JSON value of one claim, read in place. It lives as long as the token variable it came from. Nothing allocates
/// but <see cref="GetString"/> and <see cref="ToString"/>.
/// </summary>
public readonly ref struct ClaimValue
{
    internal ClaimValue(ReadOnlySpan<byte> json) => Json = json;

    /// <summary>The JSON text of the value as it stands in the payload: strict, in UTF-8, quotes and escapes included.</summary>
    public ReadOnlySpan<byte> Json { get; }

    /// <summary>The kind of the value; <see cref="JsonValueKind.Undefined"/> when there is none.</summary>
    public JsonValueKind Kind => Json.IsEmpty ? JsonValueKind.Undefined : Json[0] switch
    {
        (byte)'"' => JsonValueKind.String,
        (byte)'{' => JsonValueKind.Object,
        (byte)'[' => JsonValueKind.Array,
        (byte)'t' => JsonValueKind.True,
        (byte)'f' => JsonValueKind.False,
        (byte)'n' => JsonValueKind.Null,
        _ => JsonValueKind.Number,
    };

    /// <summary>Whether the value is a string whose text, unescaped, has exactly these UTF-8 bytes.</summary>
    /// <param name="text">The text.</param>
    /// <returns>False also when the value is no string.</returns>
    public bool TextEquals(scoped ReadOnlySpan<byte> text) =>
        Kind == JsonValueKind.String && JsonText.TextEquals(Json[1..^1], text);

    /// <summary>Reads a number written as an integer that fits 64 bits.</summary>
    /// <param name="value">The number.</param>
    /// <returns>False for anything else: other kinds, fractions, exponents, larger numbers.</returns>
    public bool TryGetInt64(out long value)
    {
        if (Kind == JsonValueKind.Number && Utf8Parser.TryParse(Json, out value, out int consumed) && consumed == Json.Length)
        {
            return true;
        }

        value = 0;
        return false;
    }

    /// <summary>The text of a string value, unescaped. Allocates the string.</summary>
    /// <returns>The text, or null when the value is no string.</returns>
    public string? GetString()
    {
        if (Kind != JsonValueKind.String)
        {
            return null;
        }

        ReadOnlySpan<byte> content = Json[1..^1];
        if (!JsonText.IsEscaped(content))
        {
            return Encoding.UTF8.GetString(content);
        }

        byte[] unescaped = new byte[content.Length];
        return Encoding.UTF8.GetString(unescaped, 0, JsonText.Unescape(content, unescaped));
    }

    /// <summary>The text of a string, unescaped, or the JSON text of any other value; empty when there is none. Allocates the string.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => GetString() ?? Encoding.UTF8.GetString(Json);
}
