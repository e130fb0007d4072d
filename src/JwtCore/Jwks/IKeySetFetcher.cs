namespace JwtCore.Jwks;

/// <summary>
/// A way to get the keys of a source. It keeps nothing of an attempt: one that was left behind may go on beside the next.
/// </summary>
internal interface IKeySetFetcher : IDisposable
{
    /// <summary>The options of the source.</summary>
    public CheckedOptions Options { get; }

    /// <summary>What metrics name: the host that is asked first, or the name of the loader.</summary>
    public string Host { get; }

    /// <summary>Where the keys are from, as the caller named it: the address, the issuer or the name of the loader, each behind its kind.</summary>
    public string Identity { get; }

    /// <summary>The issuer whose metadata is asked for, or null.</summary>
    public string? Issuer { get; }

    /// <summary>The host and port that are asked in plain http because the options name them, or null.</summary>
    public string? PlainHttpHost { get; }

    /// <summary>Whether the key ID of a token that lacks its key matters.</summary>
    public bool TakesKeyId { get; }

    /// <summary>Whether another one gets the same keys in the same way, by the same options.</summary>
    public bool IsSameAs(IKeySetFetcher other);

    /// <summary>Makes one attempt.</summary>
    /// <param name="plan">What it starts from; unchanged keys are carried over from what is held.</param>
    /// <param name="trace">Hears of each request.</param>
    /// <param name="deadline">Ends the attempt.</param>
    /// <exception cref="OperationCanceledException">The deadline passed.</exception>
    public Task<FetchResult> LoadAsync(AttemptPlan plan, FetchTrace trace, CancellationToken deadline);
}
