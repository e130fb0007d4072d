using System.Globalization;

namespace JwtCore.Cli;

/// <summary>Seconds since 1970, as exp, nbf and iat have them, and as people read them.</summary>
internal static class UnixTime
{
    /// <summary>The end of the year 9999, the last time that a token can name.</summary>
    public const long LastSecond = 253_402_300_799;

    /// <summary>The time of a number from 0 to <see cref="LastSecond"/>.</summary>
    public static DateTimeOffset At(decimal seconds) => DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond));

    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
