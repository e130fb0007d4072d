using System.Globalization;

namespace JwtCore.Cli;

/// <summary>Whether the issuer's clock and this machine's agree: tokens that are refused for their times often mean that they do not.</summary>
internal static class ClockFindings
{
    private const string Area = "clock";

    // The header has whole seconds, and the answer was under way for some.
    private static readonly TimeSpan Noticeable = TimeSpan.FromSeconds(5);

    /// <summary>Compares by the last answer that has a date.</summary>
    /// <param name="fetch">The fetch.</param>
    /// <param name="skew">What the policy allows.</param>
    public static IEnumerable<Finding> Of(KeyFetch fetch, TimeSpan skew)
    {
        if (fetch.Attempt.Requests.LastOrDefault(request => request is { ServerTime: not null, AnsweredAt: not null }) is not JwksRequest answer)
        {
            yield break;
        }

        DateTimeOffset here = answer.AnsweredAt!.Value;
        DateTimeOffset there = answer.ServerTime!.Value;
        TimeSpan age = Age(answer);

        // Half a second for the part that the header leaves out.
        TimeSpan ahead = TimeSpan.FromSeconds(Math.Round((there - here + age).TotalSeconds + 0.5));
        string both = $"its Date is {UnixTime.Text(there)}{(age > TimeSpan.Zero ? $" with an Age of {DurationText.Of(age)}" : "")}, here it is {UnixTime.Text(here.AddTicks(-(here.Ticks % TimeSpan.TicksPerSecond)))}";
        if (ahead.Duration() < Noticeable)
        {
            yield return new Finding(Area, FindingLevel.Ok, "clock-agrees", "the server's clock and the clock of this machine agree");
            yield break;
        }

        yield return new Finding(
            Area,
            ahead.Duration() > skew ? FindingLevel.Warning : FindingLevel.Note,
            "clock-differs",
            $"the server's clock is {DurationText.Of(ahead.Duration())} {(ahead > TimeSpan.Zero ? "ahead of" : "behind")} the clock of this machine: {both}",
            ahead.Duration() <= skew ? null
                : ahead > TimeSpan.Zero ? "Correct the clock that is wrong: new tokens seem to be issued in the future here."
                : "Correct the clock that is wrong: new tokens expire too early here.");
    }

    // RFC 9111 section 5.1: how long ago a cache got the answer.
    private static TimeSpan Age(JwksRequest answer) =>
        answer.CacheHeaders.FirstOrDefault(header => header.Key.Equals("Age", StringComparison.OrdinalIgnoreCase)).Value is string age
        && int.TryParse(age, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds)
            ? TimeSpan.FromSeconds(seconds)
            : TimeSpan.Zero;
}
