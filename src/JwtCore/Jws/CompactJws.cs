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

    private readonly ReadOnlySpan<byte> _token;
    private readonly int _headerLength;
    private readonly int _signedLength;

    private CompactJws(ReadOnlySpan<byte> token, int headerLength, int signedLength, bool isPadded)
    {
        _token = token;
        _headerLength = headerLength;
        _signedLength = signedLength;
        IsPadded = isPadded;
    }

    /// <summary>Whether the token has padding anywhere.</summary>
    public bool IsPadded { get; }

    /// <summary>The token as received.</summary>
    public ReadOnlySpan<byte> Token => _token;

    /// <summary>The encoded header.</summary>
    public ReadOnlySpan<byte> Header => WithoutPadding(_token[.._headerLength]);

    /// <summary>The encoded payload.</summary>
    public ReadOnlySpan<byte> Payload => WithoutPadding(_token[(_headerLength + 1).._signedLength]);

    /// <summary>The encoded signature; may be empty.</summary>
    public ReadOnlySpan<byte> Signature => WithoutPadding(_token[(_signedLength + 1)..]);

    /// <summary>Header, dot and payload as received (RFC 7515 section 5.2 step 8).</summary>
    public ReadOnlySpan<byte> SigningInput => _token[.._signedLength];

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

    private ReadOnlySpan<byte> WithoutPadding(ReadOnlySpan<byte> segment) => IsPadded ? StrictBase64Url.TrimPadding(segment) : segment;

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
