namespace JwtCore.Cli;

/// <summary>A length of time as people say it, exact to the second.</summary>
internal static class DurationText
{
    public static string Of(TimeSpan duration)
    {
        (int Value, string Unit)[] parts = [((int)duration.TotalHours, "h"), (duration.Minutes, "min"), (duration.Seconds, "s")];
        string text = string.Join(' ', parts.Where(part => part.Value != 0).Select(part => $"{part.Value} {part.Unit}"));
        return text.Length > 0 ? text : "0 s";
    }
}
