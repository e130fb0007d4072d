namespace JwtCore.Jwks;

/// <summary>What an attempt brought.</summary>
/// <param name="Answer">The last answer, with the outcome of the attempt.</param>
internal sealed record FetchResult(HttpAnswer Answer)
{
    /// <summary>The keys, usable or none, when a set was read; null otherwise.</summary>
    public JwkSet? Keys { get; init; }

    /// <summary>Where it was, when there was a request for it.</summary>
    public Uri? Address { get; init; }

    /// <summary>The metadata that led there, with discovery.</summary>
    public IssuerMetadata? Metadata { get; init; }

    public IReadOnlyList<SkippedKey> Skipped { get; init; } = [];

    /// <summary>The source gives keys by their IDs: it has no list of them.</summary>
    public bool IsAddition { get; init; }

    /// <summary>The keys come in addition to those that are held, and say nothing about the others.</summary>
    public bool IsPart { get; init; }

    /// <summary>The key that a token asked for is among them, or none was asked for.</summary>
    public bool IsFound { get; init; }

    /// <summary>The requests, in their order.</summary>
    public IReadOnlyList<JwksRequest> Requests { get; init; } = [];

    /// <summary>An attempt that ended without an answer.</summary>
    public static FetchResult Failed(RefreshOutcome outcome, FetchCause cause) => new(new HttpAnswer(outcome) { Cause = cause });
}
