using System.Numerics;
using System.Security.Cryptography;

namespace JwtCore.Algorithms;

/// <summary>
/// SHA-512 of a text in two parts that nobody copies together. Making a hash object allocates, and one serves one call at a
/// time, so idle ones are kept. Safe for concurrent use.
/// </summary>
internal sealed class Sha512Pool
{
    // 128 bytes from one slot to the next: slots share no cache line.
    private const int Stride = 16;

    // A power of two.
    private static readonly int SlotCount = (int)BitOperations.RoundUpToPowerOf2(2 * (uint)Environment.ProcessorCount);

    private readonly IncrementalHash?[] _slots = new IncrementalHash?[(SlotCount + 1) * Stride];

    /// <summary>Hashes both parts into a span of at least 64 bytes.</summary>
    public void Hash(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, Span<byte> destination)
    {
        // A hash object that throws is not used again.
        IncrementalHash hash = Take();
        hash.AppendData(first);
        hash.AppendData(second);
        hash.GetHashAndReset(destination);
        Return(hash);
    }

    private IncrementalHash Take()
    {
        for (int i = 0; i < SlotCount; i++)
        {
            ref IncrementalHash? slot = ref Slot(i);
            if (Volatile.Read(ref slot) is not null && Interlocked.Exchange(ref slot, null) is IncrementalHash hash)
            {
                return hash;
            }
        }

        return IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
    }

    private void Return(IncrementalHash hash)
    {
        for (int i = 0; i < SlotCount; i++)
        {
            if (Interlocked.CompareExchange(ref Slot(i), hash, null) is null)
            {
                return;
            }
        }

        hash.Dispose();
    }

    // A thread tries the same slot first, which other threads rarely use. The first stride is the array's length.
    private ref IncrementalHash? Slot(int attempt) =>
        ref _slots[(1 + ((Environment.CurrentManagedThreadId ^ attempt) & (SlotCount - 1))) * Stride];
}
