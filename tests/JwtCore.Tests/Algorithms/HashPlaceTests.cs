using System.Runtime.CompilerServices;
using JwtCore.Algorithms;

namespace JwtCore.Tests.Algorithms;

public class HashPlaceTests
{
    [Fact]
    public void Two_places_share_no_cache_line() => Assert.Equal(HashPlace.Distance, Unsafe.SizeOf<HashPlace>());
}
