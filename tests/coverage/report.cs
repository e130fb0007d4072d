// usage: dotnet run --file tests/coverage/report.cs -- LEAST REPORT
// Prints the lines and branches reached of each folder of the core, from a Cobertura report, and the lines with a branch
// that no test takes. Fails when less than LEAST percent of all branches are reached.
using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

double least = double.Parse(args[0], CultureInfo.InvariantCulture);

// A line stands in every class that the compiler made of it: an iterator, a lambda, an async method.
Line[] lines =
[
    .. XDocument.Load(args[1]).Descendants("class")
        .SelectMany(type => type.Element("lines")!.Elements("line").Select(line => Line.Read((string)type.Attribute("filename")!, line)))
        .GroupBy(line => (line.File, line.Number))
        .Select(same => same.First() with
        {
            Hits = same.Max(line => line.Hits),
            Branches = same.Sum(line => line.Branches),
            Taken = same.Sum(line => line.Taken),
        }),
];

Console.WriteLine("not taken:");
foreach (Line line in lines.Where(line => line.Taken < line.Branches).OrderBy(line => line.File, StringComparer.Ordinal).ThenBy(line => line.Number))
{
    Console.WriteLine($"  {line.File}:{line.Number} {line.Taken} of {line.Branches}");
}

Console.WriteLine("not reached:");
foreach (Line line in lines.Where(line => line.Hits == 0).OrderBy(line => line.File, StringComparer.Ordinal).ThenBy(line => line.Number))
{
    Console.WriteLine($"  {line.File}:{line.Number}");
}

Console.WriteLine("\n| folder | lines | branches |\n|---|---|---|");
foreach (IGrouping<string, Line> folder in lines.GroupBy(line => line.Folder).OrderBy(group => group.Key, StringComparer.Ordinal))
{
    Print(folder.Key, [.. folder]);
}

Print("all", lines);
double reached = 100.0 * lines.Sum(line => line.Taken) / lines.Sum(line => line.Branches);
return reached >= least ? 0 : 1;

static void Print(string name, Line[] lines) => Console.WriteLine(
    $"| {name} | {Share(lines.Count(line => line.Hits > 0), lines.Length)} | {Share(lines.Sum(line => line.Taken), lines.Sum(line => line.Branches))} |");

// Rounded down, so that nothing looks complete that is not.
static string Share(int part, int whole) => whole == 0 ? "none" : string.Create(
    CultureInfo.InvariantCulture, $"{part} of {whole}, {Math.Floor(10_000.0 * part / whole) / 100:F2} %");

/// <summary>A line of the core: how often it ran, and how many of its branches were taken.</summary>
internal sealed record Line(string File, int Number, long Hits, int Branches, int Taken)
{
    public string Folder => File.Contains('/') ? File[..File.IndexOf('/')] : "(root)";

    public static Line Read(string file, XElement line)
    {
        file = file.Replace('\\', '/');
        file = file[(file.LastIndexOf("JwtCore/", StringComparison.Ordinal) is >= 0 and int at ? at + "JwtCore/".Length : 0)..];
        Match branches = Regex.Match((string?)line.Attribute("condition-coverage") ?? "", @"\((\d+)/(\d+)\)");
        int Group(int group) => branches.Success ? int.Parse(branches.Groups[group].Value, CultureInfo.InvariantCulture) : 0;
        return new Line(file, (int)line.Attribute("number")!, (long)line.Attribute("hits")!, Group(2), Group(1));
    }
}
