using JwtCore.Differential.Facts;
using JwtCore.Differential.Tokens;
using JwtCore.Differential.Verdicts;

namespace JwtCore.Differential.Tests;

public class RunTests
{
    private const int Tokens = 5_000;

    [Fact]
    public void Every_disagreement_is_in_the_ledger()
    {
        Tally tally = Judge(Ledger.Own);

        Assert.Empty(Outcome.Faults(Ledger.Own, tally, isFull: false));
        Assert.Equal(Tokens, tally.Tokens);
        Assert.All(tally.Libraries, library => Assert.InRange(library.Value.Accepted, Tokens / 10, Tokens * 9 / 10));
        Assert.NotEmpty(tally.Needed);
    }

    [Fact]
    public void Without_its_ledger_the_run_fails()
    {
        IReadOnlyList<string> faults = Outcome.Faults(new Ledger([]), Judge(new Ledger([])), isFull: false);

        Assert.Contains(faults, fault => fault.Contains("jose-jwt accepts, JwtCore refuses (HeaderMalformed); facts: header: duplicate member", StringComparison.Ordinal));
        Assert.All(faults, fault => Assert.Contains("judge ", fault, StringComparison.Ordinal));
    }

    [Fact]
    public void A_finding_is_made_again_by_its_seed_and_chunk()
    {
        (Setting, string, string)[] first = Draw(17);

        Assert.Equal(first, Draw(17));
        Assert.NotEqual(first, Draw(18));
    }

    [Fact]
    public void Every_kind_of_damage_is_drawn()
    {
        HashSet<string> drawn = [];
        for (int chunk = 0; chunk < 3; chunk++)
        {
            TokenSource source = new(Worker.SeedOf(1, chunk));
            drawn.UnionWith(Enumerable.Range(0, Worker.ChunkSize).SelectMany(_ => source.Next().Token.Kinds));
        }

        Assert.Empty(TokenSource.Kinds.Except(drawn));
        Assert.Distinct(TokenSource.Kinds);
    }

    [Fact]
    public void Every_fact_can_be_asked_of_every_token_and_those_of_the_ledger_are_found()
    {
        // A source signs few tokens with asymmetric keys and draws from those; several have every kind of damage.
        const int sources = 24;
        HashSet<string> found = [];
        for (int i = 0; i < sources; i++)
        {
            TokenSource source = new(i);
            for (int j = 0; j < 8 * Tokens / sources; j++)
            {
                (Setting setting, Signed token) = source.Next();
                found.UnionWith(new FactSet(setting, token.ToString()).Names());
            }
        }

        Assert.Empty(Ledger.Own.Entries.Select(entry => entry.Fact).Except(found));
    }

    private static Tally Judge(Ledger ledger)
    {
        Worker worker = new(ledger, Run.Judges, null, seed: 5);
        worker.Judge(0, Tokens);
        return worker.Tally;
    }

    // ECDSA and PSS signatures have random numbers in them; the rest of such a token is settled.
    private static (Setting, string, string)[] Draw(int seed)
    {
        TokenSource source = new(seed);
        return [.. Enumerable.Range(0, 500).Select(_ => source.Next()).Select(item => (item.Setting, string.Join('+', item.Token.Kinds), item.Token.Key.Type == "oct" ? item.Token.ToString() : item.Token.Header + item.Token.Payload))];
    }
}
