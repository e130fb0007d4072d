using System.Text;
using JwtCore.Testing;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Caching;

/// <summary>What remembering allocates, keeps and shares between threads.</summary>
public class RememberedTokenMemoryTests
{
    [Theory, InlineData(10), InlineData(2_049), InlineData(9_000)]
    public void A_remembered_token_allocates_nothing_whatever_its_size(int length)
    {
        JwtVerifier verifier = Remembering.Verifier();
        RawJson claims = Hmac.Claims().Set("jti", "\"\\u006a\"").Set("pad", $"\"{new string('x', length)}\"");
        for (int i = 0; i < 40; i++)
        {
            claims.Set($"m{i}", "0");
        }

        string token = Hmac.Sign(claims);
        byte[] bytes = Encoding.UTF8.GetBytes(token);
        verifier.Remember(token);

        Assert.Equal(0, Allocations.PerCall(() => Require(verifier.TryVerify(bytes, out VerifiedToken verified) && verified.JwtId == "j"u8)));
        Assert.Equal(0, Allocations.PerCall(() => Require(verifier.TryVerify(token, out VerifiedToken verified) && verified.TryGetClaim("m39"u8, out _))));
    }

    [Fact]
    public void A_remembered_token_that_is_refused_allocates_nothing()
    {
        SetTime time = new();
        bool isRevoked = false;
        JwtVerifier verifier = Remembering.Verifier(time: time, isRevoked: (in VerifiedToken _) => isRevoked);
        byte[] token = Encoding.UTF8.GetBytes(Hmac.Sign(Hmac.Claims()));
        verifier.Remember(Encoding.UTF8.GetString(token));
        isRevoked = true;
        Assert.Equal(0, Allocations.PerCall(() => Require(!verifier.TryVerify(token, out VerifiedToken verified) && verified.Error == VerifyError.Revoked)));
        time.Set(Tokens.Now + 300);
        Assert.Equal(0, Allocations.PerCall(() => Require(!verifier.TryVerify(token, out VerifiedToken verified) && verified.Error == VerifyError.Expired)));
    }

    [Fact]
    public void A_token_used_once_allocates_nothing()
    {
        JwtVerifier verifier = Remembering.Verifier();
        byte[][] tokens = [.. Enumerable.Range(0, 2_000).Select(Numbered).Select(Encoding.UTF8.GetBytes)];
        int next = 0;

        Assert.Equal(0, Allocations.PerCall(() => Require(verifier.TryVerify(tokens[next++], out _))));
        Assert.Equal(0, verifier.KnownTokens);
    }

    [Theory, InlineData(0), InlineData(20), InlineData(60)]
    public void What_a_remembered_token_keeps_is_counted(int more)
    {
        JwtVerifier verifier = Remembering.Verifier();
        RawJson claims = Hmac.Claims().Set("jti", RawJson.Escaped("some-id"));
        for (int i = 0; i < more; i++)
        {
            claims.Set($"member-{i}", $"\"value-{i}\"");
        }

        byte[] token = Encoding.UTF8.GetBytes(Hmac.Sign(claims));
        byte[] other = Encoding.UTF8.GetBytes(Hmac.Sign(claims.Set("sub", "\"other\"")));
        verifier.Remember(Encoding.UTF8.GetString(token));
        int before = verifier.KnownTokenBytes;
        verifier.TryVerify(other, out _);
        long start = GC.GetAllocatedBytesForCurrentThread();
        verifier.TryVerify(other, out _);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - start;

        Assert.Equal(2, verifier.KnownTokens);
        Assert.InRange(verifier.KnownTokenBytes - before, allocated, allocated + 256);
    }

    [Fact]
    public void A_flood_of_foreign_tokens_evicts_nothing()
    {
        JwtVerifier verifier = Remembering.Verifier(cache: new TokenCacheOptions { MaxEntries = 8 });
        string good = Numbered(-1);
        verifier.Remember(good);
        int bytes = verifier.KnownTokenBytes;
        TestKeyPair forger = TestKeyPair.Create(JwtAlgorithm.HS256, "HS256-1");
        for (int i = 0; i < 5_000; i++)
        {
            string foreign = forger.Sign(Hmac.Claims().Set("jti", $"\"{i}\"").ToString());
            for (int use = 0; use < 3; use++)
            {
                Assert.False(verifier.TryVerify(foreign, out _));
            }
        }

        Assert.Equal(1, verifier.KnownTokens);
        Assert.Equal(bytes, verifier.KnownTokenBytes);
        Assert.True(verifier.Recalls(good));
    }

