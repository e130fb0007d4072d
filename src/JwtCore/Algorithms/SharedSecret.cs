using System.Numerics;
using System.Security.Cryptography;
using JwtCore.Text;

namespace JwtCore.Algorithms;

/// <summary>A shared secret for HMAC. The bytes are a copy and never leave the object.</summary>
internal sealed class SharedSecret : KeyMaterial
{
    // A power of two.
    private static readonly int Places = (int)BitOperations.RoundUpToPowerOf2(2 * (uint)Environment.ProcessorCount);

    private readonly byte[] _secret;
    private readonly MacPool _sha256;
    private readonly MacPool _sha384;
    private readonly MacPool _sha512;

    public SharedSecret(ReadOnlySpan<byte> secret)
    {
        _secret = secret.ToArray();
        _sha256 = new MacPool(HashFunction.Sha256, _secret);
        _sha384 = new MacPool(HashFunction.Sha384, _secret);
        _sha512 = new MacPool(HashFunction.Sha512, _secret);
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
        MacPool pool = function.Size switch { 32 => _sha256, 48 => _sha384, _ => _sha512 };
        return CryptographicOperations.FixedTimeEquals(pool.Mac(signingInput, destination), mac);
    }

    /// <summary>
    /// Keyed hash objects ready for use: keying one costs as much as hashing a short token. They are not thread-safe, so
    /// each has a place that one call at a time takes; who finds every place taken hashes in one shot.
    /// </summary>
    private sealed class MacPool(HashFunction function, byte[] secret)
    {
        private readonly HashPlace[] _places = new HashPlace[Places];

        public ReadOnlySpan<byte> Mac(scoped ReadOnlySpan<byte> source, Span<byte> destination)
        {
            // A thread looks in the same place first, which others hardly ever touch.
            int first = Environment.CurrentManagedThreadId & (Places - 1);
            for (int i = 0; i < Places; i++)
            {
                ref HashPlace place = ref _places[first ^ i];
                if (Interlocked.Exchange(ref place.IsTaken, 1) == 0)
                {
                    return Mac(ref place, source, destination);
                }
            }

            return function.Mac(secret, source, destination);
        }

        private ReadOnlySpan<byte> Mac(ref HashPlace place, scoped ReadOnlySpan<byte> source, Span<byte> destination)
        {
            // One that throws is not used again.
            IncrementalHash? hash = place.Hash;
            place.Hash = null;
            try
            {
                hash ??= IncrementalHash.CreateHMAC(function.Name, secret);
                hash.AppendData(source);
                int length = hash.GetHashAndReset(destination);
                place.Hash = hash;
                return destination[..length];
            }
            finally
            {
                Volatile.Write(ref place.IsTaken, 0);
            }
        }
    }
}
