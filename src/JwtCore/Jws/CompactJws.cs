using System.Buffers;
using JwtCore.Text;

namespace JwtCore.Jws;

/// <summary>
/// The three segments of a compact JWS (RFC 7515 section 7.1) and the bytes that were signed. The only code that knows
/// that a token contains dots.
/// </summary>
internal readonly ref struct CompactJws
{
    private static readonly SearchValues<byte> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"u8);

    private static readonly SearchValues<byte> PaddedAlphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_="u8);

    private CompactJws(ReadOnlySpan<byte> token, int headerLength, int signedLength, bool isPadded)
    {
        IsPadded = isPadded;
        SigningInput = token[..signedLength];
        Header = token[..headerLength];
        Payload = token[(headerLength + 1)..signedLength];
        Signature = token[(signedLength + 1)..];
        if (isPadded)
        {
            Header = StrictBase64Url.TrimPadding(Header);
            Payload = StrictBase64Url.TrimPadding(Payload);
            Signature = StrictBase64Url.TrimPadding(Signature);
        }
    }

    /// <summary>The encoded header.</summary>
    public ReadOnlySpan<byte> Header { get; }

    /// <summary>The encoded payload.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>The encoded signature; may be empty.</summary>
    public ReadOnlySpan<byte> Signature { get; }

    /// <summary>Whether the token has padding anywhere.</summary>
    public bool IsPadded { get; }

    /// <summary>Header, dot and payload as received (RFC 7515 section 5.2 step 8).</summary>
    public ReadOnlySpan<byte> SigningInput { get; }

    /// <summary>Splits a token.</summary>
    /// <param name="token">The token in ASCII.</param>
    /// <param name="allowPadding">Segments may end in <c>=</c>.</param>
    /// <param name="jws">The segments.</param>
    public static VerifyError Split(ReadOnlySpan<byte> token, bool allowPadding, out CompactJws jws)
    {
        jws = default;
        SearchValues<byte> alphabet = allowPadding ? PaddedAlphabet : Alphabet;
        int headerLength = SegmentLength(token, alphabet);
        int payloadLength = SegmentLength(token[Math.Min(headerLength + 1, token.Length)..], alphabet);
        int signedLength = headerLength + 1 + payloadLength;
        if (headerLength == 0 || payloadLength == 0 || signedLength >= token.Length
            || token[headerLength] != '.' || token[signedLength] != '.' || token[(signedLength + 1)..].ContainsAnyExcept(alphabet))
        {
            return IsEncrypted(token, alphabet) ? VerifyError.EncryptedTokenNotSupported : VerifyError.NotCompactJws;
        }

        jws = new CompactJws(token, headerLength, signedLength, allowPadding && token.Contains((byte)'='));
        return VerifyError.None;
    }

    private static int SegmentLength(ReadOnlySpan<byte> rest, SearchValues<byte> alphabet)
    {
        int length = rest.IndexOfAnyExcept(alphabet);
        return length < 0 ? rest.Length : length;
    }

    // RFC 7516 section 9: five segments are a JWE.
    private static bool IsEncrypted(ReadOnlySpan<byte> token, SearchValues<byte> alphabet)
    {
        int dots = 0;
        for (int length = SegmentLength(token, alphabet); length < token.Length && token[length] == '.'; length = SegmentLength(token, alphabet))
        {
            dots++;
            token = token[(length + 1)..];
        }

        return dots == 4 && !token.ContainsAnyExcept(alphabet);
    }
}
