using System.Reflection;
using System.Text;
using JwtCore.Tests.Architecture;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Recipes;

/// <summary>
/// The samples of docs/issuers.md, compiled: what a reader copies is what the tests run. A recipe is known by the heading
/// above it. A sample with <c>var policy</c> is its policy, any other its functions.
/// </summary>
internal static class RecipePage
{
    private const string PolicySample = "var policy = ";

    private static readonly string Page = Path.Combine(Repository.Root, "docs", "issuers.md");

    private static readonly ILookup<string, Sample> ByHeading = Read();

    private static readonly Assembly Compiled = Compile();

    /// <summary>The headings above a policy, in the order of the page.</summary>
    public static IReadOnlyList<string> Recipes =>
        [.. ByHeading.Where(group => group.Any(IsPolicy)).Select(group => group.Key)];

    /// <summary>Whether no heading has two policies.</summary>
    public static bool HasOnePolicyEach => ByHeading.All(group => group.Count(IsPolicy) <= 1);

    /// <summary>The policy under a heading, with these keys for <c>keys</c>.</summary>
    public static VerificationPolicy Policy(string heading, KeySource keys) => Function<Func<KeySource, VerificationPolicy>>(heading, "Policy")(keys);

    /// <summary>A function under a heading.</summary>
    public static T Function<T>(string heading, string name)
        where T : Delegate =>
        Compiled.GetType(ClassName(heading), throwOnError: true)!
            .GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!
            .CreateDelegate<T>();

    private static ILookup<string, Sample> Read()
    {
        string text = File.ReadAllText(Page);
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        return Sample.Extract("docs/issuers.md", text).ToLookup(sample =>
            lines.Take(sample.Line).Last(line => line.StartsWith('#')).TrimStart('#').Trim());
    }

    private static Assembly Compile()
    {
        StringBuilder usings = new("using JwtCore;\n");
        StringBuilder classes = new();
        foreach (IGrouping<string, Sample> heading in ByHeading)
        {
            classes.Append(null, $"internal static class {ClassName(heading.Key)}\n{{\n");
            foreach (Sample sample in heading)
            {
                string[] lines = sample.Code.Split('\n');
                usings.AppendJoin('\n', lines.Where(IsUsing)).Append('\n');
                string code = string.Join('\n', lines.SkipWhile(line => IsUsing(line) || line.Length == 0));
                classes.Append(IsPolicy(sample) ? $"static VerificationPolicy Policy(KeySource keys)\n{{\n{code}\nreturn policy;\n}}\n" : code + "\n");
            }

            classes.Append("}\n");
        }

        return Compiler.Load(string.Join('\n', usings.ToString().Split('\n').Distinct()) + classes);
    }

    private static bool IsPolicy(Sample sample) => sample.Code.StartsWith(PolicySample, StringComparison.Ordinal);

    private static bool IsUsing(string line) => line.StartsWith("using ", StringComparison.Ordinal) && line.EndsWith(';');

    private static string ClassName(string heading) => "Recipe_" + string.Concat(heading.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
}
