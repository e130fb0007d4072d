using System.Runtime.CompilerServices;
using System.Text;

namespace JwtCore;

/// <summary>
/// A text inside a verified token: valid UTF-8, unescaped, or missing. Comparing compares text and allocates nothing.
/// It lives as long as the token variable it came from; verifying again into that variable overwrites it.
/// </summary>
public readonly ref struct Utf8Text
{
    internal Utf8Text(ReadOnlySpan<byte> bytes)
    {
        Bytes = bytes;
        IsPresent = true;
    }

    /// <summary>The UTF-8 bytes; empty when the text is missing.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>False when the token has no such text; an empty text is present.</summary>
    public bool IsPresent { get; }

    /// <summary>Equal when both are missing or both are the same text.</summary>
    public static bool operator ==(Utf8Text left, Utf8Text right) =>
        left.IsPresent == right.IsPresent && left.Bytes.SequenceEqual(right.Bytes);

    /// <summary>The opposite of equal.</summary>
    public static bool operator !=(Utf8Text left, Utf8Text right) => !(left == right);

    /// <summary>Equal when the text is present and has exactly these UTF-8 bytes.</summary>
    public static bool operator ==(Utf8Text left, ReadOnlySpan<byte> right) =>
        left.IsPresent && left.Bytes.SequenceEqual(right);

    /// <summary>The opposite of equal.</summary>
    public static bool operator !=(Utf8Text left, ReadOnlySpan<byte> right) => !(left == right);

    /// <summary>Equal when the text is present and is this string, or is missing and the string is null.</summary>
    [OverloadResolutionPriority(1)]
    public static bool operator ==(Utf8Text left, string? right) =>
        right is null ? !left.IsPresent : left.IsPresent && TextEquals(left.Bytes, right);

    /// <summary>The opposite of equal.</summary>
    [OverloadResolutionPriority(1)]
    public static bool operator !=(Utf8Text left, string? right) => !(left == right);

    /// <summary>The text as a string; empty when missing. Allocates the string.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Encoding.UTF8.GetString(Bytes);

    /// <summary>Not supported: a ref struct is never boxed.</summary>
    /// <param name="obj">Ignored.</param>
    /// <returns>Never.</returns>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override bool Equals(object? obj) => throw new NotSupportedException("Compare with == instead.");

    /// <summary>Not supported: a text inside a token is no dictionary key.</summary>
    /// <returns>Never.</returns>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override int GetHashCode() => throw new NotSupportedException("Use ToString() for a key.");

    internal static bool TextEquals(ReadOnlySpan<byte> utf8, ReadOnlySpan<char> utf16)
    {
        while (!utf8.IsEmpty && !utf16.IsEmpty)
        {
            Rune.DecodeFromUtf8(utf8, out Rune left, out int bytes);
            if (Rune.DecodeFromUtf16(utf16, out Rune right, out int chars) != System.Buffers.OperationStatus.Done || left != right)
            {
                return false;
            }

            utf8 = utf8[bytes..];
            utf16 = utf16[chars..];
        }

        return utf8.IsEmpty && utf16.IsEmpty;
    }
}
