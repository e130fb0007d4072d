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

    public override ulong Hash => NameHash.Of(_secret);

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
    /// each call takes one out of its place; there are never more than places, and who finds none hashes in one shot.
    /// </summary>
    private sealed class MacPool(HashFunction function, byte[] secret)
    {
        private readonly IdleHash[] _places = new IdleHash[Places];
        private int _created;

        public ReadOnlySpan<byte> Mac(scoped ReadOnlySpan<byte> source, Span<byte> destination)
        {
            IncrementalHash? hash = Take();
            if (hash is null)
            {
                return function.Mac(secret, source, destination);
            }

            // One that throws is not put back.
            hash.AppendData(source);
            int length = hash.GetHashAndReset(destination);
            Return(hash);
            return destination[..length];
        }

        // A thread looks in the same place first, which others hardly ever touch.
        private static int First => Environment.CurrentManagedThreadId & (Places - 1);

        private IncrementalHash? Take()
        {
            int first = First;
            for (int i = 0; i < Places; i++)
            {
                if (Interlocked.Exchange(ref _places[first ^ i].Hash, null) is IncrementalHash hash)
                {
                    return hash;
                }
            }

            return Volatile.Read(ref _created) >= Places || Interlocked.Increment(ref _created) > Places
                ? null
                : IncrementalHash.CreateHMAC(function.Name, secret);
        }

        private void Return(IncrementalHash hash)
        {
            int first = First;
            for (int i = 0; i < Places; i++)
            {
                if (Interlocked.CompareExchange(ref _places[first ^ i].Hash, hash, null) is null)
                {
                    return;
                }
            }
        }
    }
}
