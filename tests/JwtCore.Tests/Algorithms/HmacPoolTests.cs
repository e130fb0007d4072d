using System.Runtime.CompilerServices;
using JwtCore.Algorithms;

namespace JwtCore.Tests.Algorithms;

public class HmacPoolTests
{
    [Fact]
    public void Two_slots_share_no_cache_line() => Assert.Equal(HmacPool.SlotSize, Unsafe.SizeOf<HmacPool.Slot>());

    [Fact]
    public void A_call_leaves_its_slot_free_and_the_hash_object_in_it()
    {
        HmacPool pool = new(HashFunction.Sha256, new byte[32]);
        byte[] mac = new byte[32];
        for (int i = 0; i < 100; i++)
        {
            pool.Mac([1], mac);
            Assert.All(Slots(pool), slot => Assert.Equal(0, slot.IsTaken));
            Assert.Single(Slots(pool), slot => slot.Hash is not null);
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_slots")]
    private static extern ref HmacPool.Slot[] Slots(HmacPool pool);
}
