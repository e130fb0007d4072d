using System.Text;
using JwtCore.Caching;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Caching;

public class TokenCacheTests
{
    private const int MaxBytes = 65_536;

    private static readonly UnloadedKeys Source = new();
    private static readonly JwkSet Keys = new();

    [Fact]
    public void A_token_is_found_by_all_of_its_bytes()
    {
        TokenCache<Entry> cache = new(64, MaxBytes);
        Entry entry = Token("a");
        cache.Add(entry, 0);

        Assert.Same(entry, cache.Find(Bytes("a")));
        Assert.Null(cache.Find(Bytes("b")));
        Assert.Null(cache.Find("x"u8));
        Assert.Null(cache.Find(""u8));
    }

    [Theory, InlineData(1), InlineData(2), InlineData(7), InlineData(8), InlineData(9), InlineData(100), InlineData(1_000)]
    public void There_are_never_more_entries_than_allowed(int maxEntries)
    {
        TokenCache<Entry> cache = new(maxEntries, 1 << 30);
        for (int i = 0; i < 5 * maxEntries; i++)
        {
            cache.Add(Token($"{i}"), 0);
            Assert.NotNull(cache.Find(Bytes($"{i}")));
        }

        Assert.InRange(cache.Count, Math.Max(1, maxEntries / 2), maxEntries);
        Assert.Equal(cache.Count * 100, cache.Bytes);
    }

    [Fact]
    public void There_are_never_more_bytes_than_allowed()
    {
        TokenCache<Entry> cache = new(4_096, MaxBytes);
        Random random = new(1);
        for (int i = 0; i < 2_000; i++)
        {
            cache.Add(Token($"{i}", size: random.Next(1, 4_000)), 0);
            Assert.InRange(cache.Bytes, 1, MaxBytes);
        }

        Assert.InRange(cache.Bytes, MaxBytes - 4_000, MaxBytes);
    }

    [Fact]
    public void An_entry_that_takes_more_than_a_quarter_of_the_bytes_does_not_enter()
    {
        TokenCache<Entry> cache = new(64, MaxBytes);
        cache.Add(Token("quarter", size: MaxBytes / 4), 0);
        cache.Add(Token("more", size: (MaxBytes / 4) + 1), 0);

        Assert.NotNull(cache.Find(Bytes("quarter")));
        Assert.Null(cache.Find(Bytes("more")));
    }

    [Fact]
    public void A_token_may_enter_on_any_thread()
    {
        TokenCache<Entry> cache = new(64, MaxBytes);
        cache.Add(Token("a"), 0);
        Thread other = new(() => cache.Add(Token("b"), 0));
        other.Start();
        other.Join();
        Assert.NotNull(cache.Find(Bytes("b")));
    }

    [Fact]
    public void A_token_enters_once()
    {
        TokenCache<Entry> cache = new(8, MaxBytes);
        Entry first = Token("a");
        cache.Add(first, 0);
        cache.Add(Token("a"), 0);

        Assert.Same(first, cache.Find(Bytes("a")));
        Assert.Equal(1, cache.Count);
        Assert.Equal(100, cache.Bytes);
    }

    [Fact]
    public void A_token_verified_by_new_keys_takes_its_own_place()
    {
        TokenCache<Entry> cache = new(8, MaxBytes);
        cache.Add(Token("a"), 0);
        Entry second = Token("a", keys: new JwkSet(), size: 200);
        cache.Add(second, 0);

        Assert.Same(second, cache.Find(Bytes("a")));
        Assert.Equal(1, cache.Count);
        Assert.Equal(200, cache.Bytes);
    }

    [Fact]
    public void An_expired_entry_goes_first_even_if_it_was_used()
    {
        TokenCache<Entry> cache = Full(at => at == 5 ? 1_000 : long.MaxValue);
        cache.Find(Bytes("5"))!.MarkUsed();
        cache.Add(Token("new"), 1_000);

        Assert.Null(cache.Find(Bytes("5")));
        AssertHas(cache, "0", "1", "2", "3", "4", "6", "7", "new");
    }

    [Fact]
    public void An_entry_of_keys_that_its_source_no_longer_has_goes_first_even_if_it_was_used()
    {
        TokenCache<Entry> cache = new(8, MaxBytes);
        for (int i = 0; i < 8; i++)
        {
            // Of another source nothing is known here.
            cache.Add(Token($"{i}", keys: i == 5 ? new JwkSet() : Keys, source: i < 3 ? new UnloadedKeys() : Source), 0);
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
            TokenCache<Entry> cache = Full(_ => long.MaxValue);
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
        TokenCache<Entry> cache = Full(_ => long.MaxValue);
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
        TokenCache<Entry> cache = Full(_ => long.MaxValue);
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
        TokenCache<Entry> cache = new(64, MaxBytes);
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
        TokenCache<Entry> cache = new(1_024, 1 << 30);
        for (int i = 0; i < 256; i++)
        {
            cache.Add(Token($"{i}"), 0);
        }

        int before = Enumerable.Range(0, 256).Count(i => cache.Find(Bytes($"{i}")) is not null);
        for (int i = 0; i < 1_000; i++)
        {
            cache.Add(new Entry(Encoding.ASCII.GetBytes($"{i:D8}.same.{new string('s', 40)}"), 100, Source, Keys, long.MaxValue), 0);
        }

        int after = Enumerable.Range(0, 256).Count(i => cache.Find(Bytes($"{i}")) is not null);
        Assert.InRange(after, before - 8, before);
        Assert.InRange(cache.Count - after, 1, 8);
    }

    [Fact]
    public void Second_sight_is_forgotten_when_the_token_enters()
    {
        TokenCache<Entry> cache = new(8, MaxBytes);

        Assert.False(cache.IsSecondSight(Bytes("a")));
        Assert.True(cache.IsSecondSight(Bytes("a")));
        cache.Add(Token("a"), 0);
        Assert.False(cache.IsSecondSight(Bytes("a")));
    }

    private static TokenCache<Entry> Full(Func<int, long> expiration)
    {
        TokenCache<Entry> cache = new(8, MaxBytes);
        for (int i = 0; i < 8; i++)
        {
            cache.Add(Token($"{i}", expiration: expiration(i)), 0);
        }

        Assert.Equal(8, cache.Count);
        return cache;
    }

    private static void AssertHas(TokenCache<Entry> cache, params string[] names) =>
        Assert.Equal(names, names.Where(name => cache.Find(Bytes(name)) is not null));

    private static byte[] Bytes(string name) => Encoding.ASCII.GetBytes($"header.{name}.signature-of-{name}-{new string('s', 40)}{name.PadLeft(16, 'x')}");

    private static Entry Token(string name, int size = 100, KeySource? source = null, JwkSet? keys = null, long expiration = long.MaxValue) =>
        new(Bytes(name), size, source ?? Source, keys ?? Keys, expiration);

    private sealed class Entry(byte[] token, int size, KeySource source, JwkSet keys, long expiration)
        : CacheEntry(token, Array.LastIndexOf(token, (byte)'.'), source, keys, expiration)
    {
        public override int Size => size;
    }
}
