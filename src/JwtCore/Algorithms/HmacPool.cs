using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace JwtCore.Algorithms;

/// <summary>
/// Keyed hash objects ready for use: keying one costs as much as hashing a short token. They are not thread-safe, so each
/// has a slot that one call at a time takes. A call that finds every slot taken hashes in one shot. Safe for concurrent use.
/// </summary>
internal sealed class HmacPool(HashFunction function, byte[] secret)
{
    /// <summary>The size of a slot: it shares no cache line with its neighbours or the array's length.</summary>
    public const int SlotSize = 128;

    // A power of two.
    private static readonly int SlotCount = (int)BitOperations.RoundUpToPowerOf2(2 * (uint)Environment.ProcessorCount);

    private readonly Slot[] _slots = new Slot[SlotCount];

    /// <summary>The HMAC, into the start of a span of at least <see cref="HashFunction.Size"/> bytes.</summary>
    public ReadOnlySpan<byte> Mac(scoped ReadOnlySpan<byte> source, Span<byte> destination)
    {
        // A thread tries the same slot first, which other threads rarely use.
        int first = Environment.CurrentManagedThreadId & (SlotCount - 1);
        for (int i = 0; i < SlotCount; i++)
        {
            ref Slot slot = ref _slots[first ^ i];
            if (Interlocked.Exchange(ref slot.IsTaken, 1) == 0)
            {
                return Mac(ref slot, source, destination);
            }
        }

        return function.Mac(secret, source, destination);
    }

    private ReadOnlySpan<byte> Mac(ref Slot slot, scoped ReadOnlySpan<byte> source, Span<byte> destination)
    {
        // A hash object that throws is not used again.
        IncrementalHash? hash = slot.Hash;
        slot.Hash = null;
        try
        {
            hash ??= IncrementalHash.CreateHMAC(function.Name, secret);
            hash.AppendData(source);
            int length = hash.GetHashAndReset(destination);
            slot.Hash = hash;
            return destination[..length];
        }
        finally
        {
            Volatile.Write(ref slot.IsTaken, 0);
        }
    }

    // Explicit: any other layout ignores the size of a struct that has a reference.
    [StructLayout(LayoutKind.Explicit, Size = SlotSize)]
    internal struct Slot
    {
        [FieldOffset(SlotSize / 2)]
        public IncrementalHash? Hash;

        /// <summary>1 while a call uses the slot.</summary>
        [FieldOffset((SlotSize / 2) + 8)]
        public int IsTaken;
    }
}
