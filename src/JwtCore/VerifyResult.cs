namespace JwtCore;

/// <summary>What <see cref="ITokenVerifier.VerifyAsync"/> answers. The default value is not valid.</summary>
public readonly struct VerifyResult
{
    // Inverted, so that the zero of a default value does not read as success.
    private readonly byte _code;

    internal VerifyResult(VerifyError error, TokenClaims? claims)
    {
        _code = (byte)(error ^ VerifyError.NotVerified);
        Claims = claims;
    }

    /// <summary>The first step that failed, or <see cref="VerifyError.None"/>.</summary>
    public VerifyError Error => (VerifyError)_code ^ VerifyError.NotVerified;

    /// <summary>Whether the token is valid.</summary>
    public bool IsValid => Error == VerifyError.None;

    /// <summary>
    /// The token's claims when it is valid, and also for <see cref="VerifyError.InsufficientScope"/>, where it is
    /// authentic; otherwise null.
    /// </summary>
    public TokenClaims? Claims { get; }
}
