namespace JwtCore.Jwks;

/// <summary>
/// The requests of one attempt, also when the attempt is left behind: what a handler that ignores its deadline does later
/// is no longer noted. Thread-safe.
/// </summary>
/// <param name="options">Of the source.</param>
/// <param name="issuer">The issuer whose metadata is asked for, or null.</param>
internal sealed class FetchTrace(RemoteJwksOptions options, string? issuer)
{
    private const int LongestIssuer = 2_000;

    private readonly Lock _gate = new();
    private readonly List<JwksRequest> _ended = [];
    private RequestProgress? _current;
    private bool _isClosed;

    /// <summary>Notes that a request begins.</summary>
    public RequestProgress Begin(Uri address, bool isMetadata)
    {
        RequestProgress progress = new(address, isMetadata);
        lock (_gate)
        {
            _current = progress;
        }

        return progress;
    }

    /// <summary>Notes how a request ended.</summary>
    public void End(RequestProgress progress, HttpAnswer answer)
    {
        lock (_gate)
        {
            if (!_isClosed)
            {
                _ended.Add(ToRequest(progress, answer, isCutOff: false));
                _current = null;
            }
        }
    }

    /// <summary>The requests so far. One that has not ended gets this outcome.</summary>
    public JwksRequest[] Close(RefreshOutcome outcome, FetchCause cause)
    {
        lock (_gate)
        {
            if (_current is RequestProgress progress && !_isClosed)
            {
                _ended.Add(ToRequest(progress, new HttpAnswer(outcome) { Cause = cause }, isCutOff: true));
            }

            _isClosed = true;
            return [.. _ended];
        }
    }

    private JwksRequest ToRequest(RequestProgress progress, HttpAnswer answer, bool isCutOff) => new()
    {
        Address = AddressText.Of(progress.Address),
        IsMetadata = progress.IsMetadata,
        IsOfLoader = progress.Address.Scheme == JwksRequest.LoaderScheme,
        Outcome = answer.Outcome,
        Cause = answer.Cause,
        Phase = progress.Phase,
        Status = answer.Status,
        StatedLifetime = answer.Lifetime,
        TakenLifetime = answer.Outcome is not (RefreshOutcome.Updated or RefreshOutcome.Unchanged) ? null
            : progress.IsMetadata ? options.MaxLifetime
            : options.Taken(answer.Lifetime),
        CacheHeaders = answer.CacheHeaders,
        HasEntityTag = answer.EntityTag is not null,
        ServerTime = answer.ServerTime,
        AnsweredAt = answer.AnsweredAt,
        ContentType = answer.ContentType,
        Body = answer.Look,
        RedirectTarget = answer.Target is null ? null : AddressText.WithoutQuery(answer.Target),
        CertificateProblems = answer.CertificateProblems,
        IsCertificateForAnotherHost = answer.IsCertificateForAnotherHost,
        CertificateNotBefore = answer.CertificateNotBefore,
        CertificateNotAfter = answer.CertificateNotAfter,
        FoundIssuer = Cut(answer.FoundIssuer),
        ExpectedIssuer = progress.IsMetadata ? issuer : null,
        KeysAddress = answer.KeysAddress is null ? null : AddressText.Of(answer.KeysAddress),
        AccessTokenIssuer = Cut(answer.AccessTokenIssuer),
        Detail = answer.Detail,

        // A caller's client that gave up did so by a limit of its own, which is not known here.
        Limit = isCutOff || options.Client is null ? options.RequestTimeout : TimeSpan.Zero,
    };

    private static string? Cut(string? issuer) => issuer?.Length > LongestIssuer ? issuer[..LongestIssuer] : issuer;
}
