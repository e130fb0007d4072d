using System.Runtime.CompilerServices;
using JwtCore.Algorithms;
using JwtCore.Claims;
using JwtCore.Jws;
using JwtCore.Text;

namespace JwtCore.Pipeline;

/// <summary>
/// Reads the <c>iss</c> of a token before anything is verified, with the readers of the verification itself: the same split,
/// the same base64url, the same JSON gate. It says where to look for a policy and nothing else.
/// </summary>
internal static class UnverifiedIssuer
{
    /// <summary>The longest issuer that is looked up, in bytes of UTF-8 after unescaping. Issuers are URLs; few are longer than 200.</summary>
    public const int Longest = 2_048;

    private static readonly SignatureAlgorithm[] AnyAlgorithm = [.. AlgorithmTable.All];

    /// <summary>Reads the issuer.</summary>
    /// <param name="token">The token in ASCII.</param>
    /// <param name="limits">The sizes allowed.</param>
    /// <param name="issuer">Memory for <see cref="Longest"/> bytes, which takes the text, unescaped.</param>
    /// <param name="length">Its length; 0 when there is none.</param>
    /// <returns>
    /// None, or the verdict on a token that names no issuer that can be looked up: a fault of its segments or header answers
    /// first, then its payload, then <see cref="VerifyError.IssuerNotTrusted"/>.
    /// </returns>
    public static VerifyError Read(ReadOnlySpan<byte> token, Limits limits, Span<byte> issuer, out int length)
    {
        length = 0;
        if (token.Length > limits.TokenBytes)
        {
            return VerifyError.TokenTooLarge;
        }

        // The policy, which is not known yet, may tolerate padding; if it does not, its verifier refuses the token.
        VerifyError error = CompactJws.Split(token, allowPadding: true, out CompactJws jws);
        if (error != VerifyError.None)
        {
            return error;
        }

        Unsafe.SkipInit(out TokenBody body);
        body.Reset();
        try
        {
            bool isRead = body.TryRead(jws.Payload, limits.JsonDepth, isAuthentic: false, expected: null);
            if (isRead && TryCopy(body.Members.FindTopLevel(body.Payload, "iss"u8), issuer, out length))
            {
                return VerifyError.None;
            }

            error = CheckHeader(jws, limits, ref body);
            return error != VerifyError.None ? error : isRead ? VerifyError.IssuerNotTrusted : VerifyError.PayloadMalformed;
        }
        finally
        {
            body.Release();
        }
    }

    /// <summary>The fault of a header that lies in itself, under whatever policy. A token with one is worth no question.</summary>
    /// <param name="token">A token whose issuer was read.</param>
    /// <param name="limits">The sizes allowed.</param>
    public static VerifyError CheckHeader(ReadOnlySpan<byte> token, Limits limits)
    {
        VerifyError error = CompactJws.Split(token, allowPadding: true, out CompactJws jws);
        Unsafe.SkipInit(out TokenBody body);
        body.Reset();
        return error == VerifyError.None ? CheckHeader(jws, limits, ref body) : error;
    }

    private static VerifyError CheckHeader(scoped CompactJws jws, Limits limits, ref TokenBody body) =>
        KeySelector.CheckHeader(jws.Header, AnyAlgorithm, limits, body.Memory.Scratch());

    private static bool TryCopy(ReadOnlySpan<byte> json, Span<byte> issuer, out int length)
    {
        length = 0;
        if (json.IsEmpty || !ClaimReader.IsString(json))
        {
            return false;
        }

        // Byte by byte, since a text with escapes may be six times as long as what it stands for.
        JsonText.Reader reader = new(ClaimReader.Content(json));
        for (int next = reader.Next(); next != JsonText.Reader.End; next = reader.Next())
        {
            if (length == Longest)
            {
                length = 0;
                return false;
            }

            issuer[length++] = (byte)next;
        }

        return length > 0;
    }
}