    [Fact]
    public void A_flood_of_valid_tokens_used_once_evicts_nothing()
    {
        JwtVerifier verifier = Remembering.Verifier(cache: new TokenCacheOptions { MaxEntries = 8 });
        string[] known = [.. Enumerable.Range(-8, 8).Select(Numbered)];
        Array.ForEach(known, verifier.Remember);
        for (int i = 0; i < 5_000; i++)
        {
            Assert.True(verifier.TryVerify(Numbered(i), out _));
        }

        Assert.Equal(8, verifier.KnownTokens);
        Assert.All(known, token => Assert.True(verifier.Recalls(token)));
    }

    [Theory, InlineData(5, 8_388_608), InlineData(1_000, 65_536)]
    public void However_many_tokens_are_used_count_and_bytes_stay_in_bounds(int maxEntries, int maxBytes)
    {
        JwtVerifier verifier = Remembering.Verifier(cache: new TokenCacheOptions { MaxEntries = maxEntries, MaxBytes = maxBytes });
        for (int i = 0; i < 300; i++)
        {
            string token = Numbered(i);
            Assert.True(verifier.TryVerify(token, out _));
            Assert.True(verifier.TryVerify(token, out _));
            Assert.InRange(verifier.KnownTokens, 1, maxEntries);
            Assert.InRange(verifier.KnownTokenBytes, 1, maxBytes);
        }

        Assert.InRange(verifier.KnownTokens, 5, 100);
    }

    [Fact]
    public void Threads_that_remember_and_forget_at_once_never_mix_tokens_up()
    {
        const int count = 64;
        UnloadedKeys keys = new() { Loaded = Tokens.Keys(JwtAlgorithm.HS256) };
        JwkSet[] sets = [keys.Loaded, Tokens.Keys(JwtAlgorithm.HS256), Tokens.Keys(JwtAlgorithm.HS384)];
        JwtVerifier verifier = Remembering.Verifier(TestPolicies.With(keys), cache: new TokenCacheOptions { MaxEntries = 16, MaxBytes = 65_536 });
        (byte[] Good, byte[] Bad, string Id)[] tokens = [.. Enumerable.Range(0, count).Select(Pair)];
        int wrong = 0;
        int accepted = 0;
        Thread[] threads = [.. Enumerable.Range(0, 6).Select(number => new Thread(() => Run(new Random(number))))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());

        Assert.Equal(0, wrong);
        Assert.InRange(accepted, 1, int.MaxValue);

        void Run(Random random)
        {
            for (int i = 0; i < 20_000; i++)
            {
                // Few of them most of the time, so that they are remembered; all of them now and then, so that they are forgotten.
                (byte[] good, byte[] bad, string id) = tokens[random.Next(random.Next(4) == 0 ? count : 8)];
                if (random.Next(200) == 0)
                {
                    keys.Loaded = sets[random.Next(sets.Length)];
                }

                if (verifier.TryVerify(good, out VerifiedToken token))
                {
                    Interlocked.Increment(ref accepted);
                    Count(token.JwtId == id && token.TryGetClaim("copy"u8, out ClaimValue copy) && copy.TextEquals(Encoding.UTF8.GetBytes(id)));
                }
                else
                {
                    Count(token.Error == VerifyError.KeyNotFound && token.Payload.IsEmpty);
                }

                Count(!verifier.TryVerify(bad, out token) && token.Payload.IsEmpty);
            }
        }

        void Count(bool isRight)
        {
            if (!isRight)
            {
                Interlocked.Increment(ref wrong);
            }
        }

        (byte[] Good, byte[] Bad, string Id) Pair(int number)
        {
            string id = $"token-{number}";
            byte[] good = Encoding.ASCII.GetBytes(Hmac.Sign(Hmac.Claims().Set("jti", RawJson.Escaped(id)).Set("copy", $"\"{id}\"")));
            byte[] bad = [.. good];
            bad[^20] = bad[^20] == 'A' ? (byte)'B' : (byte)'A';
            return (good, bad, id);
        }
    }

    private static string Numbered(int number) => Hmac.Sign(Hmac.Claims().Set("jti", $"\"{number}\""));

    private static void Require(bool isRight)
    {
        if (!isRight)
        {
            throw new InvalidOperationException("The token is not answered as it should be.");
        }
    }
}
