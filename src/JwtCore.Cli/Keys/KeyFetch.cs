namespace JwtCore.Cli;

/// <summary>A key set that was fetched once, with everything that can be said about it.</summary>
internal sealed class KeyFetch
{
    private KeyFetch(JwksAttempt attempt, KeySetView? set)
    {
        Attempt = attempt;
        Set = set;
    }

    public JwksAttempt Attempt { get; }

    /// <summary>The set, or null when none could be read.</summary>
    public KeySetView? Set { get; }

    /// <summary>The requests for metadata, in their order.</summary>
    public IEnumerable<JwksRequest> Asked => Attempt.Requests.Where(request => request.IsMetadata);

    /// <summary>The one that brought metadata of this very issuer with an address of keys, or null.</summary>
    public JwksRequest? Metadata => Asked.FirstOrDefault(request => request.Outcome == RefreshOutcome.Updated);

    /// <summary>The request for the key set, or null.</summary>
    public JwksRequest? Keys => Attempt.Requests.FirstOrDefault(request => !request.IsMetadata);

    public static async Task<KeyFetch> RunAsync(RemoteJwks source, string use, Progress progress)
    {
        JwksAttempt attempt = await RemoteSource.FetchAsync(source, progress);
        return new KeyFetch(attempt, attempt.Outcome is RefreshOutcome.Updated or RefreshOutcome.NoUsableKey
            ? KeySetView.Read(source.Status.Text.ToArray(), isRemote: true, use: use)
            : null);
    }
}
