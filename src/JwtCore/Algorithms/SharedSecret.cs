using System.Security.Cryptography;
using JwtCore.Text;

namespace JwtCore.Algorithms;

/// <summary>A shared secret for HMAC. The bytes are a copy and never leave the object.</summary>
internal sealed class SharedSecret : KeyMaterial
{
    private readonly byte[] _secret;
    private readonly HmacPool _sha256;
    private readonly HmacPool _sha384;
    private readonly HmacPool _sha512;

    public SharedSecret(ReadOnlySpan<byte> secret)
    {
        _secret = secret.ToArray();
        _sha256 = new HmacPool(HashFunction.Sha256, _secret);
        _sha384 = new HmacPool(HashFunction.Sha384, _secret);
        _sha512 = new HmacPool(HashFunction.Sha512, _secret);
    }

    public override string KeyType => "oct";

    /// <summary>The length of the secret in bytes.</summary>
    public int Size => _secret.Length;

    public override ulong Hash => KeyedHash.Of(_secret);

    public override bool SameAs(KeyMaterial other) =>
        other is SharedSecret key && CryptographicOperations.FixedTimeEquals(_secret, key._secret);

    /// <summary>
    /// For each hash function what identifies the secret under HMAC, which fills a short key with zeros and hashes a long
    /// one (RFC 2104 section 2): secrets that sign alike have one of these in common.
    /// </summary>
    public IEnumerable<string> Fingerprints()
    {
        foreach (HashFunction function in (HashFunction[])[HashFunction.Sha256, HashFunction.Sha384, HashFunction.Sha512])
        {
            byte[] key = _secret.Length > function.BlockSize ? function.Hash(_secret, new byte[function.Size]).ToArray() : _secret;
            yield return $"{function.Name} {Convert.ToHexString(SHA256.HashData(key.AsSpan().TrimEnd((byte)0)))}";
        }
    }

    /// <summary>Compares in fixed time.</summary>
    public bool Verify(ReadOnlySpan<byte> signingInput, ReadOnlySpan<byte> mac, HashFunction function)
    {
        Span<byte> destination = stackalloc byte[HashFunction.LargestSize];
        HmacPool pool = function.Size switch { 32 => _sha256, 48 => _sha384, _ => _sha512 };
        return CryptographicOperations.FixedTimeEquals(pool.Mac(signingInput, destination), mac);
    }
}
