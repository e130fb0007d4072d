// usage: dotnet run --file tests/JwtCore.Mutation/report.cs -- FOLDER [FILE]
// Reads what run left in FOLDER, prints the counts per folder of the core, and holds what survived against docs/mutation.md.
// Fails for a survivor of a strict file that is not listed there, for an entry that no longer survives, and, once all mutants
// are tried, for a score below the target. Then it writes the counts to FILE.
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using JwtCore.Policies;

const double Target = 95;
const string ListFile = "docs/mutation.md";

Mutant[] all = [.. Mutant.ReadAll(Path.Combine(args[0], "report.json"))];
int untried = all.Count(mutant => mutant.Status == Mutant.Untried);
Mutant[] alive = [.. all.Where(mutant => mutant.IsAlive)];
List<string> table = ["| folder | killed | timeout | survived | not covered | does not compile | ignored | not tried | score |", "|---|---|---|---|---|---|---|---|---|"];
table.AddRange(all.GroupBy(mutant => mutant.Folder).OrderBy(group => group.Key, StringComparer.Ordinal).Select(folder => Row(folder.Key, [.. folder])));
table.Add(Row("all", all));

List<Entry> unused = Entry.ReadAll(ListFile);
int listed = 0;
List<string> faults = [];
foreach (Mutant mutant in alive)
{
    int index = unused.FindIndex(entry => entry.Covers(mutant));
    if (index >= 0)
    {
        unused.RemoveAt(index);
        listed++;
    }
    else if (mutant.IsStrict)
    {
        faults.Add($"not listed: {mutant}");
    }
    else
    {
        Console.WriteLine($"open: {mutant}");
    }
}

faults.AddRange(unused.Where(entry => !all.Any(mutant => mutant.File == entry.File && mutant.Status == Mutant.Untried)).Select(entry => $"no longer survives: {entry}"));

// An equivalent is no mutant that tests could kill, so it does not count against them.
double score = 100.0 * Dead(all) / Math.Max(Dead(all) + alive.Length - listed, 1);
if (untried == 0 && score < Target)
{
    faults.Add(string.Create(CultureInfo.InvariantCulture, $"the score is {score:F2} %, below {Target} %"));
}

string summary = string.Create(CultureInfo.InvariantCulture, $"{alive.Length} alive, {listed} of them listed with their reasons. Without those the score is {Math.Floor(100 * score) / 100:F2} %.");
Console.WriteLine($"\n{string.Join('\n', table)}\n\n{summary}");
faults.ForEach(Console.WriteLine);
if (args is [_, string file] && untried == 0)
{
    File.WriteAllText(file, $"""
        # Mutation testing, {DateTime.UtcNow:yyyy-MM-dd}

        Written by `tests/JwtCore.Mutation/report.cs` from the report of `tests/JwtCore.Mutation/run`, commit `{File.ReadAllText(Path.Combine(args[0], "commit"))[..7]}`. The
        score is what was killed or timed out among all that compiles and is not ignored, rounded down.

        {string.Join('\n', table)}

        {summary} [The list](../../docs/mutation.md).

        """);
}

return faults.Count == 0 ? 0 : 1;

static int Dead(Mutant[] mutants) => mutants.Count(mutant => mutant.Status is "Killed" or "Timeout");

static double Score(Mutant[] mutants)
{
    int valid = Dead(mutants) + mutants.Count(mutant => mutant.IsAlive);
    return valid == 0 ? 100 : 100.0 * Dead(mutants) / valid;
}

static string Row(string name, Mutant[] mutants)
{
    string[] states = ["Killed", "Timeout", "Survived", "NoCoverage", "CompileError", "Ignored", Mutant.Untried];
    string counts = string.Join(" | ", states.Select(state => mutants.Count(mutant => mutant.Status == state)));
    return string.Create(CultureInfo.InvariantCulture, $"| {name} | {counts} | {Math.Floor(100 * Score(mutants)) / 100:F2} % |");
}

/// <summary>A mutant of the core, with the text that it replaces.</summary>
internal sealed record Mutant(string File, int Line, string Status, string Original, string Replacement)
{
    /// <summary>The status of one that was not tried; what Stryker says of it does not count.</summary>
    public const string Untried = "Untried";

    public bool IsAlive => Status is "Survived" or "NoCoverage";

    public string Folder => File.Contains('/') ? File[..File.IndexOf('/')] : "(root)";

    /// <summary>In these files a survivor must be one that nothing can tell from the original.</summary>
    public bool IsStrict => Folder is "Rules" or "Algorithms" or "Pipeline" || File is "Policies/KeyChoice.cs" or "Policies/PolicyRouter.cs" or "Keys/KeyIndex.cs";

    public static IEnumerable<Mutant> ReadAll(string report)
    {
        using JsonDocument document = JsonDocument.Parse(System.IO.File.ReadAllText(report));
        foreach (JsonProperty file in document.RootElement.GetProperty("files").EnumerateObject())
        {
            string[] lines = file.Value.GetProperty("source").GetString()!.Split('\n');
            string name = file.Name[(file.Name.LastIndexOf("src/JwtCore/", StringComparison.Ordinal) + "src/JwtCore/".Length)..];
            foreach (JsonElement mutant in file.Value.GetProperty("mutants").EnumerateArray())
            {
                string status = mutant.GetProperty("status").GetString()!;
                status = status is "CompileError" or "Ignored" || mutant.TryGetProperty("tried", out _) ? status : Untried;
                JsonElement start = mutant.GetProperty("location").GetProperty("start");
                JsonElement end = mutant.GetProperty("location").GetProperty("end");
                int first = start.GetProperty("line").GetInt32();
                string original = Cut(lines, first, start.GetProperty("column").GetInt32(), end.GetProperty("line").GetInt32(), end.GetProperty("column").GetInt32());
                yield return new Mutant(name, first, status, Short(original), Short(mutant.GetProperty("replacement").GetString()!));
            }
        }
    }

    public override string ToString() => $"{File}:{Line} `{Original}` => `{Replacement}` ({Status})";

    private static string Cut(string[] lines, int line, int column, int lastLine, int lastColumn)
    {
        string[] part = lines[(line - 1)..lastLine];
        part[^1] = part[^1][..Math.Min(part[^1].Length, lastColumn - 1)];
        part[0] = part[0][Math.Min(part[0].Length, column - 1)..];
        return string.Join('\n', part);
    }

    private static string Short(string text)
    {
        text = Regex.Replace(text, @"\s+", " ").Trim();
        return text.Length <= 100 ? text : text[..100] + "...";
    }
}

/// <summary>A line of the list: one survivor of a file, known by its texts, since its line moves.</summary>
internal sealed record Entry(string File, string Original, string Replacement)
{
    public static List<Entry> ReadAll(string file) =>
    [
        .. System.IO.File.ReadLines(file)
            .Select(line => Regex.Match(line, "^- (\\S+) `(.*?)` => `(.*?)`: ."))
            .Where(match => match.Success)
            .Select(match => new Entry(match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value)),
    ];

    public bool Covers(Mutant mutant) => mutant.File == File && mutant.Original == Original && mutant.Replacement == Replacement;

    public override string ToString() => $"{File} `{Original}` => `{Replacement}`";
}
