namespace JwtCore.Bench;

/// <summary>The folder of dated runs, and the files that are made from the newest run.</summary>
internal sealed class ResultFolder(string root)
{
    /// <summary>The repository's root.</summary>
    public string Root => root;

    public string Readme => Path.Combine(root, "README.md");

    public string Chart => Path.Combine(Folder, "latest.svg");

    private string Folder => Path.Combine(root, "bench", "results");

    /// <summary>The repository that a path lies in.</summary>
    /// <exception cref="InvalidOperationException">It lies in none.</exception>
    public static ResultFolder Find(string path)
    {
        DirectoryInfo? folder = new(path);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "JwtCore.sln")))
        {
            folder = folder.Parent;
        }

        return new ResultFolder(folder?.FullName ?? throw new InvalidOperationException("Run it from within the repository."));
    }

    /// <summary>The files of all runs, oldest first.</summary>
    public string[] Files() => [.. Directory.GetFiles(Folder, "????-??-??.json").Order(StringComparer.Ordinal)];

    /// <summary>The newest run, or null before the first.</summary>
    public RunResult? Newest() => Files() is [.., string file] ? RunResult.Parse(File.ReadAllText(file)) : null;

    /// <summary>Keeps a run, and makes everything anew that is made from the newest one.</summary>
    public void Keep(RunResult run)
    {
        File.WriteAllText(Path.Combine(Folder, run.Facts.Date + ".json"), run.ToJson());
        Draw();
    }

    /// <summary>Makes the page, README's table and the chart of the newest run.</summary>
    /// <exception cref="InvalidOperationException">There is no run yet.</exception>
    public void Draw()
    {
        RunResult newest = Newest() ?? throw new InvalidOperationException("There is no run to draw.");
        File.WriteAllText(Path.ChangeExtension(Files()[^1], ".md"), ResultPage.Write(newest));
        File.WriteAllText(Readme, ReadmeTable.Place(File.ReadAllText(Readme), newest));
        File.WriteAllText(Chart, BarChart.Draw(newest));
    }
}
