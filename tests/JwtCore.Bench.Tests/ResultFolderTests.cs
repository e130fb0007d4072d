namespace JwtCore.Bench.Tests;

/// <summary>What the repository shows is what the newest run measured.</summary>
public class ResultFolderTests
{
    private static readonly ResultFolder Folder = ResultFolder.Find(AppContext.BaseDirectory);

    private static readonly RunResult Newest = Folder.Newest() ?? throw new InvalidOperationException("There is no run.");

    [Fact]
    public void The_table_in_the_readme_is_that_of_the_newest_run()
    {
        string readme = File.ReadAllText(Folder.Readme);

        Assert.Equal(ReadmeTable.Place(readme, Newest), readme);
    }

    [Fact]
    public void The_chart_is_that_of_the_newest_run() => Assert.Equal(BarChart.Draw(Newest), File.ReadAllText(Folder.Chart));

    [Fact]
    public void Every_run_names_machine_runtime_and_commit() => Assert.All(Folder.Files(), file =>
    {
        RunFacts facts = RunResult.Parse(File.ReadAllText(file)).Facts;
        Assert.Equal(Path.GetFileNameWithoutExtension(file), facts.Date);
        Assert.NotEmpty(facts.Machine);
        Assert.True(facts.Cores > 0);
        Assert.StartsWith(".NET ", facts.Runtime, StringComparison.Ordinal);
        Assert.Matches("^[0-9a-f]{12}[+]?$", facts.Commit);
    });

    [Fact]
    public void The_newest_runs_page_is_made_from_its_figures() =>
        Assert.StartsWith(ResultPage.Write(Newest), File.ReadAllText(Path.ChangeExtension(Folder.Files()[^1], ".md")), StringComparison.Ordinal);

    [Fact]
    public void A_run_survives_its_file()
    {
        RunResult run = Given.Run(Given.Rows());

        RunResult read = RunResult.Parse(run.ToJson());

        Assert.Equal(run.Rows, read.Rows);
        Assert.Equal(run.ToJson(), read.ToJson());
    }

    [Fact]
    public void A_page_without_the_marks_is_refused() => Assert.Throws<InvalidOperationException>(() => ReadmeTable.Place("# A page", Newest));

    [Fact]
    public void Another_figure_makes_another_table_and_another_chart()
    {
        RunResult other = Newest with { Rows = [.. Newest.Rows.Select(row => row with { AboveFirst = row.AboveFirst + 1_000 })] };

        Assert.NotEqual(ReadmeTable.Write(Newest), ReadmeTable.Write(other));
        Assert.NotEqual(BarChart.Draw(Newest), BarChart.Draw(other));
    }
}
