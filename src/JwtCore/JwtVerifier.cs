using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using JwtCore.Caching;
using JwtCore.Diagnostics;
using JwtCore.Jwks;
using JwtCore.Jws;
using JwtCore.Pipeline;
using JwtCore.Policies;

namespace JwtCore;

/// <summary>
/// Verifies signed JWTs in compact form (RFC 7519 section 7.2, RFC 7515 section 5.2, RFC 8725). Immutable and safe for
/// concurrent use; make one and keep it.
/// </summary>
public sealed partial class JwtVerifier : ITokenVerifier
{
    private readonly VerifierSetup _setup;
    private readonly RevocationCheck? _isRevoked;
    private readonly BoundedCheck<TokenClaims>? _isRevokedAsync;
    private readonly RequestBudget _budget;
    private readonly TokenCache? _cache;

    /// <summary>Makes a verifier for the tokens of one issuer.</summary>
    /// <param name="policy">What to accept; copied.</param>
    /// <param name="options">How to run; copied. Null for the defaults.</param>
    /// <exception cref="ArgumentException">The policy or the options are empty somewhere, out of range, or contradict themselves.</exception>
    public JwtVerifier(VerificationPolicy policy, JwtVerifierOptions? options = null)
        : this([policy], options)
    {
    }

    /// <summary>
    /// Makes a verifier for the tokens of several issuers. The <c>iss</c> of a token decides which policy it is judged by;
    /// a key of one issuer never validates a token of another. Finding an issuer takes constant time, finding a template one
    /// comparison for each template.
    /// </summary>
    /// <param name="policies">What to accept, one policy for each issuer; copied.</param>
    /// <param name="options">How to run; copied. Null for the defaults.</param>
    /// <exception cref="ArgumentException">
    /// There is no policy; two have the same issuer or share a secret; or a policy or the options are empty somewhere, out
    /// of range, or contradict themselves.
    /// </exception>
    public JwtVerifier(IReadOnlyList<VerificationPolicy> policies, JwtVerifierOptions? options = null)
        : this(policies, options, null)
    {
    }

    // The budget of key refreshes may be shared with other verifiers; null is one of its own.
    internal JwtVerifier(IReadOnlyList<VerificationPolicy> policies, JwtVerifierOptions? options, RequestBudget? budget)
    {
        ArgumentNullException.ThrowIfNull(policies);
        options ??= new JwtVerifierOptions();
        options.Check();
        _isRevoked = options.IsRevoked;
        _isRevokedAsync = options.IsRevokedAsync is null ? null : new(options.IsRevokedAsync.Invoke, options.RevocationTimeout, options.TimeProvider);
        _budget = budget ?? new RequestBudget(options.KeyRequestsPerMinute, options.KeyRequestsAtOnce, options.TimeProvider);
        _cache = options.Cache is null ? null : new TokenCache(options.Cache.MaxEntries, options.Cache.MaxBytes);
        _setup = new VerifierSetup(policies, options.Limits, options.TimeProvider);
    }

    /// <summary>What all calls share.</summary>
    internal VerifierSetup Setup => _setup;

    /// <summary>Whether a check is asked about revoked tokens.</summary>
    internal bool HasRevocationCheck => _isRevoked is not null || _isRevokedAsync is not null;

    /// <summary>How many tokens are remembered now.</summary>
    internal int KnownTokens => _cache?.Count ?? 0;

    /// <summary>How many bytes the remembered tokens take together.</summary>
    internal int KnownTokenBytes => _cache?.Bytes ?? 0;

    /// <summary>
    /// Verifies a token now, with the keys at hand. No content of the token makes it throw or take more than linear time.
    /// When its key is missing, a refresh of remote keys may start, within their limits; it is not waited for.
    /// </summary>
    /// <remarks>
    /// Allocates nothing but one array for a payload above 2,048 bytes, and one for texts that had to be unescaped or
    /// gathered from several scope claims and find no room beside the payload in those bytes. The first tokens with a new
    /// header, the first uses of a shared secret by further threads, and the second use of a token that
    /// <see cref="JwtVerifierOptions.Cache"/> remembers, allocate what is then kept for reuse. On Linux this holds for all
    /// algorithms, elsewhere for all but ECDSA.
    /// </remarks>
    /// <param name="token">
    /// The token in ASCII, without <c>Bearer</c>; not a view into the variable that takes the result. Nothing may write to
    /// it during the call: otherwise claims that nobody signed can be accepted.
    /// </param>
    /// <param name="verified">The verdict, and the claims if it is good. A variable declared earlier must be <c>scoped</c>.</param>
    /// <returns>Whether <see cref="VerifiedToken.Error"/> is <see cref="VerifyError.None"/>.</returns>
    /// <exception cref="InvalidOperationException">
    /// <see cref="JwtVerifierOptions.IsRevokedAsync"/> is set, whatever the token: only <see cref="VerifyAsync"/> can wait for it.
    /// </exception>
    public bool TryVerify(scoped ReadOnlySpan<byte> token, [UnscopedRef] out VerifiedToken verified)
    {
        RefuseToSkipCheck();

        // The variable holds 3 KB that need no clearing.
        RememberedToken? known = _cache?.Find(token);
        Unsafe.SkipInit(out verified);
        verified.Start();
        bool isValid = TryVerify(token, known, ref verified);
        verified.Lacking.Start(_budget);
        Telemetry.Count(verified.Error);
        return isValid;
    }

