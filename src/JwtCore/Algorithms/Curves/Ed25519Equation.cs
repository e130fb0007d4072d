namespace JwtCore.Algorithms;

/// <summary>
/// The equation that a signature must satisfy: R = S * B - h * A, compared as bytes and without a cofactor, with S below L
/// (RFC 8032 section 5.1.7). The operations depend on the numbers, which is sound because all of them are public.
/// </summary>
internal static class Ed25519Equation
{
    /// <summary>The length of a signature, R and S, in bytes.</summary>
    public const int SignatureSize = 2 * EdwardsEncoding.Size;

    /// <summary>The multiples of the negative of a public key: 7,680 bytes.</summary>
    public static MultiplesTable Multiples(in EdwardsPoint negatedKey) => new(negatedKey, step: 16, width: 4);

    /// <summary>Whether the equation holds.</summary>
    /// <param name="negatedKey">The multiples of -A.</param>
    /// <param name="hash">SHA-512 of R, the encoded A and the message.</param>
    /// <param name="signature"><see cref="SignatureSize"/> bytes.</param>
    public static bool Holds(MultiplesTable negatedKey, ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature)
    {
        Span<ulong> s = stackalloc ulong[GroupOrder.Words];
        if (!GroupOrder.TryRead(signature[EdwardsEncoding.Size..], s))
        {
            return false;
        }

        Span<ulong> h = stackalloc ulong[GroupOrder.Words];
        GroupOrder.Reduce(hash, h);
        EdwardsPoint r = MultiplesTable.Sum(negatedKey, h, BasePoint.Multiples, s);
        Span<byte> encoded = stackalloc byte[EdwardsEncoding.Size];
        EdwardsEncoding.Encode(r, encoded);
        return encoded.SequenceEqual(signature[..EdwardsEncoding.Size]);
    }
}
