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
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."u8);

    private static readonly SearchValues<byte> PaddedAlphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.="u8);

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
        if (token.ContainsAnyExcept(allowPadding ? PaddedAlphabet : Alphabet))
        {
            return VerifyError.NotCompactJws;
        }

        int headerLength = token.IndexOf((byte)'.');
        int signedLength = token.LastIndexOf((byte)'.');
        if (headerLength <= 0 || signedLength <= headerLength + 1 || token[(headerLength + 1)..signedLength].Contains((byte)'.'))
        {
            // RFC 7516 section 9: five segments are a JWE.
            return token.Count((byte)'.') == 4 ? VerifyError.EncryptedTokenNotSupported : VerifyError.NotCompactJws;
        }

        jws = new CompactJws(token, headerLength, signedLength, allowPadding && token.Contains((byte)'='));
        return VerifyError.None;
    }
}
