using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using JwtCore.Text;

namespace JwtCore.Algorithms;

/// <summary>An ML-DSA public key (FIPS 204), held by the platform.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A verification in flight must not see a disposed key; the finalizer frees it.")]
internal sealed class MLDsaPublicKey : KeyMaterial
{
    private readonly byte[] _key;
    private readonly MLDsa _mldsa;

    /// <param name="parameters">The parameter set.</param>
    /// <param name="key">The encoded public key, of exactly the set's length.</param>
    /// <exception cref="CryptographicException">The platform refuses the key.</exception>
    /// <exception cref="PlatformNotSupportedException">The platform has no ML-DSA.</exception>
    public MLDsaPublicKey(MLDsaParameters parameters, byte[] key)
    {
        Parameters = parameters;
        _key = key;
        _mldsa = parameters.Import(key);
    }

    public override string KeyType => "AKP";

    public MLDsaParameters Parameters { get; }

    /// <summary>The encoded public key.</summary>
    public ReadOnlySpan<byte> Key => _key;

    public override ulong Hash => KeyedHash.Of(_key);

    public override bool SameAs(KeyMaterial other) => other is MLDsaPublicKey key && Parameters == key.Parameters && Key.SequenceEqual(key.Key);

    /// <summary>Verifies a signature of the parameter set's length in pure form, with the empty context (RFC 9964 section 3).</summary>
    public bool Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) => _mldsa.VerifyData(message, signature);
}
