using Microsoft.CodeAnalysis.CSharp;

namespace JwtCore.Tests.Architecture;

public class FixedTimeTests
{
    [Fact]
    public void Macs_and_remembered_signatures_are_compared_in_fixed_time_alone()
    {
        Assert.Empty(FixedTimeRule.EarlyStops(CoreSources.Compilation));
        Assert.Empty(FixedTimeRule.StrayMacs(CoreSources.Compilation));
        Assert.Equal(1, FixedTimeRule.ComparedMacs(CoreSources.Compilation));
    }

    [Theory]
    [InlineData("bool B(byte[] a, byte[] b) => a.AsSpan().SequenceEqual(b);")]
    [InlineData("bool B(byte[] a, byte[] b) => a.SequenceEqual(b);")]
    [InlineData("bool B(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b) => a.StartsWith(b);")]
    [InlineData("bool B(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b) => a.CommonPrefixLength(b) == a.Length;")]
    [InlineData("bool B(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b) => a == b;")]
    [InlineData("bool B(byte[] a, byte[] b) { for (int i = 0; i < a.Length; i++) { if (a[i] != b[i]) return false; } return true; }")]
    public void A_comparison_that_may_stop_early_is_found(string method)
    {
        Assert.Single(FixedTimeRule.EarlyStops(Core("Algorithms/A.cs", method)));
        Assert.Single(FixedTimeRule.EarlyStops(Core("Caching/A.cs", method)));
        Assert.Empty(FixedTimeRule.EarlyStops(Core("Text/A.cs", method)));
        Assert.Empty(FixedTimeRule.EarlyStops(Core("Algorithms/RsaPublicKey.cs", method)));
    }

    [Theory]
    [InlineData("bool B(byte[] a, byte[] b) => System.Security.Cryptography.CryptographicOperations.FixedTimeEquals(a, b);")]
    [InlineData("bool B(byte[] a, byte[] b) { int c = 0; for (int i = 0; i < a.Length; i++) { c |= a[i] ^ b[i]; } return c == 0; }")]
    [InlineData("bool B(byte[] a, byte[] b) => a.Length == b.Length;")]
    public void One_that_does_not_is_left_alone(string method) => Assert.Empty(FixedTimeRule.EarlyStops(Core("Algorithms/A.cs", method)));

    [Theory]
    [InlineData("bool B(byte[] b) => System.Security.Cryptography.CryptographicOperations.FixedTimeEquals(Mac(), b);", 0, 1)]
    [InlineData("bool B(byte[] b) { byte[] c = Mac(); return c.Length == b.Length; }", 1, 0)]
    [InlineData("bool B(byte[] b) => Other(Mac(), b); bool Other(byte[] a, byte[] b) => true;", 1, 0)]
    [InlineData("byte[] Mac(int n) => Mac();", 0, 0)]
    [InlineData("byte[] C() => Mac();", 1, 0)]
    public void A_mac_goes_into_the_fixed_time_comparison_and_nowhere_else(string method, int strays, int compared)
    {
        CSharpCompilation core = Core("Algorithms/A.cs", $"byte[] Mac() => []; {method}");

        Assert.Equal(strays, FixedTimeRule.StrayMacs(core).Length);
        Assert.Equal(compared, FixedTimeRule.ComparedMacs(core));
    }

    private static CSharpCompilation Core(string path, string members) => Compiler.Compile([(path, $"class A {{ {members} }}")]);
}
