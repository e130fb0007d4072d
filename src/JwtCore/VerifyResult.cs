using JwtCore.Pipeline;

namespace JwtCore;

/// <summary>
/// What <see cref="ITokenVerifier.VerifyAsync"/> answers. The default value is not valid. <see cref="JwtVerifier"/> makes it of a token
/// that it verified; a verifier of your own makes it by <see cref="AcceptedByCaller"/> and <see cref="Refused"/>.
/// </summary>
public readonly struct VerifyResult
{
    // Inverted, so that the zero of a default value does not read as success.
    private readonly byte _code;

    private readonly Explanation _explanation;

    internal VerifyResult(VerifyError error, TokenClaims? claims, Explanation explanation)
    {
        _explanation = explanation;
        _code = (byte)(error ^ VerifyError.NotVerified);
        Claims = claims;
        IsCounted = true;
    }

    private VerifyResult(VerifyError error, TokenClaims? claims)
    {
        _code = (byte)(error ^ VerifyError.NotVerified);
        Claims = claims;
    }

    /// <summary>The first step that failed, or <see cref="VerifyError.None"/>.</summary>
    public VerifyError Error => (VerifyError)_code ^ VerifyError.NotVerified;

    /// <inheritdoc cref="VerifiedToken.ErrorClaim"/>
    public string? ErrorClaim => _explanation.Claim;

    /// <inheritdoc cref="VerifiedToken.ErrorFault"/>
    public ClaimFault ErrorFault => _explanation.Fault;

    /// <summary>Whether the token is valid.</summary>
    public bool IsValid => Error == VerifyError.None;

    /// <summary>
    /// The token's claims when it is valid, and also for <see cref="VerifyError.InsufficientScope"/>, where it is
    /// authentic; otherwise null.
    /// </summary>
    public TokenClaims? Claims { get; }

    /// <summary>Whether <see cref="JwtVerifier"/> made the verdict, and counted it.</summary>
    internal bool IsCounted { get; }

    /// <summary>
    /// Accepts a token that your code vouches for: it asked an introspection endpoint, a database or another verifier. Nothing is
    /// checked here. The handler of JwtCore.AspNetCore refuses such a token without <c>exp</c>, out of force by <c>exp</c>, <c>nbf</c> and
    /// <c>iat</c> with a skew of 60 seconds, or with <c>cnf</c>, whatever a policy that accepted the claims before tolerates.
    /// </summary>
    /// <param name="claims">
    /// What the token says, from <see cref="TokenClaims.FromJson"/> or from another verifier. The result's claims have no
    /// <see cref="TokenClaims.KeyId"/> and no <see cref="TokenClaims.Algorithm"/>.
    /// </param>
    /// <returns>A result that is valid.</returns>
    public static VerifyResult AcceptedByCaller(TokenClaims claims)
    {
        ArgumentNullException.ThrowIfNull(claims);
        return new VerifyResult(VerifyError.None, claims.ByCaller());
    }

    /// <summary>A token that the calling code refuses.</summary>
    /// <param name="error">Why. <see cref="VerifyError.KeysUnavailable"/> says that it cannot be judged now, which is HTTP status 503.</param>
    /// <returns>A result that is not valid and has no claims.</returns>
    /// <exception cref="ArgumentException">The error is <see cref="VerifyError.None"/> or undefined.</exception>
    public static VerifyResult Refused(VerifyError error) => error != VerifyError.None && Enum.IsDefined(error)
        ? new VerifyResult(error, null)
        : throw new RefusedArgumentException(nameof(error), error == VerifyError.None ? "is None, which refuses nothing." : $"has the undefined value {(int)error}.");

    /// <summary>What of a verdict holds now, for one that was not just made by <see cref="JwtVerifier"/>.</summary>
    /// <param name="now">The time.</param>
    internal VerifyResult Recheck(DateTimeOffset now)
    {
        VerifyError error = Claims is null ? VerifyError.None : Claims.CheckAgain(now);
        return error == VerifyError.None ? this : new VerifyResult(error, null);
    }
}
