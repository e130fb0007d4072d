namespace JwtCore.Algorithms;

/// <summary>
/// An ECDSA signature as the platform takes it without allocation: <c>SEQUENCE { r INTEGER, s INTEGER }</c> (RFC 3279
/// section 2.2.3) in DER (ITU-T X.690 section 8.3).
/// </summary>
//  30 [81] length of what follows   81 only where that is above 127
//  02 length [00] R                 00 where the first bit of R is set: the numbers are signed
//  02 length [00] S
internal static class EcdsaDer
{
    /// <summary>The longest there is: each number one sign octet longer than the field; tags and lengths take 3 + 2 + 2.</summary>
    public const int LargestLength = (2 * (EcCurve.LargestFieldSize + 1)) + 7;

    /// <summary>Writes a signature and returns its length.</summary>
    /// <param name="signature">R and S concatenated, each as long as the field (RFC 7518 section 3.4).</param>
    /// <param name="der">Takes at most <see cref="LargestLength"/> bytes.</param>
    public static int Write(ReadOnlySpan<byte> signature, Span<byte> der)
    {
        ReadOnlySpan<byte> r = MinimalInteger(signature[..(signature.Length / 2)]);
        ReadOnlySpan<byte> s = MinimalInteger(signature[(signature.Length / 2)..]);
        int content = IntegerLength(r) + IntegerLength(s);
        int position = 0;
        der[position++] = 0x30;
        if (content > 127)
        {
            der[position++] = 0x81;
        }

        der[position++] = (byte)content;
        WriteInteger(r, der, ref position);
        WriteInteger(s, der, ref position);
        return position;
    }

    private static ReadOnlySpan<byte> MinimalInteger(ReadOnlySpan<byte> value)
    {
        int zeros = value[..^1].IndexOfAnyExcept((byte)0);
        return zeros < 0 ? value[^1..] : value[zeros..];
    }

    private static int IntegerLength(ReadOnlySpan<byte> value) => 2 + (value[0] >> 7) + value.Length;

    private static void WriteInteger(ReadOnlySpan<byte> value, Span<byte> der, ref int position)
    {
        der[position++] = 0x02;
        der[position++] = (byte)((value[0] >> 7) + value.Length);
        if (value[0] > 0x7F)
        {
            der[position++] = 0;
        }

        value.CopyTo(der[position..]);
        position += value.Length;
    }
}
