using System.Text;
using JwtCore.Algorithms;
using JwtCore.Caching;
using JwtCore.Claims;
using JwtCore.Policies;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Caching;

public class TokenCacheTests
{
    private const int MaxBytes = 65_536;

    private const int SmallEntry = 1_000;

    private static readonly CompiledPolicy Policy = PolicyOf(new UnloadedKeys());
    private static readonly JwkSet Keys = new();
    private static readonly Jwk Key = Tokens.Keys(JwtAlgorithm.HS256).Keys[0];
    private static readonly SignatureAlgorithm Algorithm = AlgorithmTable.Find(JwtAlgorithm.HS256)!;

    [Fact]
    public void A_token_is_found_by_all_of_its_bytes()
    {
        TokenCache cache = new(64, MaxBytes);
        RememberedToken entry = Token("a");
        cache.Add(entry, 0);

        Assert.Same(entry, cache.Find(Bytes("a")));
        Assert.Null(cache.Find(Bytes("b")));
        Assert.Null(cache.Find("x"u8));
        Assert.Null(cache.Find(""u8));
    }

    [Theory, InlineData(1), InlineData(2), InlineData(7), InlineData(8), InlineData(9), InlineData(100), InlineData(1_000)]
    public void There_are_never_more_entries_than_allowed(int maxEntries)
    {
        TokenCache cache = new(maxEntries, 1 << 30);
        for (int i = 0; i < 5 * maxEntries; i++)
        {
            cache.Add(Token($"{i}"), 0);
            Assert.NotNull(cache.Find(Bytes($"{i}")));
        }

        Assert.InRange(cache.Count, Math.Max(1, maxEntries / 2), maxEntries);
        Assert.Equal(cache.Count * SmallEntry, cache.Bytes);
    }

    [Fact]
    public void There_are_never_more_bytes_than_allowed()
    {
        TokenCache cache = new(4_096, MaxBytes);
        Random random = new(1);
        for (int i = 0; i < 2_000; i++)
        {
            cache.Add(Token($"{i}", size: random.Next(SmallEntry, 4_000)), 0);
            Assert.InRange(cache.Bytes, 1, MaxBytes);
        }

        Assert.InRange(cache.Bytes, MaxBytes - 4_000, MaxBytes);
    }

    [Fact]
    public void An_entry_that_takes_more_than_a_quarter_of_the_bytes_does_not_enter()
    {
        TokenCache cache = new(64, MaxBytes);
        cache.Add(Token("quarter", size: MaxBytes / 4), 0);
        cache.Add(Token("more", size: (MaxBytes / 4) + 1), 0);

        Assert.NotNull(cache.Find(Bytes("quarter")));
        Assert.Null(cache.Find(Bytes("more")));
    }

    [Fact]
    public void A_token_may_enter_on_any_thread()
    {
        TokenCache cache = new(64, MaxBytes);
        cache.Add(Token("a"), 0);
        Thread other = new(() => cache.Add(Token("b"), 0));
        other.Start();
        other.Join();
        Assert.NotNull(cache.Find(Bytes("b")));
    }

    [Fact]
    public void A_token_enters_once()
    {
        TokenCache cache = new(8, MaxBytes);
        RememberedToken first = Token("a");
        cache.Add(first, 0);
        cache.Add(Token("a"), 0);

        Assert.Same(first, cache.Find(Bytes("a")));
        Assert.Equal(1, cache.Count);
        Assert.Equal(SmallEntry, cache.Bytes);
    }

    [Fact]
    public void A_token_verified_by_new_keys_takes_its_own_place()
    {
        TokenCache cache = new(8, MaxBytes);
        cache.Add(Token("a"), 0);
        RememberedToken second = Token("a", keys: new JwkSet(), size: 2_000);
        cache.Add(second, 0);

        Assert.Same(second, cache.Find(Bytes("a")));
        Assert.Equal(1, cache.Count);
        Assert.Equal(2_000, cache.Bytes);
    }

    [Fact]
    public void An_expired_entry_goes_first_even_if_it_was_used()
    {
        TokenCache cache = Full(at => at == 5 ? 1_000 : long.MaxValue);
        cache.Find(Bytes("5"))!.MarkUsed();
        cache.Add(Token("new"), 1_000);

        Assert.Null(cache.Find(Bytes("5")));
        AssertHas(cache, "0", "1", "2", "3", "4", "6", "7", "new");
    }

    [Fact]
    public void An_entry_of_keys_that_its_source_no_longer_has_goes_first_even_if_it_was_used()
    {
        TokenCache cache = new(8, MaxBytes);
        for (int i = 0; i < 8; i++)
        {
            // Of another source nothing is known here.
            cache.Add(Token($"{i}", keys: i == 5 ? new JwkSet() : Keys, source: i < 3 ? new UnloadedKeys() : null), 0);
        }

        cache.Find(Bytes("5"))!.MarkUsed();
        cache.Add(Token("new"), 0);
        Assert.Null(cache.Find(Bytes("5")));
        AssertHas(cache, "0", "1", "2", "3", "4", "6", "7", "new");
    }

