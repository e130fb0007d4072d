using System.Text;
using JwtCore.Policies;
using JwtCore.Testing;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Policies;

public class KnownHeadersTests
{
    private static readonly TestKeyPair Pair = Tokens.Pair(JwtAlgorithm.HS256);

    [Fact]
    public void A_header_is_remembered_for_its_keys_only()
    {
        KnownHeaders plans = new();
        JwkSet keys = Tokens.Keys(JwtAlgorithm.HS256);
        plans.Add([.. "header"u8], ChoiceOf(keys));

        Assert.True(plans.TryFind("header"u8, keys, out KeyChoice choice));
        Assert.Same(keys, choice.Keys);
        Assert.False(plans.TryFind("Header"u8, keys, out _));
        Assert.False(plans.TryFind("heade"u8, keys, out _));
        Assert.False(plans.TryFind("header"u8, Tokens.Keys(JwtAlgorithm.HS256), out _));
        Assert.False(plans.TryFind("header"u8, null, out _));
    }

    [Fact]
    public void New_keys_start_anew()
    {
        KnownHeaders plans = new();
        JwkSet before = Tokens.Keys(JwtAlgorithm.HS256);
        JwkSet after = Tokens.Keys(JwtAlgorithm.HS256);
        plans.Add([.. "a"u8], ChoiceOf(before));
        plans.Add([.. "b"u8], ChoiceOf(after));

        Assert.False(plans.TryFind("a"u8, before, out _));
        Assert.False(plans.TryFind("a"u8, after, out _));
        Assert.True(plans.TryFind("b"u8, after, out _));
    }

    [Fact]
    public void Eight_headers_are_remembered_and_the_ninth_is_not()
    {
        KnownHeaders plans = new();
        JwkSet keys = Tokens.Keys(JwtAlgorithm.HS256);
        for (byte i = 1; i <= 9; i++)
        {
            plans.Add([i], ChoiceOf(keys));
        }

        Assert.True(plans.TryFind([1], keys, out _));
        Assert.True(plans.TryFind([8], keys, out _));
        Assert.False(plans.TryFind([9], keys, out _));
    }

    [Theory, InlineData(1_024, true), InlineData(1_025, false)]
    public void A_header_is_remembered_up_to_1024_bytes(int length, bool isRemembered)
    {
        KnownHeaders plans = new();
        JwkSet keys = Tokens.Keys(JwtAlgorithm.HS256);
        byte[] header = new byte[length];

        Assert.Equal(isRemembered, plans.MayAdd(header, keys));
        plans.Add(header, ChoiceOf(keys));
        Assert.Equal(isRemembered, plans.TryFind(header, keys, out _));
    }

    [Fact]
    public void A_token_with_a_longer_header_verifies_each_time_and_is_not_remembered()
    {
        JwtVerifier verifier = Tokens.Verifier(JwtAlgorithm.HS256);
        string token = Pair.Sign($"{{\"alg\":\"HS256\",\"kid\":\"HS256-1\",\"x\":\"{new string('x', 1_000)}\"}}", Tokens.Claims().ToJsonString());
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(VerifyError.None, verifier.Verdict(token));
            Assert.Equal(0, verifier.Setup.FirstPolicy.Plans.Count);
        }
    }

    [Fact]
    public void A_header_is_remembered_once_however_many_threads_met_it_first()
    {
        KnownHeaders plans = new();
        JwkSet keys = Tokens.Keys(JwtAlgorithm.HS256);
        Parallel.For(0, 1_000, _ => plans.Add([.. "header"u8], ChoiceOf(keys)));
        plans.Add([.. "header"u8], ChoiceOf(keys));
        Assert.Equal(1, plans.Count);
    }

    [Fact]
    public void Headers_that_differ_from_token_to_token_allocate_nothing_in_the_end()
    {
        JwtVerifier verifier = Tokens.Verifier(JwtAlgorithm.HS256);
        byte[][] tokens =
        [
            .. Enumerable.Range(0, 100).Select(i => Encoding.UTF8.GetBytes(
                Pair.Sign($"{{\"alg\":\"HS256\",\"kid\":\"HS256-1\",\"nonce\":\"{i}\"}}", Tokens.Claims().ToJsonString()))),
        ];
        int next = 0;
        Assert.Equal(0, Allocations.PerCall(() => Assert.True(verifier.TryVerify(tokens[next++ % tokens.Length], out _))));
    }

    [Fact]
    public void A_header_enters_only_after_its_signature_verified()
    {
        JwtVerifier verifier = Tokens.Verifier(JwtAlgorithm.HS256);
        string good = Pair.Sign(Tokens.Claims().ToJsonString());
        string bad = good[..good.LastIndexOf('.')] + "." + new string('A', 43);
        Assert.Equal(VerifyError.SignatureInvalid, verifier.Verdict(bad));
        Assert.Equal(0, verifier.Setup.FirstPolicy.Plans.Count);
        Assert.Equal(VerifyError.None, verifier.Verdict(good));
        Assert.Equal(1, verifier.Setup.FirstPolicy.Plans.Count);
        Assert.Equal(VerifyError.SignatureInvalid, verifier.Verdict(bad));
        Assert.Equal(1, verifier.Setup.FirstPolicy.Plans.Count);
    }

    [Fact]
    public void A_remembered_header_keeps_its_verdict_on_the_type()
    {
        JwtVerifier verifier = Tokens.Verifier(JwtAlgorithm.HS256);
        string token = Pair.Sign("{\"alg\":\"HS256\",\"kid\":\"HS256-1\",\"typ\":\"logout+jwt\"}", Tokens.Claims().ToJsonString());
        Assert.Equal(VerifyError.TypeMismatch, verifier.Verdict(token));
        Assert.Equal(1, verifier.Setup.FirstPolicy.Plans.Count);
        Assert.Equal(VerifyError.TypeMismatch, verifier.Verdict(token));
    }

    private static KeyChoice ChoiceOf(JwkSet keys) => new(keys, null!, [], true);
}
