using System.CommandLine;
using System.Globalization;

namespace JwtCore.Cli;

/// <summary>Reads durations: a whole number of seconds, or one with s, m, h or d behind it.</summary>
internal static class DurationOption
{
    /// <summary>What help calls the value.</summary>
    public const string ValueName = "DURATION";

    /// <summary>The value in seconds; null when the option is not given.</summary>
    /// <exception cref="UsageException">It is no duration or out of range.</exception>
    public static long? Duration(this ParseResult parsed, Option<string?> option, long least, long most)
    {
        if (parsed.GetValue(option) is not string text)
        {
            return null;
        }

        return TryRead(text, least, most, out long seconds)
            ? seconds
            : throw new UsageException($"{option.Name}: must be a whole number of seconds, or one with s, m, h or d such as 15m, from {least} to {most} seconds.");
    }

    /// <summary>Reads a duration in seconds; false when the text is none, or out of range.</summary>
    public static bool TryRead(string text, long least, long most, out long seconds)
    {
        (string number, long unit) = text switch
        {
            [.., 's'] => (text[..^1], 1L),
            [.., 'm'] => (text[..^1], 60L),
            [.., 'h'] => (text[..^1], 3_600L),
            [.., 'd'] => (text[..^1], 86_400L),
            _ => (text, 1L),
        };
        NumberStyles sign = least < 0 ? NumberStyles.AllowLeadingSign : NumberStyles.None;
        bool isRead = long.TryParse(number, sign, CultureInfo.InvariantCulture, out long value) && value <= most / unit && value >= least / unit && value * unit >= least;
        seconds = isRead ? value * unit : 0;
        return isRead;
    }
}
