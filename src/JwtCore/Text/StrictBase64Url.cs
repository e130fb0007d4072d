using System.Buffers;
using System.Buffers.Text;

namespace JwtCore.Text;

/// <summary>Canonical base64url without padding (RFC 7515 section 2, RFC 4648 sections 3.5 and 5).</summary>
internal static class StrictBase64Url
{
    /// <summary>The exact number of bytes that a segment of this many characters decodes to, if it decodes.</summary>
    public static int DecodedLength(int characters) => (characters / 4 * 3) + (characters % 4 * 3 / 4);

    /// <summary>
    /// Decodes into a span of at least <see cref="DecodedLength"/> bytes. False for anything but the one encoding that
    /// an encoder would produce.
    /// </summary>
    public static bool TryDecode(ReadOnlySpan<byte> text, Span<byte> destination)
    {
        // The decoder refuses trailing bits itself but skips whitespace and takes padding. Whatever it skipped or took
        // is missing from the output, so the exact length proves that there was none.
        return (text.Length & 3) != 1
            && Base64Url.DecodeFromUtf8(text, destination, out int consumed, out int written) == OperationStatus.Done
            && consumed == text.Length
            && written == DecodedLength(text.Length);
    }

    /// <summary>The segment without the padding of RFC 4648 section 4, where it has exactly the right amount of it.</summary>
    public static ReadOnlySpan<byte> TrimPadding(ReadOnlySpan<byte> text)
    {
        if ((text.Length & 3) != 0 || text.IsEmpty || text[^1] != '=')
        {
            return text;
        }

        return text[^2] == '=' ? text[..^2] : text[..^1];
    }
}
