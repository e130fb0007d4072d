using System.Security.Cryptography.X509Certificates;
using JwtCore.Jwks;

namespace JwtCore;

/// <summary>
/// One GET of an attempt and what came of it. Immutable. Enums, numbers, dates and addresses are safe to log; the texts
/// that say so come from the far side: escape them, or use <see cref="Explain"/>.
/// </summary>
public sealed record JwksRequest
{
    /// <summary>The scheme of the address that stands for the function of a loader.</summary>
    internal const string LoaderScheme = "loader";

    internal JwksRequest()
    {
    }

    /// <summary>What was asked for: printable ASCII, without user information and without the values of a query.</summary>
    public required string Address { get; init; }

    /// <summary>It asked for the metadata of the issuer, not for the key set.</summary>
    public required bool IsMetadata { get; init; }

    /// <summary>What became of it. <see cref="RefreshOutcome.Updated"/> for metadata that led to an address.</summary>
    public required RefreshOutcome Outcome { get; init; }

    /// <summary>Why it failed; None for a success.</summary>
    public FetchCause Cause { get; init; }

    /// <summary>How far it got.</summary>
    public FetchPhase Phase { get; init; }

    /// <summary>The status code, with <see cref="FetchCause.ProxyRefused"/> that of the proxy; null without a response.</summary>
    public int? Status { get; init; }

    /// <summary>The lifetime that the response states (RFC 9111), zero for one that must not be stored; null when it states none.</summary>
    public TimeSpan? StatedLifetime { get; init; }

    /// <summary>The lifetime that was taken from it; null when the response was not used.</summary>
    public TimeSpan? TakenLifetime { get; init; }

    /// <summary><c>Cache-Control</c>, <c>Age</c> and <c>Expires</c> as they came, each cut at 200 characters. From the far side.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> CacheHeaders { get; init; } = [];

    /// <summary>The response has an ETag.</summary>
    public bool HasEntityTag { get; init; }

    /// <summary>The server's clock, by its <c>Date</c> header; null when it sent none.</summary>
    public DateTimeOffset? ServerTime { get; init; }

    /// <summary>When the headers of the response arrived, by the source's clock; null without a response.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>The media type, without parameters, cut at 100 characters; null when there was none. From the far side.</summary>
    public string? ContentType { get; init; }

    /// <summary>What the body looks like, when it could not be used.</summary>
    public FetchedBody Body { get; init; }

    /// <summary>Where a redirect leads, or from where the caller's client was answered: printable ASCII, without query and fragment.</summary>
    public string? RedirectTarget { get; init; }

    /// <summary>What is wrong with the chain of the server's certificate.</summary>
    public X509ChainStatusFlags CertificateProblems { get; init; }

    /// <summary>The server's certificate is for another host name. It may have other problems as well.</summary>
    public bool IsCertificateForAnotherHost { get; init; }

    /// <summary>From when the server's certificate is valid, when it was refused.</summary>
    public DateTimeOffset? CertificateNotBefore { get; init; }

    /// <summary>Until when the server's certificate is valid, when it was refused.</summary>
    public DateTimeOffset? CertificateNotAfter { get; init; }

    /// <summary>The issuer that the metadata names, cut at 2,000 characters; null when it names none. From the far side.</summary>
    public string? FoundIssuer { get; init; }

    /// <summary>The issuer that it must name; null for a request that asked for the key set.</summary>
    public string? ExpectedIssuer { get; init; }

    /// <summary>The <c>jwks_uri</c> of the metadata, printable ASCII, without user information and the values of a query; null when it has none that is a URL.</summary>
    public string? KeysAddress { get; init; }

    /// <summary>The <c>access_token_issuer</c> of the metadata, which AD FS writes into access tokens; cut like the issuer. Never taken for one.</summary>
    internal string? AccessTokenIssuer { get; init; }

    /// <summary>What the sentence adds in fixed words.</summary>
    internal string? Detail { get; init; }

    /// <summary>It was a call of the function of a loader.</summary>
    internal bool IsOfLoader { get; init; }

    /// <summary>The time limit of the attempt.</summary>
    internal TimeSpan Limit { get; init; }

    /// <summary>Says in one or two sentences what happened and what to change. Printable ASCII, one line.</summary>
    /// <param name="longest">The most characters of each value from the far side; 100 by default, for logs.</param>
    public string Explain(int longest = 100)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(longest);
        return Describe(longest) + CauseSentence.Advice(Cause, Body, KeysAddress is not null);
    }

    /// <summary>The same without advice that names types and options of the library: for programs that have their own.</summary>
    internal string Describe(int longest) => CauseSentence.Of(this, longest);
}
