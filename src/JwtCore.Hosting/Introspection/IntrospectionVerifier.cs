using System.Buffers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace JwtCore.Hosting;

/// <summary>
/// Verifies opaque access tokens by asking the authorization server about each (RFC 7662), and beside them JWTs, which the server is not
/// asked about. The shape of a token decides: a token with two or more dots is a JWT, and stays one if it is refused. Safe for concurrent
/// use.
/// </summary>
/// <remarks>
/// An answer is accepted when <c>active</c> is the boolean true, <c>iss</c> and <c>aud</c> are those of the options, <c>exp</c> is there and
/// in force with a skew of 60 seconds, <c>token_type</c> is <c>Bearer</c>, and there is no <c>cnf</c>. A token that is not active
/// is refused with <see cref="VerifyError.NotVerified"/>. An endpoint that cannot be reached, or whose answer cannot be used, is
/// <see cref="VerifyError.KeysUnavailable"/>; the log has the cause.
/// </remarks>
public sealed class IntrospectionVerifier : ITokenVerifier, IDisposable
{
    private const int LongestToken = 4_096;

    // RFC 6750 section 2.1.
    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/=");

    private readonly IntrospectionOptions _options;
    private readonly IntrospectionEndpoint _endpoint;
    private readonly IntrospectionMemory _memory;
    private readonly IntrospectionDemands _demands;
    private readonly IntrospectionLog _log;

    /// <summary>Makes a verifier.</summary>
    /// <param name="options">What to ask and to accept.</param>
    /// <param name="jwts">Verifies the JWTs; stays the caller's. Null only with <see cref="IntrospectionOptions.AskAboutJwts"/>.</param>
    /// <param name="loggers">Where failures of the endpoint are logged. Null for nowhere.</param>
    /// <exception cref="ArgumentException">
    /// An option is missing or out of range, or demands less than <paramref name="jwts"/> without saying so; the message names it.
    /// </exception>
    public IntrospectionVerifier(IntrospectionOptions options, JwtVerifier? jwts = null, ILoggerFactory? loggers = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        Uri address = options.Check();
        _demands = new IntrospectionDemands(options);
        _demands.CheckBeside(jwts, options);
        _options = options;
        Jwts = jwts;
        _endpoint = new IntrospectionEndpoint(options, address);
        _memory = new IntrospectionMemory(options.RememberFor, options.MaxRemembered, options.TimeProvider);
        _log = new IntrospectionLog(loggers?.CreateLogger("JwtCore.Hosting.Introspection") ?? NullLogger.Instance, address.IdnHost, options.TimeProvider);
    }

    /// <summary>Verifies the JWTs, or null.</summary>
    internal JwtVerifier? Jwts { get; }

    /// <summary>The issuers whose tokens are accepted.</summary>
    internal IReadOnlyList<Expected> Issuers => [_options.Issuer, .. Jwts?.Setup.Issuers ?? []];

    /// <summary>How many answers are remembered.</summary>
    internal int Remembered => _memory.Count;

    /// <summary>
    /// Verifies a token. For an opaque one it waits for the endpoint, at most <see cref="IntrospectionOptions.RequestTimeout"/>, unless its
    /// answer is remembered.
    /// </summary>
    /// <inheritdoc/>
    public ValueTask<VerifyResult> VerifyAsync(ReadOnlyMemory<char> token, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<VerifyResult>(cancellationToken);
        }

        // A JWT with a dot too many is still somebody's JWT.
        ReadOnlySpan<char> text = token.Span;
        return Jwts is not null && text.Count('.') >= 2 ? Jwts.VerifyAsync(token, cancellationToken)
            : text.Length > LongestToken ? ValueTask.FromResult(VerifyResult.Refused(VerifyError.TokenTooLarge))
            : text.IsEmpty || text.ContainsAnyExcept(TokenCharacters) ? ValueTask.FromResult(VerifyResult.Refused(VerifyError.NotVerified))
            : IntrospectAsync(text.ToString(), cancellationToken);
    }

    /// <summary>Closes the connections to the endpoint, unless the client is the caller's.</summary>
    public void Dispose() => _endpoint.Dispose();

    private async ValueTask<VerifyResult> IntrospectAsync(string token, CancellationToken cancellationToken)
    {
        if (_memory.Find(token) is TokenClaims known)
        {
            VerifyError again = known.CheckAgain(_options.TimeProvider.GetUtcNow());
            again = again == VerifyError.None ? await _demands.CheckAsync(known, cancellationToken).ConfigureAwait(false) : again;
            return again == VerifyError.None ? VerifyResult.AcceptedByCaller(known) : VerifyResult.Refused(again);
        }

        long asked = _options.TimeProvider.GetTimestamp();
        IntrospectionReply reply = await _endpoint.AskAsync(token, cancellationToken).ConfigureAwait(false);
        string? cause = reply.Cause;
        VerifyResult result = reply.Body is null
            ? VerifyResult.Refused(VerifyError.KeysUnavailable)
            : IntrospectionAnswer.Judge(reply.Body, _options, _options.TimeProvider.GetUtcNow(), out cause);
        if (cause is not null)
        {
            _log.Add(cause, reply.Status);
        }

        if (!result.IsValid)
        {
            return result;
        }

        // A token that is refused holds no place against others.
        VerifyError error = await _demands.CheckAsync(result.Claims!, cancellationToken).ConfigureAwait(false);
        if (error != VerifyError.None)
        {
            return VerifyResult.Refused(error);
        }

        _memory.Add(token, result.Claims!, asked);
        return result;
    }
}
