using Microsoft.CodeAnalysis;

namespace JwtCore.Tests.Architecture;

/// <summary>A C# sample of a page: the text between <c>```csharp</c> and <c>```</c>.</summary>
/// <param name="Page">The page's path.</param>
/// <param name="Line">The line of the sample's first line, from 1.</param>
/// <param name="Code">The sample, without the fence's indentation.</param>
internal sealed record Sample(string Page, int Line, string Code)
{
    // What samples may use without declaring it.
    private const string Prelude = """
        global using JwtCore;
        global using static Prelude;

        internal static class Prelude
        {
            public static string authorizationHeader => "Bearer e30.e30.";

            public static string jwksFile => "jwks.json";

            public static KeySource keys => null!;

            public static JwtVerifier verifier => null!;

            public static System.Threading.CancellationToken cancellationToken => default;

            public static void Handle<T1, T2>(scoped T1 first, scoped T2 second) where T1 : allows ref struct where T2 : allows ref struct { }

            public static void Handle<T>(scoped T value) where T : allows ref struct { }

            public static void Refuse(VerifyError error) { }
        }
        """;

    private static readonly string[] Languages = ["csharp", "cs", "c#"];

    /// <summary>The samples of a Markdown page (CommonMark section 4.5): fences of three or more backticks or tildes.</summary>
    /// <exception cref="FormatException">A sample has no end.</exception>
    public static IEnumerable<Sample> Extract(string page, string markdown)
    {
        string[] lines = markdown.ReplaceLineEndings("\n").Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            string fence = Fence(lines[i]);
            if (fence.Length == 0)
            {
                continue;
            }

            int indentation = lines[i].Length - lines[i].TrimStart().Length;
            bool isSample = Languages.Contains(lines[i].Trim()[fence.Length..].Trim().Split(' ')[0], StringComparer.OrdinalIgnoreCase);
            int start = i + 1;
            do
            {
                i++;
            }
            while (i < lines.Length && !Closes(lines[i].Trim(), fence));

            if (i == lines.Length)
            {
                throw new FormatException($"{page}({start}): the block has no end.");
            }

            if (isSample)
            {
                string code = string.Join('\n', lines[start..i].Select(line => line[Math.Min(indentation, line.Length - line.TrimStart().Length)..]));
                yield return new Sample(page, start + 1, code);
            }
        }
    }

    /// <summary>Why the sample does not compile, neither as statements with types behind them nor as declarations; empty when it does.</summary>
    public string Refusal()
    {
        Diagnostic[] asStatements = Compiler.ErrorsOfSample(Prelude, Code, OutputKind.ConsoleApplication);
        Diagnostic[] asDeclarations = asStatements.Length == 0 ? [] : Compiler.ErrorsOfSample(Prelude, Code, OutputKind.DynamicallyLinkedLibrary);
        return asStatements.Length == 0 || asDeclarations.Length == 0
            ? ""
            : $"{Page}({Line}) does not compile.\nAs statements:\n{Lines(asStatements)}\nAs declarations:\n{Lines(asDeclarations)}\n";
    }

    private string Lines(Diagnostic[] errors) =>
        string.Join('\n', errors.Select(error => $"  {Page}({Line + error.Location.GetLineSpan().StartLinePosition.Line}): {error.Id}: {error.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}"));

    private static string Fence(string line)
    {
        string text = line.TrimStart();
        int length = text.Length == 0 || text[0] is not ('`' or '~') ? 0 : text.Length - text.TrimStart(text[0]).Length;
        return length >= 3 && !(text[0] == '`' && text[length..].Contains('`')) ? text[..length] : "";
    }

    private static bool Closes(string line, string fence) => line.Length >= fence.Length && line.All(c => c == fence[0]);
}
