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

    /// <summary>The name of the cause, then as <see cref="Of(JwksAttempt)"/>.</summary>
    public static string Named(JwksAttempt attempt) => $"{attempt.Cause}: {Of(attempt)}";

    /// <summary>The key IDs that came and those that went, each of at most 100 characters, 20 in all.</summary>
    public static (string Came, string Went) Of(IReadOnlyCollection<string?> came, IReadOnlyCollection<string?> went)
    {
        // Each list has room for half of them, and for what the other one leaves.
        int mostCame = MostValues - Math.Min(went.Count, MostValues / 2);
        int mostWent = MostValues - Math.Min(came.Count, mostCame);
        return (List(came, mostCame), List(went, mostWent));

        static string List(IReadOnlyCollection<string?> keyIds, int most) =>
            keyIds.Count == 0 ? "none" : string.Join(", ", keyIds.Take(most).Select(keyId => keyId is null ? "one without a key ID" : PrintableText.Quote(keyId, LongestValue))) + Rest(keyIds.Count, most);
    }

    /// <summary>Positions in a key set, at most 20.</summary>
    public static string PositionsOf(IReadOnlyCollection<SkippedKey> entries) =>
        string.Join(", ", entries.Take(MostValues).Select(entry => string.Create(CultureInfo.InvariantCulture, $"keys[{entry.Index}]"))) + Rest(entries.Count, MostValues);

    /// <summary>Positions in a key set with the reasons, at most 20. Reasons have fixed words.</summary>
    public static string ReasonsOf(IReadOnlyCollection<SkippedKey> entries) =>
        string.Join(' ', entries.Take(MostValues).Select(entry => string.Create(CultureInfo.InvariantCulture, $"keys[{entry.Index}]: {entry.Reason}"))) + Rest(entries.Count, MostValues);

    private static string Rest(int count, int most) => count > most ? string.Create(CultureInfo.InvariantCulture, $" and {count - most} more") : "";
}
