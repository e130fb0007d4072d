using System.Runtime.CompilerServices;

namespace JwtCore.AspNetCore.Tests.SideBySide;

/// <summary>The tables of docs/from-jwtbearer.md about requests; the last cell of a row is why its verdicts differ.</summary>
internal static class SideBySidePage
{
    /// <summary>The rows of the first table under a heading, each with its cells.</summary>
    public static string[][] Rows(string heading) =>
    [
        .. File.ReadLines(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", "..", "docs", "from-jwtbearer.md"))
            .SkipWhile(line => line.TrimStart('#').Trim() != heading)
            .SkipWhile(line => !line.StartsWith('|'))
            .TakeWhile(line => line.StartsWith('|'))
            .Skip(2)
            .Select(line => line.Trim('|').Split(" | ").Select(cell => cell.Trim()).ToArray()),
    ];

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
