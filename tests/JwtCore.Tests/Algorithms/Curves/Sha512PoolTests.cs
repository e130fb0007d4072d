using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using JwtCore.Algorithms;

namespace JwtCore.Tests.Algorithms.Curves;

public class Sha512PoolTests
{
    [Fact]
    public void Both_parts_are_hashed_as_if_they_were_one_and_one_object_is_kept()
    {
        Sha512Pool pool = new();
        byte[] text = new byte[300];
        new Random(1).NextBytes(text);
        for (int i = 0; i <= text.Length; i++)
        {
            byte[] hash = new byte[64];
            pool.Hash(text.AsSpan(0, i), text.AsSpan(i), hash);
            Assert.Equal(SHA512.HashData(text), hash);
            Assert.Single(Slots(pool), slot => slot is not null);
        }
    }

    [Fact]
    public void A_thread_that_finds_no_object_in_its_own_slot_takes_that_of_another()
    {
        Sha512Pool pool = new();
        pool.Hash([1], [2], new byte[64]);
        IncrementalHash kept = Assert.Single(Slots(pool), slot => slot is not null)!;
        Slots(pool).AsSpan().Clear();
        for (int i = Stride; i < Slots(pool).Length; i += Stride)
        {
            Slots(pool)[i] = kept;
            byte[] hash = new byte[64];
            pool.Hash([1], [2], hash);
            Assert.Equal(SHA512.HashData([1, 2]), hash);
            Assert.Same(kept, Assert.Single(Slots(pool), slot => slot is not null));
            Slots(pool).AsSpan().Clear();
        }
    }

    // 128 bytes apart, and as far from the array's length.
    private const int Stride = 16;

    [Fact]
    public void There_are_at_least_two_slots_for_each_processor_apart_from_each_other()
    {
        int length = Slots(new Sha512Pool()).Length;
        Assert.Equal(0, length % Stride);
        Assert.InRange((length / Stride) - 1, 2 * Environment.ProcessorCount, 4 * Environment.ProcessorCount);
    }

    // An object that is in use cannot be taken; when it comes back to full slots, it is disposed.
    [Fact]
    public void An_object_more_than_there_are_slots_is_not_kept()
    {
        Sha512Pool pool = new();
        for (int i = Stride; i < Slots(pool).Length; i += Stride)
        {
            Slots(pool)[i] = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        }

        IncrementalHash taken = Take(pool);
        IncrementalHash other = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        Return(pool, other);
        Return(pool, taken);

        Assert.Contains(other, Slots(pool));
        Assert.DoesNotContain(taken, Slots(pool));
        Assert.Throws<ObjectDisposedException>(() => taken.AppendData([1]));
        pool.Hash([], [], new byte[64]);
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_slots")]
    private static extern ref IncrementalHash?[] Slots(Sha512Pool pool);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "Take")]
    private static extern IncrementalHash Take(Sha512Pool pool);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "Return")]
    private static extern void Return(Sha512Pool pool, IncrementalHash hash);
}
