using JwtCore.Pipeline;
using JwtCore.Rules;

namespace JwtCore.Hosting;

/// <summary>
/// What is demanded of a token that the endpoint calls active, at every use: no revocation, and scopes. Safe for concurrent use when the
/// check is.
/// </summary>
internal sealed class IntrospectionDemands
{
    private readonly Expected[] _scopes;
    private readonly BoundedCheck<TokenClaims>? _isRevoked;

    /// <param name="options">The options, otherwise checked; copied.</param>
    /// <exception cref="ArgumentException">A demand is out of range or can never be met.</exception>
    public IntrospectionDemands(IntrospectionOptions options)
    {
        Require.Range(nameof(IntrospectionOptions), options.RevocationTimeout, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(1), nameof(options.RevocationTimeout));
        _scopes = [.. options.RequiredScopes ?? throw Refused(nameof(options.RequiredScopes), "is null.")];

        // Refuses what is no scope.
        _ = new ScopeRule(_scopes, new ScopeHierarchy(new Dictionary<string, string[]>()));
        if (options.IsRevokedAsync is { HasSingleTarget: false })
        {
            throw Refused(nameof(options.IsRevokedAsync), "is made of several checks, of which only the last would count.");
        }

        _isRevoked = options.IsRevokedAsync is null ? null : new(options.IsRevokedAsync.Invoke, options.RevocationTimeout, options.TimeProvider);
    }

    /// <summary>Refuses options that demand less of opaque tokens than the verifier beside them demands of JWTs, and do not say so.</summary>
    /// <exception cref="ArgumentException">A demand is missing, or there is no verifier and the options do not say so.</exception>
    public void CheckBeside(JwtVerifier? jwts, IntrospectionOptions options)
    {
        if (jwts is null)
        {
            if (!options.AskAboutJwts)
            {
                throw Refused(nameof(options.AskAboutJwts), "is false, and there is no JwtVerifier. Add one, by AddJwtCoreVerifier for instance; or set it to true: then the endpoint gets every token, JWTs included.");
            }

            return;
        }

        if (options.AskAboutJwts)
        {
            throw Refused(nameof(options.AskAboutJwts), "is true, and there is a JwtVerifier, which the JWTs are for. Remove one of the two.");
        }

        const string OrAllow = $", or set {nameof(options.AllowFewerDemands)}.";
        if (options.AllowFewerDemands)
        {
            return;
        }

        if (jwts.Setup.HasRequiredScopes && _scopes.Length == 0)
        {
            throw Refused(nameof(options.RequiredScopes), $"is empty, and the JwtVerifier beside it requires scopes of its tokens. Set it{OrAllow}");
        }

        if (jwts.HasRevocationCheck && _isRevoked is null)
        {
            throw Refused(nameof(options.IsRevokedAsync), $"is null, and the JwtVerifier beside it has a revocation check. Set it{OrAllow}");
        }

        if (jwts.Setup.HasRequiredClaims)
        {
            throw Refused(nameof(options.AllowFewerDemands), "is false, and the JwtVerifier beside it has required claims, which answers are not compared with. Set it to true, and check those claims in IsRevokedAsync.");
        }
    }

    /// <summary>Asks whether they are met.</summary>
    /// <param name="claims">Of a token that is active and in force.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<VerifyError> CheckAsync(TokenClaims claims, CancellationToken cancellationToken)
    {
        VerifyError error = _isRevoked is null ? VerifyError.None : await _isRevoked.AskAsync(claims, cancellationToken).ConfigureAwait(false);
        return error != VerifyError.None || Array.TrueForAll(_scopes, scopes => claims.Scopes.Intersect(scopes, StringComparer.Ordinal).Any())
            ? error
            : VerifyError.InsufficientScope;
    }

    private static RefusedArgumentException Refused(string name, string reason) => new(name, reason, owner: nameof(IntrospectionOptions));
}
