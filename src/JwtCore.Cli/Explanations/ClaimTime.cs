using System.Globalization;
using System.Text.Json;

namespace JwtCore.Cli;

/// <summary>The claims that are dates (RFC 7519 section 2), as people read them.</summary>
internal static class ClaimTime
{
    public static bool IsDate(string claim) => claim is "exp" or "nbf" or "iat";

    /// <summary>The date; null when the value is not a number of seconds before the year 10000. A number in quotes is read too.</summary>
    public static DateTimeOffset? Read(JsonElement value)
    {
        decimal seconds = -1;
        bool isRead = value.ValueKind == JsonValueKind.Number ? value.TryGetDecimal(out seconds)
            : value.ValueKind == JsonValueKind.String && decimal.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out seconds);
        return isRead && seconds is >= 0 and <= UnixTime.LastSecond ? UnixTime.At(seconds) : null;
    }

    /// <summary>The claim as the token has it, and the date that it stands for.</summary>
    public static string Text(string claim, JsonElement value) =>
        ValueText.OfMember(claim, value) + (Read(value) is DateTimeOffset time ? $" ({UnixTime.Text(time)})" : "");

    /// <summary>A length of time in words, the two largest units: <c>10 minutes</c>, <c>2 hours 1 minute</c>.</summary>
    public static string Words(TimeSpan length)
    {
        (long Count, string Unit)[] parts =
            [((long)length.TotalDays / 365, "year"), ((long)length.TotalDays % 365, "day"), (length.Hours, "hour"), (length.Minutes, "minute"), (length.Seconds, "second")];
        string[] words = [.. parts.SkipWhile(part => part.Count == 0).Take(2).Where(part => part.Count > 0).Select(part => part.Count == 1 ? $"1 {part.Unit}" : $"{part.Count} {part.Unit}s")];
        return words.Length > 0 ? string.Join(' ', words) : "less than a second";
    }
}
