using System.Globalization;
using System.Text;

namespace JwtCore.Jwks;

/// <summary>Makes text from the far side safe to log: one line of printable ASCII, bounded.</summary>
internal static class PrintableText
{
    /// <summary>Quotes a text; every character that is not printable ASCII, the quote and the backslash become <c>\uXXXX</c>.</summary>
    /// <param name="text">The text; null for one that was not there.</param>
    /// <param name="longest">The most characters of the text; a longer one is cut and ends in dots.</param>
    public static string Quote(string? text, int longest)
    {
        if (text is null)
        {
            return "nothing";
        }

        StringBuilder quoted = new("\"");
        foreach (char c in text.AsSpan(0, Math.Min(text.Length, longest)))
        {
            _ = c is >= ' ' and <= '~' and not ('"' or '\\') ? quoted.Append(c) : quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
        }

        return quoted.Append(text.Length > longest ? "...\"" : "\"").ToString();
    }
}
