using JwtCore.Differential.Facts;
using JwtCore.Differential.Verdicts;

namespace JwtCore.Differential.Tests;

public class LedgerTests
{
    private static readonly LedgerEntry Refused = Entry("padding", "NotCompactJws", ("jose-jwt", []), ("jose", []));
    private static readonly LedgerEntry Accepted = Entry("no kid", "None", ("jose", ["ERR_A", "ERR_B"]));

    [Theory]
    [InlineData("jose-jwt", "NotCompactJws", "", "padding", true)]
    [InlineData("jose", "NotCompactJws", "", "padding", true)]
    [InlineData("Microsoft.IdentityModel", "NotCompactJws", "", "padding", false)]
    [InlineData("jose-jwt", "HeaderMalformed", "", "padding", false)]
    [InlineData("jose-jwt", "NotCompactJws", "", "no kid", false)]
    [InlineData("jose", "None", "ERR_A", "no kid", true)]
    [InlineData("jose", "None", "ERR_B", "no kid", true)]
    [InlineData("jose", "None", "ERR_C", "no kid", false)]
    [InlineData("jose", "None", "ERR_A", "padding", false)]
    [InlineData("jose", "NotCompactJws", "ERR_A", "padding", false)]
    public void An_entry_explains_its_library_verdict_code_and_fact_alone(string library, string verdict, string code, string fact, bool isExplained) =>
        Assert.Equal(isExplained, new Ledger([Refused, Accepted]).Find(new Disagreement(library, verdict, code, new FactSet(fact))).Length == 1);

    [Fact]
    public void An_unlisted_disagreement_fails_a_run()
    {
        Tally tally = new();
        Assert.Empty(Outcome.Faults(new Ledger([]), tally, isFull: false));

        tally.Report("jose accepts, JwtCore refuses", "the token");

        Assert.Contains("the token", Assert.Single(Outcome.Faults(new Ledger([]), tally, isFull: false)), StringComparison.Ordinal);
    }

    [Fact]
    public void An_entry_that_no_longer_occurs_fails_a_full_run_and_no_other()
    {
        Ledger ledger = new([Refused]);
        Tally tally = Judged("jose-jwt", "jose");
        tally.Explain([0], "jose");

        Assert.Equal("no longer needed in the ledger: jose-jwt: padding, NotCompactJws", Assert.Single(Outcome.Faults(ledger, tally, isFull: true)));
        Assert.Empty(Outcome.Faults(ledger, tally, isFull: false));
    }

    [Fact]
    public void An_entry_is_needed_where_no_other_explains()
    {
        Ledger ledger = new([Refused, Entry("no kid", "NotCompactJws", ("jose", []))]);
        Tally tally = Judged("jose");
        tally.Explain([0, 1], "jose");
        tally.Explain([0], "jose");

        Assert.Equal("no longer needed in the ledger: jose: no kid, NotCompactJws", Assert.Single(Outcome.Faults(ledger, tally, isFull: true)));
    }

    [Fact]
    public void A_library_that_did_not_take_part_makes_no_entry_stale() =>
        Assert.Empty(Outcome.Faults(new Ledger([Accepted]), Judged("jose-jwt"), isFull: true));

    [Fact]
    public void Every_fact_of_the_ledger_is_one_that_is_looked_for() =>
        Assert.Empty(Ledger.Own.Entries.Select(entry => entry.Fact).Except(TokenFacts.All.Select(fact => fact.Name)));

    [Fact]
    public void Every_entry_names_an_error_a_library_a_reason_and_its_source() => Assert.All(Ledger.Own.Entries, entry =>
    {
        Assert.Contains(entry.Verdict, Enum.GetNames<VerifyError>());
        Assert.NotEmpty(entry.Libraries);
        Assert.All(entry.Libraries, library => Assert.Equal(entry.Verdict == "None", library.Value.Length > 0));
        Assert.True(entry.Reason.Length > 20 && entry.Source.Length > 5);
    });

    [Fact]
    public void No_entry_stands_twice() => Assert.Distinct(Ledger.Own.Entries.Select(entry => (entry.Fact, entry.Verdict)));

    private static LedgerEntry Entry(string fact, string verdict, params (string Name, string[] Codes)[] libraries) => new()
    {
        Fact = fact,
        Verdict = verdict,
        Libraries = libraries.ToDictionary(library => library.Name, library => library.Codes),
        Reason = "because",
        Source = "RFC",
    };

    private static Tally Judged(params string[] libraries)
    {
        Tally tally = new();
        tally.Count("Nearest", [], [.. libraries.Select(library => (library, Verdict.Accept(null)))]);
        return tally;
    }
}
