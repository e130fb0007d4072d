using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace JwtCore.Fuzz.Results;

/// <summary>Lines and branches of the core that were reached, folder by folder.</summary>
internal sealed partial class Coverage
{
    private readonly SortedDictionary<string, Counts> _folders = new(StringComparer.Ordinal);

    private Coverage()
    {
    }

    /// <summary>Reads a report in the format of Cobertura.</summary>
    public static Coverage Read(string file)
    {
        Coverage coverage = new();

        // A file may stand in several entries, one for each of its types: a line counts once.
        foreach (IGrouping<string, XElement> source in XDocument.Load(file).Descendants("class").GroupBy(entry => entry.Attribute("filename")!.Value))
        {
            string folder = Folder(source.Key);
            Counts counts = coverage._folders.GetValueOrDefault(folder);
            foreach (IGrouping<string, XElement> line in source.Elements("lines").Elements("line").GroupBy(line => line.Attribute("number")!.Value))
            {
                counts.Lines++;
                counts.LinesReached += line.Any(entry => entry.Attribute("hits")!.Value != "0") ? 1 : 0;
                foreach (Match branches in line.Select(entry => Branches().Match(entry.Attribute("condition-coverage")?.Value ?? "")).Where(match => match.Success))
                {
                    counts.BranchesReached += int.Parse(branches.Groups[1].Value, CultureInfo.InvariantCulture);
                    counts.Branches += int.Parse(branches.Groups[2].Value, CultureInfo.InvariantCulture);
                }
            }

            coverage._folders[folder] = counts;
        }

        return coverage;
    }

    public void Write(TextWriter writer)
    {
        writer.WriteLine("| folder of the core | lines reached | branches reached |");
        writer.WriteLine("|---|---|---|");
        Counts all = default;
        foreach ((string folder, Counts counts) in _folders)
        {
            WriteRow(writer, folder, counts);
            all.Lines += counts.Lines;
            all.LinesReached += counts.LinesReached;
            all.Branches += counts.Branches;
            all.BranchesReached += counts.BranchesReached;
        }

        WriteRow(writer, "all", all);
    }

    private static void WriteRow(TextWriter writer, string name, Counts counts) => writer.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"| {name} | {counts.LinesReached:N0} of {counts.Lines:N0} ({Share(counts.LinesReached, counts.Lines)}) | {counts.BranchesReached:N0} of {counts.Branches:N0} ({Share(counts.BranchesReached, counts.Branches)}) |"));

    // Cut, not rounded: 100.0 % is said of everything alone.
    private static string Share(int part, int whole) =>
        whole == 0 ? "-" : string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(1000.0 * part / whole) / 10:F1} %");

    private static string Folder(string file)
    {
        string path = file.Replace('\\', '/');
        int core = path.LastIndexOf("JwtCore/", StringComparison.Ordinal);
        string relative = core < 0 ? path : path[(core + "JwtCore/".Length)..];
        return relative.Contains('/') ? relative.Split('/')[0] : "(root)";
    }

    [GeneratedRegex(@"\((\d+)/(\d+)\)")]
    private static partial Regex Branches();

    private struct Counts
    {
        public int Lines;
        public int LinesReached;
        public int Branches;
        public int BranchesReached;
    }
}
