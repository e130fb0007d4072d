using System.Globalization;
using JwtCore.Jwks;

namespace JwtCore.Hosting;

/// <summary>Makes text from the far side safe for a log: printable ASCII on one line, bounded in length and number.</summary>
internal static class LogText
{
    private const int LongestValue = 100;
    private const int MostValues = 20;

    // An address that metadata named may be of any length.
    private const int LongestSentence = 1_000;

    /// <summary>The cause of a failed attempt, with the address.</summary>
    public static string Of(JwksAttempt attempt)
    {
        string text = attempt.Explain(LongestValue);
        return text.Length <= LongestSentence ? text : text[..LongestSentence] + "...";
    }

    /// <summary>Key IDs: at most 20, each of at most 100 characters.</summary>
    public static string Of(IEnumerable<string?> keyIds)
    {
        string[] all = [.. keyIds.Select(keyId => keyId is null ? "one without a key ID" : Quote(keyId))];
        string rest = all.Length > MostValues ? string.Create(CultureInfo.InvariantCulture, $" and {all.Length - MostValues} more") : "";
        return all.Length == 0 ? "none" : string.Join(", ", all.Take(MostValues)) + rest;
    }

    // Escapes make it longer, so it is cut once more.
    private static string Quote(string text)
    {
        string quoted = PrintableText.Quote(text, LongestValue);
        return quoted.Length <= LongestValue + 5 ? quoted : quoted[..LongestValue] + "...\"";
    }
}
