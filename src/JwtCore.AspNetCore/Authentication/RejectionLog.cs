using JwtCore.Jwks;
using Microsoft.Extensions.Logging;

namespace JwtCore.AspNetCore;

/// <summary>
/// Logs refused requests, so that a flood of bad tokens does not become a flood of lines: at most ten lines per error and
/// minute, then one line with the number of the others. Thread-safe.
/// </summary>
internal sealed class RejectionLog : IDisposable
{
    private const int MostLines = 10;
    private const int LongestReason = 200;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly Window[] _windows;
    private readonly Window _byEvent = new("an event");
    private volatile bool _isDisposed;

    public RejectionLog(ILogger logger, TimeProvider time)
    {
        _logger = logger;
        _time = time;
        _windows = [.. Enum.GetValues<VerifyError>().Select(error => new Window(error.ToString()))];
    }

    /// <summary>Logs or counts one refused request.</summary>
    /// <param name="scheme">The scheme that refused it.</param>
    /// <param name="error">Why.</param>
    /// <param name="claim">The claim that is at fault, a name of the policy or of a specification; null for none.</param>
    /// <param name="fault">What is wrong with it.</param>
    public void Add(string scheme, VerifyError error, string? claim, ClaimFault fault)
    {
        string? unknown = error switch
        {
            VerifyError.RevocationCheckFailed => "The revocation check threw an exception.",
            VerifyError.RevocationCheckTimedOut => "The revocation check gave no answer within RevocationTimeout.",
            _ => null,
        };
        if (!_logger.IsEnabled(unknown is null ? LogLevel.Information : LogLevel.Warning) || !MayWrite(_windows[(int)error]))
        {
            return;
        }

        if (unknown is not null)
        {
            // No fault of the client's: somebody has to look.
            Log.RevocationUnknown(_logger, scheme, error, unknown);
            return;
        }

        string detail = (claim, fault) switch
        {
            (null, _) => "",
            (_, ClaimFault.None) => $", claim {claim}",
            _ => $", claim {claim} ({fault})",
        };
        Log.Rejected(_logger, scheme, error, detail);
    }

    /// <summary>Logs or counts one request that an event refused.</summary>
    /// <param name="scheme">The scheme.</param>
    /// <param name="eventName">The event.</param>
    /// <param name="reason">The caller's text, which may have anything in it.</param>
    public void AddByEvent(string scheme, string eventName, string reason)
    {
        if (_logger.IsEnabled(LogLevel.Information) && MayWrite(_byEvent))
        {
            Log.RejectedByEvent(_logger, scheme, eventName, PrintableText.Quote(reason, LongestReason));
        }
    }

    /// <summary>Says what was counted and not yet told. Requests after that are not counted any more.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        foreach (Window window in (Window[])[.. _windows, _byEvent])
        {
            End(window);
        }
    }

    private bool MayWrite(Window window)
    {
        lock (window)
        {
            if (window.Timer is null && !_isDisposed)
            {
                // Ends by itself, so that the count is told although no further request comes.
                window.Timer = _time.CreateTimer(_ => OnTimer(window), null, Minute, Timeout.InfiniteTimeSpan);
            }

            window.Requests++;
            return window.Requests <= MostLines;
        }
    }

    private void OnTimer(Window window)
    {
        try
        {
            End(window);
        }
        catch (Exception)
        {
            // A logging provider is anybody's code. An exception that leaves a timer ends the process.
        }
    }

    private void End(Window window)
    {
        long others;
        lock (window)
        {
            others = window.Requests - MostLines;
            window.Requests = 0;
            window.Timer?.Dispose();
            window.Timer = null;
        }

        if (others > 0)
        {
            Log.MoreRejected(_logger, others, window.Error);
        }
    }

    private sealed class Window(string error)
    {
        public string Error { get; } = error;

        public long Requests { get; set; }

        public ITimer? Timer { get; set; }
    }
}
