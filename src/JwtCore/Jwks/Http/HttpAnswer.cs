using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;

namespace JwtCore.Jwks;

/// <summary>What one GET brought: <see cref="RefreshOutcome.Updated"/> with a body, <see cref="RefreshOutcome.Unchanged"/> without, or a failure.</summary>
internal sealed record HttpAnswer(RefreshOutcome Outcome)
{
    public FetchCause Cause { get; init; }

    public int? Status { get; init; }

    public byte[] Content { get; init; } = [];

    public EntityTagHeaderValue? EntityTag { get; init; }

    /// <summary>The lifetime that the answer states, or null.</summary>
    public TimeSpan? Lifetime { get; init; }

    /// <summary>When to come back, as a failure may state.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> CacheHeaders { get; init; } = [];

    public DateTimeOffset? ServerTime { get; init; }

    public DateTimeOffset? AnsweredAt { get; init; }

    public string? ContentType { get; init; }

    /// <summary>Where a redirect leads, or where the answer came from.</summary>
    public Uri? Target { get; init; }

    public X509ChainStatusFlags CertificateProblems { get; init; }

    public bool IsCertificateForAnotherHost { get; init; }

    public DateTimeOffset? CertificateNotBefore { get; init; }

    public DateTimeOffset? CertificateNotAfter { get; init; }

    /// <summary>What the content looks like, when it could not be used.</summary>
    public FetchedBody Look { get; init; }

    /// <summary>The issuer that metadata names.</summary>
    public string? FoundIssuer { get; init; }

    /// <summary>The issuer of access tokens that metadata of AD FS names apart from its own.</summary>
    public string? AccessTokenIssuer { get; init; }

    /// <summary>The address of the key set that metadata names, allowed or not.</summary>
    public Uri? KeysAddress { get; init; }

    /// <summary>What the sentence adds, in fixed words.</summary>
    public string? Detail { get; init; }
}
