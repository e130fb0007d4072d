using JwtCore.Pipeline;

namespace JwtCore;

/// <summary>What <see cref="ITokenVerifier.VerifyAsync"/> answers. The default value is not valid.</summary>
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
}
