using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace JwtCore.Cli.Tests.Support;

/// <summary>
/// What commands print and answer, held against a file that is read like a session at a terminal. What differs from run
/// to run stands in braces. JWTCORE_UPDATE_GOLDEN=1 rewrites the files, to be reviewed and committed.
/// </summary>
internal sealed class GoldenScript(string name, params (string Value, string Shown)[] placeholders)
{
    private const string Update = "JWTCORE_UPDATE_GOLDEN";

    private readonly StringBuilder _session = new();

    private readonly List<(Regex Pattern, string Placeholder)> _random = [];

    /// <summary>Hides what a pattern finds.</summary>
    public GoldenScript Hide(string pattern, string placeholder)
    {
        _random.Add((new Regex(pattern, RegexOptions.CultureInvariant), placeholder));
        return this;
    }

    /// <summary>Adds a comment.</summary>
    public void Say(string comment) => _session.Append(CultureInfo.InvariantCulture, $"# {comment}\n");

    /// <summary>Adds a command and what came of it.</summary>
    public void Add(string[] args, Outcome outcome, string before = "", string after = "")
    {
        _session.Append(CultureInfo.InvariantCulture, $"$ {before}jwtcore").Append(string.Concat(args.Select(arg => " " + Quote(arg)))).Append(after).Append('\n').Append(outcome.Output);
        foreach (string line in outcome.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            _session.Append(CultureInfo.InvariantCulture, $"stderr: {line}\n");
        }

        _session.Append(CultureInfo.InvariantCulture, $"exit {outcome.Code}\n\n");
    }

    /// <summary>Compares the session with its file.</summary>
    public void Check()
    {
        string path = Path.Combine(GoldenTest.Root, "tests", "JwtCore.Cli.Tests", "Golden", name + ".txt");
        string actual = _session.ToString().Replace("\u001b", "{esc}", StringComparison.Ordinal);
        foreach ((string value, string shown) in placeholders)
        {
            actual = actual.Replace(value, shown, StringComparison.Ordinal);
        }

        actual = _random.Aggregate(actual, (text, random) => random.Pattern.Replace(text, $"{{{random.Placeholder}}}"));
        if (Environment.GetEnvironmentVariable(Update) == "1")
        {
            File.WriteAllText(path, actual);
        }

        string expected = File.Exists(path) ? File.ReadAllText(path) : "";
        Assert.True(expected == actual, $"The session differs from {name}.txt; if that is meant, run once with {Update}=1.\n{FirstDifference(expected.Split('\n'), actual.Split('\n'))}");
    }

    private static string FirstDifference(string[] expected, string[] actual)
    {
        int line = expected.Zip(actual).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"line {line + 1}\n- {expected.ElementAtOrDefault(line)}\n+ {actual.ElementAtOrDefault(line)}";
    }

    private static string Quote(string arg) => arg.Length > 0 && arg.All(c => char.IsAsciiLetterOrDigit(c) || "-_./:=@{}+".Contains(c)) ? arg : $"'{arg}'";
}
