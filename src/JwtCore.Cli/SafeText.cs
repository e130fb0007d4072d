using System.Globalization;
using System.Text;

namespace JwtCore.Cli;

/// <summary>Makes text harmless to a terminal and one line long.</summary>
internal static class SafeText
{
    /// <summary>
    /// Writes as <c>\uXXXX</c> every character that moves the cursor, changes the direction of text or shows as nothing.
    /// Applied to JSON text it changes the spelling of strings only, never their value.
    /// </summary>
    public static string Escape(string text)
    {
        if (text.All(IsHarmless))
        {
            return text;
        }

        StringBuilder escaped = new(text.Length + 16);
        foreach (char c in text)
        {
            _ = IsHarmless(c) ? escaped.Append(c) : escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
        }

        return escaped.ToString();
    }

    // A character of a surrogate pair is escaped too: the pair may stand for an invisible one.
    private static bool IsHarmless(char c) => char.GetUnicodeCategory(c) is not (UnicodeCategory.Control
        or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Surrogate
        or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned);
}
