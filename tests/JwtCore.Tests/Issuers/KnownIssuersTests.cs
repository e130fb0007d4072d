using JwtCore.Issuers;
using JwtCore.Jwks;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Issuers;

public class KnownIssuersTests
{
    private readonly KnownIssuers _known = new(8);

    [Fact]
    public void The_one_that_was_not_used_for_longest_makes_room()
    {
        KnownIssuer[] all = [.. Enumerable.Range(0, 8).Select(i => Add(i, out _))];
        all[0].Use(At(100));
        Add(8, out KnownIssuer? evicted);
        Assert.Same(all[1], evicted);
        Assert.True(evicted!.IsDropped);
        Assert.Null(_known.Find([1]));
        Assert.Same(all[0], _known.Find([0]));
        Assert.Equal(8, _known.Count);
    }

    [Fact]
    public void Those_that_proved_themselves_never_make_room_for_one_that_did_not()
    {
        KnownIssuer[] proven = [.. Enumerable.Range(0, 7).Select(i => Add(i, out _))];
        Array.ForEach(proven, one => Assert.Null(_known.Prove(one)));
        Add(7, out KnownIssuer? evicted);
        Assert.Null(evicted);
        for (int i = 8; i < 200; i++)
        {
            Add(i, out evicted);
            Assert.Equal([(byte)(i - 1)], evicted!.Issuer);
        }

        Assert.All(proven, one => Assert.False(one.IsDropped));
        Assert.All(proven, one => Assert.Same(one, _known.Find(one.Issuer)));
    }

    [Fact]
    public void A_newcomer_that_proves_itself_takes_the_place_of_the_oldest_that_did()
    {
        KnownIssuer[] proven = [.. Enumerable.Range(0, 7).Select(i => Add(i, out _))];
        Array.ForEach(proven, one => _known.Prove(one));
        KnownIssuer newcomer = Add(7, out _);
        Assert.Same(proven[0], _known.Prove(newcomer));
        Assert.True(proven[0].IsDropped);
        Assert.Null(_known.Prove(newcomer));
        Assert.Equal(7, _known.Count);

        // A place for those that did not is left.
        Add(8, out KnownIssuer? evicted);
        Assert.Null(evicted);
    }

    [Fact]
    public void One_with_another_policy_keeps_its_place_and_its_proof()
    {
        KnownIssuer[] all = [.. Enumerable.Range(0, 8).Select(i => Add(i, out _))];
        _known.Prove(all[0]);
        KnownIssuer next = Make(0);
        Assert.Null(_known.Add(next, all[0]));
        Assert.True(all[0].IsDropped);
        Assert.True(next.IsProven);
        Assert.Same(next, _known.Find([0]));
        Assert.Equal(8, _known.Count);
        Assert.Null(_known.Prove(all[0]));

        // What is proven is counted once: seven others can be proven in all.
        Assert.All(all[1..7], one => Assert.Null(_known.Prove(one)));
        Assert.NotNull(_known.Prove(all[7]));
    }

    [Fact]
    public void One_that_is_removed_gives_its_place_back()
    {
        KnownIssuer[] all = [.. Enumerable.Range(0, 7).Select(i => Add(i, out _))];
        Array.ForEach(all, one => _known.Prove(one));
        _known.Remove(all[3]);
        Assert.True(all[3].IsDropped);
        Assert.Null(_known.Find([3]));
        Assert.Equal(6, _known.Count);
        Assert.Null(_known.Prove(all[3]));
        KnownIssuer next = Add(9, out _);
        Assert.Null(_known.Prove(next));
        Assert.Equal(7, _known.All.Count());
    }

    [Theory, InlineData(9_999_999, 0), InlineData(10_000_000, 10_000_000)]
    public void A_use_is_noted_once_a_second(long ticks, long usedAt)
    {
        KnownIssuer one = Make(0);
        one.Use(At(ticks));
        Assert.Equal(usedAt, one.UsedAt);
    }

    private static TwoClocks At(long monotonic) => new(0, monotonic < 1_000 ? monotonic * TimeSpan.TicksPerSecond : monotonic);

    private KnownIssuer Add(int number, out KnownIssuer? evicted)
    {
        KnownIssuer added = Make(number);
        evicted = _known.Add(added, null);
        return added;
    }

    private static KnownIssuer Make(int number)
    {
        VerificationPolicy policy = Tokens.Policy(Tokens.Keys(JwtAlgorithm.ES256), JwtAlgorithm.ES256);
        return new([(byte)number], $"{number}", policy, new JwtVerifier(policy), new IssuerState(new TwoClocks(0, number)));
    }
}
