using System.Text;
using JwtCore.Tests.Support;
using JwtCore.Text;

namespace JwtCore.Tests.Keys;

/// <summary>Memory rented to read a key is given back: the same thread gets it again.</summary>
public class PooledMemoryTests
{
    // Just more members than need no memory.
    private static readonly string Members = string.Join(',', Enumerable.Range(0, JsonMembers.InlineCapacity + 1).Select(i => $"\"m{i}\":1"));

    [Fact]
    public void Reading_a_key_gives_its_memory_back() => AssertGivenBack($"{{\"keys\":[{{{Members}}}]}}");

    [Fact]
    public void Reading_a_set_gives_its_memory_back() => AssertGivenBack($"{{\"keys\":[],\"x\":{{{Members}}}}}");

    private static void AssertGivenBack(string json)
    {
        byte[] text = Encoding.UTF8.GetBytes(json);
        Assert.NotEmpty(Pool.GivenBackBy<JsonMember>(JsonMembers.InlineCapacity * 4, () => JwkSet.Parse(text)));
    }
}
