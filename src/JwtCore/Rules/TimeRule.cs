using JwtCore.Claims;

namespace JwtCore.Rules;

/// <summary>
/// The checks of <c>exp</c>, <c>nbf</c> and <c>iat</c>. All times are in units of 100 ns since 1970, rounded against the
/// token; dates are in range, so no sum or difference can overflow. Immutable.
/// </summary>
internal sealed class TimeRule
{
    /// <summary>The most clock skew a policy may allow.</summary>
    public static readonly TimeSpan LargestSkew = TimeSpan.FromMinutes(10);

    private readonly long _skew;
    private readonly long _maxAge;
    private readonly long _maxLifetime;
    private readonly bool _mayMissExpiration;

    /// <exception cref="ArgumentException">A time span is out of range, or a maximum lifetime meets a tolerated missing <c>exp</c>.</exception>
    public TimeRule(TimeSpan skew, TimeSpan? maxAge, TimeSpan? maxLifetime, bool mayMissExpiration)
    {
        if (skew < TimeSpan.Zero || skew > LargestSkew)
        {
            throw new RefusedArgumentException("ClockSkew", $"is {skew}; it must be from 0 to {LargestSkew}.");
        }

        RequirePositive(maxAge, "MaxAge");
        RequirePositive(maxLifetime, "MaxLifetime");

        if (maxLifetime is not null && mayMissExpiration)
        {
            throw new RefusedArgumentException(
                "MaxLifetime", "cannot be combined with ", $"{nameof(Tolerance)}.{nameof(Tolerance.MissingExpiration)}", ": a maximum lifetime needs exp, and tokens without exp would pass.");
        }

        _skew = skew.Ticks;
        _maxAge = maxAge?.Ticks ?? long.MaxValue;
        _maxLifetime = maxLifetime?.Ticks ?? long.MaxValue;
        _mayMissExpiration = mayMissExpiration;
        NeedsIssuedAt = maxAge is not null || maxLifetime is not null;
    }

    /// <summary>A limit is set that starts at <c>iat</c>.</summary>
    public bool NeedsIssuedAt { get; }

    /// <summary>The checks that depend on the clock, in the order of <see cref="VerifyError"/>: what one verdict settles for a moment only.</summary>
    public VerifyError CheckClock(in RegisteredClaims claims, long now)
    {
        VerifyError error;
        _ = (error = CheckExpiration(claims.Expiration, now)) == VerifyError.None
            && (error = CheckNotBefore(claims.NotBefore, now)) == VerifyError.None
            && (error = CheckIssuedAt(claims.IssuedAt, now)) == VerifyError.None
            && (error = CheckAge(claims.IssuedAt, now)) == VerifyError.None;
        return error;
    }

    // RFC 7519 section 4.1.4: "on or after which the JWT MUST NOT be accepted".
    public VerifyError CheckExpiration(in NumericDate expiration, long now) =>
        !expiration.IsPresent ? (_mayMissExpiration ? VerifyError.None : VerifyError.ExpirationMissing)
        : now >= expiration.Floor + _skew ? VerifyError.Expired
        : VerifyError.None;

    // RFC 7519 section 4.1.5.
    public VerifyError CheckNotBefore(in NumericDate notBefore, long now) =>
        notBefore.IsPresent && now < notBefore.Ceiling - _skew ? VerifyError.NotYetValid : VerifyError.None;

    // RFC 7519 section 4.1.6 only defines iat; one from the future shows that a clock is wrong, and hides the true age.
    public VerifyError CheckIssuedAt(in NumericDate issuedAt, long now) =>
        issuedAt.IsPresent && issuedAt.Ceiling > now + _skew ? VerifyError.IssuedInFuture : VerifyError.None;

    public VerifyError CheckAge(in NumericDate issuedAt, long now) =>
        issuedAt.IsPresent && now - issuedAt.Floor - _skew > _maxAge ? VerifyError.TooOld : VerifyError.None;

    public VerifyError CheckLifetime(in NumericDate issuedAt, in NumericDate expiration) =>
        issuedAt.IsPresent && expiration.IsPresent && expiration.Ceiling - issuedAt.Floor > _maxLifetime
            ? VerifyError.LifetimeTooLong
            : VerifyError.None;

    private static void RequirePositive(TimeSpan? limit, string name)
    {
        if (limit <= TimeSpan.Zero)
        {
            throw new RefusedArgumentException(name, $"is {limit}; it must be longer than zero.");
        }
    }
}