    /// <summary>As the overload for bytes, for a token in chars.</summary>
    /// <param name="token">The token, without <c>Bearer</c>; not a view into the variable that takes the result.</param>
    /// <param name="verified">The verdict, and the claims if it is good. A variable declared earlier must be <c>scoped</c>.</param>
    /// <returns>Whether <see cref="VerifiedToken.Error"/> is <see cref="VerifyError.None"/>.</returns>
    /// <exception cref="InvalidOperationException">As for bytes.</exception>
    public bool TryVerify(scoped ReadOnlySpan<char> token, [UnscopedRef] out VerifiedToken verified)
    {
        RefuseToSkipCheck();
        bool isValid = TryVerifyChars(token, out verified);
        verified.Lacking.Start(_budget);
        Telemetry.Count(verified.Error);
        return isValid;
    }

    // A verdict without the check would accept revoked tokens.
    private void RefuseToSkipCheck()
    {
        if (_isRevokedAsync is not null)
        {
            ThrowForCheck();
        }

        static void ThrowForCheck() => throw new InvalidOperationException(
            $"{nameof(TryVerify)} cannot wait for {nameof(JwtVerifierOptions)}.{nameof(JwtVerifierOptions.IsRevokedAsync)}. Call {nameof(VerifyAsync)}.");
    }

    // The one call behind every form of it: the memory, and the promise that nothing unproved stays readable.
    private bool TryVerify(scoped ReadOnlySpan<byte> token, RememberedToken? known, ref VerifiedToken verified)
    {
        VerifyError error = VerifyError.NotVerified;
        try
        {
            error = Verify(token, known, ref verified);
        }
        finally
        {
            // Also when the platform fails, out of memory for instance, or the clock, which is the caller's code, throws.
            verified.Body.Release();
            if (error != VerifyError.None)
            {
                verified.Refuse(error);
            }
        }

        return error == VerifyError.None;
    }

    private VerifyError Verify(scoped ReadOnlySpan<byte> token, RememberedToken? known, ref VerifiedToken verified)
    {
        CallTime time = new(_setup.Clock);
        if (known is not null && known.HasItsKeys(ref time))
        {
            return VerifyAgain(known, time.Now, ref verified);
        }

        if (token.Length > _setup.Limits.TokenBytes)
        {
            return VerifyError.TokenTooLarge;
        }

        // RFC 7515 section 7.1: three segments. Both checks come before memory for the other steps is set up.
        VerifyError error = CompactJws.Split(token, _setup.AllowsPadding, out CompactJws jws);
        return error == VerifyError.None ? VerifyAnew(jws, time, isKnown: known is not null, ref verified) : error;
    }

    private VerifyError VerifyAnew(scoped CompactJws jws, CallTime time, bool isKnown, ref VerifiedToken verified)
    {
        Verification verification = new(_setup, jws, time, ref verified.Body);
        VerifyError error = verification.Run();
        if (error != VerifyError.None)
        {
            verified.Lacking = verification.Lacking;
            verified.Explanation = verification.Explanation;
            return error;
        }

        error = Conclude(verification.Key!, verification.Choice.Algorithm.Id, verification.Policy, ref verified);
        // A token is remembered once everything that may refuse it was asked.
        if (error == VerifyError.None && _isRevokedAsync is null)
        {
            _cache?.Remember(ref verification, isKnown);
        }

        return error;
    }

    // A token that verified before, byte for byte the same, under keys that are still the same: what cannot have changed
    // since is skipped; the clock and the revocation check are asked again.
    private VerifyError VerifyAgain(RememberedToken known, long now, ref VerifiedToken verified)
    {
        VerifyError error = known.Policy.Time.CheckClock(known.Claims, now);
        if (error != VerifyError.None)
        {
            verified.Explanation = Explanation.OfClock(error, known.Policy);
            return error;
        }

        known.Show(ref verified.Body);
        error = Conclude(known.Key, known.Algorithm, known.Policy, ref verified);

        // A token that is refused now holds no place against others.
        if (error == VerifyError.None && _isRevokedAsync is null)
        {
            known.MarkUsed();
        }

        return error;
    }

    // The last rules, which ask about a token that is authentic and otherwise valid.
    private VerifyError Conclude(Jwk key, JwtAlgorithm algorithm, CompiledPolicy policy, ref VerifiedToken verified)
    {
        verified.Accept(key, algorithm, policy);
        VerifyError error = _isRevoked is null ? VerifyError.None : AskAbout(_isRevoked, in verified);
        return error == VerifyError.None ? policy.Scopes.Check(verified.Scopes) : error;
    }

    private static VerifyError AskAbout(RevocationCheck isRevoked, ref readonly VerifiedToken verified)
    {
        try
        {
            return isRevoked(in verified) ? VerifyError.Revoked : VerifyError.None;
        }
        catch (Exception)
        {
            // The caller's code; whatever it throws, a token that could not be asked about is refused.
            return VerifyError.RevocationCheckFailed;
        }
    }
}
