using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace JwtCore.Diagnostics;

/// <summary>
/// The meter and the activity source, both named <c>JwtCore</c>. No tag has a value that comes from a token.
/// </summary>
internal static class Telemetry
{
    public const string Name = "JwtCore";

    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);

    private static readonly Counter<long> Verifications = Meter.CreateCounter<long>(
        "jwtcore.verifications", "{token}", "Tokens judged, by the error or None.");

    // The tags, made once: counting allocates nothing.
    private static readonly KeyValuePair<string, object?>[] Errors =
        [.. Enum.GetValues<VerifyError>().Select(error => new KeyValuePair<string, object?>("jwtcore.error", error.ToString()))];

    private static readonly Counter<long> Refreshes = Meter.CreateCounter<long>(
        "jwtcore.jwks.refreshes", "{refresh}", "Attempts to fetch a key set, by host, reason and outcome.");

    private static readonly Histogram<double> Durations = Meter.CreateHistogram<double>(
        "jwtcore.jwks.refresh.duration", "s", "How long attempts to fetch a key set took.");

    private static readonly Counter<long> LostNotices = Meter.CreateCounter<long>(
        "jwtcore.jwks.lost_notices", "{notice}", "Ended attempts that a handler of AttemptEnded did not take, by host.");

    private static readonly Counter<long> FailedSelfTests = Meter.CreateCounter<long>(
        "jwtcore.self_test.failures", "{failure}", "Self-tests of this library's own signature code that failed, by algorithm.");

    private static readonly Counter<long> Questions = Meter.CreateCounter<long>(
        "jwtcore.issuers.questions", "{question}", "Questions about issuers known at run time, by outcome.");

    /// <summary>Counts one token, if anybody listens.</summary>
    public static void Count(VerifyError error)
    {
        if (!Verifications.Enabled)
        {
            return;
        }

        try
        {
            Verifications.Add(1, Errors[(int)error]);
        }
        catch (Exception)
        {
            // A listener is anybody's code; no verdict is lost for what it throws.
        }
    }

    /// <summary>Counts one attempt that a handler did not take: it threw, or blocked for too long.</summary>
    public static void CountLostNotice(string host)
    {
        try
        {
            LostNotices.Add(1, new KeyValuePair<string, object?>("server.address", host));
        }
        catch (Exception)
        {
            // As above: the attempt has ended, and the other handlers must hear of it.
        }
    }

    /// <summary>Counts a failed self-test. From then on every signature of the algorithm is refused.</summary>
    public static void CountFailedSelfTest(string algorithm)
    {
        try
        {
            FailedSelfTests.Add(1, new KeyValuePair<string, object?>("jwtcore.algorithm", algorithm));
        }
        catch (Exception)
        {
            // As above: the signature is refused, whatever a listener throws.
        }
    }

    /// <summary>Counts one question about an issuer. The issuer is no tag: there is no end of them.</summary>
    public static void CountQuestion(string outcome)
    {
        try
        {
            Questions.Add(1, new KeyValuePair<string, object?>("jwtcore.issuer.outcome", outcome));
        }
        catch (Exception)
        {
            // As above: the question has ended, and whoever waits for it must hear of it.
        }
    }

    /// <summary>Begins the activity of one attempt; null when nobody listens.</summary>
    public static Activity? BeginRefresh(string host, string reason)
    {
        try
        {
            // The attempt serves all callers, so it belongs to none of theirs.
            Activity? activity = Source.StartActivity("jwtcore.jwks.refresh", ActivityKind.Client, parentContext: default);
            activity?.SetTag("server.address", host);
            activity?.SetTag("jwtcore.refresh.reason", reason);
            return activity;
        }
        catch (Exception)
        {
            // A listener is anybody's code; no attempt fails for what it throws.
            return null;
        }
    }

    /// <summary>Ends the activity and counts the attempt.</summary>
    public static void EndRefresh(Activity? activity, string host, string reason, string outcome, bool isSuccess, TimeSpan duration)
    {
        try
        {
            using (activity)
            {
                activity?.SetTag("jwtcore.refresh.outcome", outcome);
                if (!isSuccess)
                {
                    activity?.SetStatus(ActivityStatusCode.Error, outcome);
                }

                TagList tags = new()
                {
                    { "server.address", host },
                    { "jwtcore.refresh.reason", reason },
                    { "jwtcore.refresh.outcome", outcome },
                };
                Refreshes.Add(1, tags);
                Durations.Record(duration.TotalSeconds, tags);
            }
        }
        catch (Exception)
        {
            // As above: the attempt has ended, and whoever waits for it must hear of it.
        }
    }
}
