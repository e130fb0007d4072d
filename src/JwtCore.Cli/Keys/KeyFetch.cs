namespace JwtCore.Cli;

/// <summary>A key set that was fetched once, with everything that can be said about it.</summary>
internal sealed class KeyFetch
{
    private KeyFetch(JwksAttempt attempt, FetchTrace trail)
    {
        Attempt = attempt;
        Trail = trail;
        Set = trail.Keys?.Body is byte[] body && attempt.Outcome is RefreshOutcome.Updated or RefreshOutcome.NoUsableKey or RefreshOutcome.KeySetMalformed
            ? KeySetView.Read(body, isRemote: true)
            : null;
    }

    public JwksAttempt Attempt { get; }

    public FetchTrace Trail { get; }

    /// <summary>The set, or null when none arrived.</summary>
    public KeySetView? Set { get; }

    public static async Task<KeyFetch> RunAsync(RemoteJwks source, KeyOrigin origin, ExchangeRecorder recorder, Progress progress)
    {
        JwksAttempt attempt = await RemoteSource.FetchAsync(source, origin, progress);
        return new KeyFetch(attempt, new FetchTrace(origin, recorder.Exchanges));
    }
}
