using System.Security.Cryptography;
using JwtCore.Text;

namespace JwtCore.Algorithms;

/// <summary>An RSA public key. Modulus and exponent are copies without leading zero octets.</summary>
internal sealed class RsaPublicKey : KeyMaterial
{
    private readonly byte[] _modulus;
    private readonly byte[] _exponent;
    private readonly RSA _rsa;

    /// <exception cref="CryptographicException">The platform refuses the key.</exception>
    public RsaPublicKey(byte[] modulus, byte[] exponent)
    {
        _modulus = modulus;
        _exponent = exponent;

        // Never disposed: a verification in flight must not see a disposed key. The finalizer frees it.
        _rsa = RSA.Create(new RSAParameters { Modulus = modulus, Exponent = exponent });
    }

    public override string KeyType => "RSA";

    /// <summary>The length of the modulus, and so of every signature, in bytes.</summary>
    public int Size => _modulus.Length;

    public ReadOnlySpan<byte> Modulus => _modulus;

    public ReadOnlySpan<byte> Exponent => _exponent;

    public override ulong Hash => KeyedHash.Of(_modulus) ^ (KeyedHash.Of(_exponent) >> 1);

    public override bool SameAs(KeyMaterial other) =>
        other is RsaPublicKey key && Modulus.SequenceEqual(key.Modulus) && Exponent.SequenceEqual(key.Exponent);

    /// <summary>Verifies a signature as long as the modulus. One that is not below it is out of range (RFC 8017 section 5.2.2 step 1).</summary>
    public bool VerifyHash(ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature, HashFunction function, RSASignaturePadding padding) =>
        signature.SequenceCompareTo(_modulus) < 0 && _rsa.VerifyHash(hash, signature, function.Name, padding);
}
