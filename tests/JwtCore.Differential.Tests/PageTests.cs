using JwtCore.Differential.Verdicts;

namespace JwtCore.Differential.Tests;

public class PageTests
{
    [Fact]
    public void The_page_says_what_the_ledger_says()
    {
        string page = File.ReadAllText(Page.File);

        Assert.True(page == Page.Renew(page, Ledger.Own), "docs/differential.md differs from the ledger; renew it with `dotnet run --project fuzz/JwtCore.Differential -- page`.");
    }

    [Fact]
    public void Another_ledger_makes_another_page()
    {
        string page = File.ReadAllText(Page.File);

        Assert.NotEqual(page, Page.Renew(page, new Ledger([.. Ledger.Own.Entries.Skip(1)])));
    }
}
