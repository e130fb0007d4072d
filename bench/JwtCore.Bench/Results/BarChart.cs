using System.Globalization;
using System.Net;
using System.Text;

namespace JwtCore.Bench;

/// <summary>The chart in README: bars for the time above the floor and for the bytes, by library, on light and dark pages.</summary>
internal static class BarChart
{
    private const JwtAlgorithm Algorithm = JwtAlgorithm.RS256;
    private const int Labels = 340;
    private const int Panel = 290;

    // Room behind the longest bar for its figure.
    private const int Figure = 80;
    private const int Top = 64;
    private const int Height = 44;
    private const int Bar = 20;

    public static string Draw(RunResult run)
    {
        Standing[] rows = [.. Standing.Of(run).Where(row => row.Above.ContainsKey(Algorithm))];
        int width = Labels + (2 * Panel);
        int height = Top + (rows.Length * Height) + 24;
        double mostTime = Math.Max(1, rows.Max(row => row.Above[Algorithm]));
        double mostBytes = Math.Max(1, rows.Max(row => row.Bytes));
        StringBuilder svg = new();
        svg.Append(CultureInfo.InvariantCulture, $$"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{{width}}" height="{{height}}" viewBox="0 0 {{width}} {{height}}" role="img" aria-label="Time above the signature check and bytes allocated, by library">
            <style>
            text { font-family: system-ui, "Segoe UI", Helvetica, Arial, sans-serif; font-size: 13px; fill: #1f2328 }
            .head { font-size: 14px; font-weight: 600 }
            .call { font-size: 11px; fill: #59636e }
            .ours { fill: #1a7f37 }
            .theirs { fill: #8c959f }
            @media (prefers-color-scheme: dark) { text { fill: #e6edf3 } .call { fill: #9198a1 } .ours { fill: #3fb950 } .theirs { fill: #6e7681 } }
            </style>

            """);
        Text(svg, Labels, 22, "head", "ns above the signature check");
        Text(svg, Labels + Panel, 22, "head", "bytes allocated");
        Text(svg, Labels, 42, "call", string.Create(CultureInfo.InvariantCulture, $"{Algorithm}, 12 claims, {run.Facts.Runtime}, {run.Facts.Date}; shorter is better"));
        for (int i = 0; i < rows.Length; i++)
        {
            Standing row = rows[i];
            int y = Top + (i * Height);
            Text(svg, 8, y + 14, "", row.Library);
            Text(svg, 8, y + 30, "call", row.Call);
            Draw(svg, Labels, y + 4, row.Above[Algorithm], mostTime, row.IsOurs);
            Draw(svg, Labels + Panel, y + 4, row.Bytes, mostBytes, row.IsOurs);
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static void Draw(StringBuilder svg, int x, int y, double value, double most, bool isOurs)
    {
        // Nothing is a line, so that it does not look forgotten.
        double length = Math.Max(2, Math.Max(0, value) / most * (Panel - Figure));
        svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"{(isOurs ? "ours" : "theirs")}\" x=\"{x}\" y=\"{y}\" width=\"{length:F1}\" height=\"{Bar}\" rx=\"2\"/>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x + length + 6:F1}\" y=\"{y + 15}\">{value:N0}</text>\n");
    }

    private static void Text(StringBuilder svg, int x, int y, string style, string text) =>
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x}\" y=\"{y}\"{(style.Length == 0 ? "" : $" class=\"{style}\"")}>{WebUtility.HtmlEncode(text)}</text>\n");
}
