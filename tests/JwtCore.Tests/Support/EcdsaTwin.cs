using System.Buffers.Text;
using System.Globalization;
using System.Numerics;

namespace JwtCore.Tests.Support;

/// <summary>RFC 7518 section 3.4 lets (r, s) and (r, n - s) both verify.</summary>
internal static class EcdsaTwin
{
    private static readonly BigInteger Order = BigInteger.Parse("00FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    /// <summary>The same ES256 token with the other signature.</summary>
    public static string Of(string token)
    {
        int start = token.LastIndexOf('.') + 1;
        byte[] signature = Base64Url.DecodeFromChars(token.AsSpan(start));
        byte[] s = (Order - new BigInteger(signature.AsSpan(32), isUnsigned: true, isBigEndian: true)).ToByteArray(isUnsigned: true, isBigEndian: true);
        signature.AsSpan(32).Clear();
        s.CopyTo(signature.AsSpan(64 - s.Length));
        return token[..start] + Base64Url.EncodeToString(signature);
    }
}
