using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using JwtCore.Text;

namespace JwtCore.Algorithms;

/// <summary>An EC public key: a curve and the full-length coordinates of a point on it.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A verification in flight must not see a disposed key; the finalizer frees it.")]
internal sealed class EcPublicKey : KeyMaterial
{
    private readonly byte[] _x;
    private readonly byte[] _y;
    private readonly ECDsa _ecdsa;

    /// <param name="curve">The curve.</param>
    /// <param name="x">The first coordinate of a point that the curve contains.</param>
    /// <param name="y">The second.</param>
    /// <exception cref="CryptographicException">The platform refuses the key.</exception>
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

        Span<byte> der = stackalloc byte[EcdsaDer.LargestLength];
        int length = EcdsaDer.Write(signature, der);
        return _ecdsa.VerifyHash(hash, der[..length], DSASignatureFormat.Rfc3279DerSequence);
    }
}
