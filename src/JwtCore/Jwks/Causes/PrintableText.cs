using System.Globalization;
using System.Text;

namespace JwtCore.Jwks;

/// <summary>Makes text from the far side safe to log: one line of printable ASCII, bounded.</summary>
internal static class PrintableText
{
    private const int EscapeLength = 6;

    /// <summary>Quotes a text; every character that is not printable ASCII, the quote and the backslash become <c>\uXXXX</c>.</summary>
    /// <param name="text">The text; null for one that was not there.</param>
    /// <param name="longest">The most characters between the quotes, escapes included; a longer text is cut and ends in dots.</param>
    public static string Quote(string? text, int longest)
    {
        if (text is null)
        {
            return "nothing";
        }

        StringBuilder quoted = new("\"");
        foreach (char c in text)
        {
            bool isPrintable = c is >= ' ' and <= '~' and not ('"' or '\\');
            if (quoted.Length - 1 + (isPrintable ? 1 : EscapeLength) > longest)
            {
                return quoted.Append("...\"").ToString();
            }

            _ = isPrintable ? quoted.Append(c) : quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
        }

        return quoted.Append('"').ToString();
    }
}