    [Fact]
    public void An_entry_that_was_of_no_use_goes_before_one_that_was()
    {
        for (int idle = 0; idle < 8; idle++)
        {
            TokenCache cache = Full(_ => long.MaxValue);
            for (int i = 0; i < 8; i++)
            {
                if (i != idle)
                {
                    cache.Find(Bytes($"{i}"))!.MarkUsed();
                }
            }

            cache.Add(Token("new"), 0);
            Assert.Null(cache.Find(Bytes($"{idle}")));
            Assert.Equal(8, cache.Count);
        }
    }

    [Fact]
    public void Where_every_entry_is_in_use_a_newcomer_waits_until_one_is_not()
    {
        TokenCache cache = Full(_ => long.MaxValue);
        for (int round = 0; round < 10; round++)
        {
            for (int i = 0; i < 8; i++)
            {
                cache.Find(Bytes($"{i}"))!.MarkUsed();
            }

            cache.Add(Token("new"), 0);
            Assert.Null(cache.Find(Bytes("new")));
        }

        cache.Add(Token("new"), 0);
        Assert.NotNull(cache.Find(Bytes("new")));
        Assert.Equal(8, cache.Count);
    }

    [Fact]
    public void Newcomers_take_one_place_after_another()
    {
        TokenCache cache = Full(_ => long.MaxValue);
        string[] newcomers = [.. Enumerable.Range(8, 8).Select(i => $"{i}")];
        foreach (string name in newcomers)
        {
            cache.Add(Token(name), 0);
        }

        AssertHas(cache, newcomers);
    }

    [Fact]
    public void Bytes_in_use_make_no_room_for_newcomers()
    {
        TokenCache cache = new(64, MaxBytes);
        for (int i = 0; i < 4; i++)
        {
            cache.Add(Token($"{i}", size: MaxBytes / 4), 0);
            cache.Find(Bytes($"{i}"))!.MarkUsed();
        }

        cache.Add(Token("new"), 0);
        Assert.Null(cache.Find(Bytes("new")));
        AssertHas(cache, "0", "1", "2", "3");
        cache.Add(Token("new"), 0);
        Assert.NotNull(cache.Find(Bytes("new")));
        Assert.Equal(4, cache.Count);
    }

    // Whoever can make tokens that end alike fills eight places with them, and no more.
    [Fact]
    public void Tokens_that_are_made_to_collide_share_one_set()
    {
        TokenCache cache = new(1_024, 1 << 30);
        for (int i = 0; i < 256; i++)
        {
            cache.Add(Token($"{i}"), 0);
        }

        int before = Enumerable.Range(0, 256).Count(i => cache.Find(Bytes($"{i}")) is not null);
        for (int i = 0; i < 1_000; i++)
        {
            cache.Add(Remember(Encoding.ASCII.GetBytes($"{i:D8}.same.{new string('s', 40)}"), SmallEntry, Policy, Keys, long.MaxValue), 0);
        }

        int after = Enumerable.Range(0, 256).Count(i => cache.Find(Bytes($"{i}")) is not null);
        Assert.InRange(after, before - 8, before);
        Assert.InRange(cache.Count - after, 1, 8);
    }

    [Fact]
    public void Second_sight_is_forgotten_when_the_token_enters()
    {
        TokenCache cache = new(8, MaxBytes);

        Assert.False(cache.IsSecondSight(Bytes("a")));
        Assert.True(cache.IsSecondSight(Bytes("a")));
        cache.Add(Token("a"), 0);
        Assert.False(cache.IsSecondSight(Bytes("a")));
    }

    private static TokenCache Full(Func<int, long> expiration)
    {
        TokenCache cache = new(8, MaxBytes);
        for (int i = 0; i < 8; i++)
        {
            cache.Add(Token($"{i}", expiration: expiration(i)), 0);
        }

        Assert.Equal(8, cache.Count);
        return cache;
    }

    private static void AssertHas(TokenCache cache, params string[] names) =>
        Assert.Equal(names, names.Where(name => cache.Find(Bytes(name)) is not null));

    private static byte[] Bytes(string name) => Encoding.ASCII.GetBytes($"header.{name}.signature-of-{name}-{new string('s', 40)}{name.PadLeft(16, 'x')}");

    private static RememberedToken Token(string name, int size = SmallEntry, KeySource? source = null, JwkSet? keys = null, long expiration = long.MaxValue) =>
        Remember(Bytes(name), size, source is null ? Policy : PolicyOf(source), keys ?? Keys, expiration);

    // Of exactly the size: what the token and the object itself leave of it is the payload.
    private static RememberedToken Remember(byte[] token, int size, CompiledPolicy policy, JwkSet keys, long expiration)
    {
        TokenBody body = default;
        body.Claims.Expiration = new NumericDate { IsPresent = expiration != long.MaxValue, Floor = expiration };
        int rest = size - RememberedToken.SizeOf(token.Length, in body);
        Assert.True(rest >= 0, $"An entry of {size} bytes has no room for its token.");
        body.Memory.ReservePayload(rest, isAuthentic: true);
        RememberedToken entry = new(token, Array.LastIndexOf(token, (byte)'.'), policy, new KeyChoice(keys, Algorithm, [], true), Key, in body);
        Assert.Equal(size, entry.Size);
        return entry;
    }

    private static CompiledPolicy PolicyOf(KeySource source) => new(TestPolicies.With(keys: source), new Limits());
}
