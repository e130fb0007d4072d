using System.Buffers.Text;
using System.Text;
using JwtCore.Pipeline;
using JwtCore.Policies;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Pipeline;

public class KeySelectorTests
{
    private static readonly Limits Limits = new();
    private static readonly CompiledPolicy Policy = new(TestPolicies.With(), Limits);

    // The memory that a header is decoded into holds what was there before: here, a header that would pass.
    [Theory, InlineData('!'), InlineData(' '), InlineData('+'), InlineData('/'), InlineData('='), InlineData('.')]
    public void Of_a_header_that_does_not_decode_nothing_is_read(char wrong)
    {
        string json = Hmac.Header().ToString();
        byte[] encoded = Encoding.ASCII.GetBytes(Base64Url.EncodeToString(Encoding.ASCII.GetBytes(json)));
        byte[] scratch = new byte[1024];
        Assert.Equal(VerifyError.None, Check(encoded));

        for (int i = 0; i < encoded.Length; i++)
        {
            Encoding.ASCII.GetBytes(json, scratch);
            byte[] damaged = [.. encoded];
            damaged[i] = (byte)wrong;
            Assert.Equal(VerifyError.HeaderMalformed, Check(damaged));
        }

        VerifyError Check(byte[] segment) => KeySelector.CheckHeader(segment, Policy.Algorithms, Limits, scratch);
    }

    [Theory, InlineData(900), InlineData(1023), InlineData(1024), InlineData(1025), InlineData(5000)]
    public void A_header_is_read_whether_or_not_the_memory_at_hand_is_large_enough_and_leaves_nothing_behind(int length)
    {
        string json = Hmac.Header().Add("x", $"\"{new string('a', length)}\"").ToString();
        json = json.Replace(new string('a', length), new string('a', length - (json.Length - length)), StringComparison.Ordinal);
        byte[] encoded = Encoding.ASCII.GetBytes(Base64Url.EncodeToString(Encoding.ASCII.GetBytes(json)));
        byte[] scratch = new byte[1024];

        Assert.Equal(length, json.Length);
        Assert.Equal(VerifyError.None, Read());
        Assert.Equal(0, Allocations.PerCall(() => Read()));

        VerifyError Read() => KeySelector.CheckHeader(encoded, Policy.Algorithms, Limits, scratch);
    }
}
