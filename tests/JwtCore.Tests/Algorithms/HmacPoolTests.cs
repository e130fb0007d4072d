using System.Runtime.CompilerServices;
using JwtCore.Algorithms;

namespace JwtCore.Tests.Algorithms;

public class HmacPoolTests
{
    [Fact]
    public void Two_slots_share_no_cache_line() => Assert.Equal(HmacPool.SlotSize, Unsafe.SizeOf<HmacPool.Slot>());
}
