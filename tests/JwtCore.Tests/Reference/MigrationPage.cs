using System.Reflection;
using System.Text;
using JwtCore.Tests.Architecture;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Reference;

/// <summary>
/// A page for those who come from another library, as the tests read it: its functions compiled, so that what a reader
/// copies is what the tests run, and its tables row by row.
/// </summary>
internal sealed class MigrationPage
{
    private readonly string[] _lines;
    private readonly Lazy<Assembly> _compiled;

    private MigrationPage(string name)
    {
        string text = File.ReadAllText(Path.Combine(Repository.Root, "docs", name));
        _lines = text.ReplaceLineEndings("\n").Split('\n');
        _compiled = new Lazy<Assembly>(() => Compile(Sample.Extract($"docs/{name}", text)));
    }

    public static MigrationPage FromFastMcp { get; } = new("from-fastmcp.md");

    public static MigrationPage FromJwtBearer { get; } = new("from-jwtbearer.md");

    /// <summary>A function of the page.</summary>
    public T Function<T>(string name)
        where T : Delegate =>
        _compiled.Value.GetType("Page", throwOnError: true)!
            .GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!
            .CreateDelegate<T>();

    /// <summary>The cells of the rows of the first table under a heading, without backticks.</summary>
    public string[][] Rows(string heading) =>
    [
        .. _lines.SkipWhile(line => line.TrimStart('#').Trim() != heading)
            .SkipWhile(line => !line.StartsWith('|'))
            .TakeWhile(line => line.StartsWith('|'))
            .Skip(2)
            .Select(line => line.Trim('|').Split(" | ").Select(cell => cell.Trim().Replace("`", "", StringComparison.Ordinal)).ToArray()),
    ];

    private static Assembly Compile(IEnumerable<Sample> samples)
    {
        StringBuilder usings = new("using JwtCore;\n");
        StringBuilder functions = new();
        foreach (Sample sample in samples)
        {
            string[] lines = sample.Code.Split('\n');
            string code = string.Join('\n', lines.SkipWhile(line => IsUsing(line) || line.Length == 0));
            if (code.StartsWith("static ", StringComparison.Ordinal))
            {
                usings.AppendJoin('\n', lines.Where(line => IsUsing(line) && line != "using JwtCore;")).Append('\n');
                functions.Append(code).Append('\n');
            }
        }

        return Compiler.Load(string.Join('\n', usings.ToString().Split('\n').Distinct()) + $"internal static class Page\n{{\n{functions}}}\n");
    }

    private static bool IsUsing(string line) => line.StartsWith("using ", StringComparison.Ordinal) && line.EndsWith(';');
}
