using System.Globalization;
using Microsoft.Extensions.Logging;

namespace JwtCore.Hosting;

/// <summary>
/// Logs why an introspection endpoint gave no usable answer: one line per cause and minute, so that an outage does not become a flood of
/// lines. Causes have fixed words. Thread-safe.
/// </summary>
/// <param name="logger">Where to.</param>
/// <param name="host">The host of the endpoint.</param>
/// <param name="clock">Measures the minute.</param>
internal sealed class IntrospectionLog(ILogger logger, string host, TimeProvider clock)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, (long Since, long Untold)> _causes = new(StringComparer.Ordinal);

    /// <summary>Logs or counts one failure.</summary>
    public void Add(string cause, int? status)
    {
        long untold;
        lock (_causes)
        {
            bool isKnown = _causes.TryGetValue(cause, out (long Since, long Untold) last);
            if (isKnown && clock.GetElapsedTime(last.Since) < Minute)
            {
                _causes[cause] = last with { Untold = last.Untold + 1 };
                return;
            }

            untold = last.Untold;
            _causes[cause] = (clock.GetTimestamp(), 0);
        }

        string detail = (status is null ? "" : string.Create(CultureInfo.InvariantCulture, $", status {status}"))
            + (untold == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"; {untold} more like it since the last line"));
        Log.IntrospectionFailed(logger, host, cause, detail);
    }
}
