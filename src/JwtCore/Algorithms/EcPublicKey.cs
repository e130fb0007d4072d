using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using JwtCore.Text;

namespace JwtCore.Algorithms;

/// <summary>An EC public key: a curve and the full-length coordinates of a point on it.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A verification in flight must not see a disposed key; the finalizer frees it.")]
internal sealed class EcPublicKey : KeyMaterial
{
    // SEQUENCE of two INTEGERs, each one sign octet longer than the field at most: tags and lengths take 3 + 2 + 2.
    private const int LargestDerSignature = (2 * (EcCurve.LargestFieldSize + 1)) + 7;

    private readonly byte[] _x;
    private readonly byte[] _y;
    private readonly ECDsa _ecdsa;

    /// <exception cref="CryptographicException">The point is not on the curve, or the platform refuses the key.</exception>
    public EcPublicKey(EcCurve curve, byte[] x, byte[] y)
    {
        Curve = curve;
        _x = x;
        _y = y;
        ECParameters parameters = new() { Curve = curve.Parameters, Q = new ECPoint { X = x, Y = y } };
        parameters.Validate();

        if (OperatingSystem.IsLinux())
        {
            // The class behind ECDsa.Create allocates in each VerifyHash; this one takes DER without allocating.
            _ecdsa = new ECDsaOpenSsl();
            _ecdsa.ImportParameters(parameters);
        }
        else
        {
            _ecdsa = ECDsa.Create(parameters);
        }
    }

    public override string KeyType => "EC";

    public EcCurve Curve { get; }

    public ReadOnlySpan<byte> X => _x;

    public ReadOnlySpan<byte> Y => _y;

    public override ulong Hash => KeyedHash.Of(_x);

    public override bool SameAs(KeyMaterial other) =>
        other is EcPublicKey key && Curve == key.Curve && X.SequenceEqual(key.X) && Y.SequenceEqual(key.Y);

    /// <summary>Verifies the concatenation of R and S, each as long as the field (RFC 7518 section 3.4).</summary>
    public bool VerifyHash(ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature)
    {
        if (!OperatingSystem.IsLinux())
        {
            return _ecdsa.VerifyHash(hash, signature, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }

        Span<byte> der = stackalloc byte[LargestDerSignature];
        int length = WriteDer(signature, der);
        return _ecdsa.VerifyHash(hash, der[..length], DSASignatureFormat.Rfc3279DerSequence);
    }

    // RFC 3279 section 2.2.3: SEQUENCE { r INTEGER, s INTEGER }, in the DER of ITU-T X.690 section 8.3.
    private static int WriteDer(ReadOnlySpan<byte> signature, Span<byte> der)
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
