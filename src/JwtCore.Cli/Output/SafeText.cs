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
    // Those of the supplementary planes are such pairs, U+E0100 to U+E01EF among them.
    private static bool IsHarmless(char c) => !IsBlank(c) && char.GetUnicodeCategory(c) is not (UnicodeCategory.Control
        or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Surrogate
        or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned);

    // Letters, marks and a symbol by their category, which show as nothing all the same.
    private static bool IsBlank(char c) => c is '\u034f' // combining grapheme joiner
        or '\u115f' or '\u1160' or '\u3164' or '\uffa0' // fillers of Hangul
        or '\u17b4' or '\u17b5' // inherent vowels of Khmer
        or (>= '\u180b' and <= '\u180f') // selectors of Mongolian
        or '\u2800' // blank pattern of Braille
        or (>= '\ufe00' and <= '\ufe0f'); // variation selectors
}
