using System.Runtime.CompilerServices;
using JwtCore.Algorithms;

namespace JwtCore.Tests.Algorithms;

public class IdleHashTests
{
    [Fact]
    public void Two_places_share_no_cache_line() => Assert.Equal(IdleHash.Distance, Unsafe.SizeOf<IdleHash>());
}
