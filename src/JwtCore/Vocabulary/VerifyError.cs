namespace JwtCore;

/// <summary>
/// The verdict on one token. The members stand in the order of the pipeline: the first step that fails is reported.
/// Names are stable; they are the contract of logs, metrics and the command line.
/// </summary>
/// <remarks>
/// Everything behind <see cref="SignatureInvalid"/> is reported only for a token whose signature verified. The one exception
/// is <see cref="PayloadMalformed"/> with several issuers, where the payload is read first to find its issuer.
/// </remarks>
public enum VerifyError : byte
{
    /// <summary>The token is valid.</summary>
    None = 0,

    /// <summary>Nothing was verified: the value of a default result.</summary>
    NotVerified,

    /// <summary>The token is longer than <see cref="Limits.TokenBytes"/> or its header longer than <see cref="Limits.HeaderBytes"/>.</summary>
    TokenTooLarge,

    /// <summary>The token has five segments: it is encrypted (RFC 7516 section 7.1).</summary>
    EncryptedTokenNotSupported,

    /// <summary>The token is not three segments of base64url characters with header and payload present (RFC 7515 section 7.1).</summary>
    NotCompactJws,

    /// <summary>The header is not canonical base64url of a strict JSON object with a string <c>alg</c>, and string <c>kid</c> and <c>typ</c> if any (RFC 7515 section 4).</summary>
    HeaderMalformed,

    /// <summary>The policy does not list the token's <c>alg</c> (RFC 8725 section 3.1).</summary>
    AlgorithmNotAllowed,

    /// <summary>The header has a <c>crit</c> member; no extension is understood (RFC 7515 section 4.1.11).</summary>
    CriticalHeaderNotSupported,

    /// <summary>The header has a <c>b64</c> member other than true (RFC 7797 section 7).</summary>
    UnencodedPayloadNotSupported,

    /// <summary>The header has a <c>zip</c> member; a signed token is never compressed (RFC 7516 section 4.1.3).</summary>
    CompressedPayloadNotSupported,

    /// <summary>The unverified <c>iss</c> of the token names none of several configured issuers, or none that an <see cref="IssuerDirectory"/> finds.</summary>
    IssuerNotTrusted,

    /// <summary>No keys have been loaded, or those loaded are past their hard maximum age; or an <see cref="IssuerDirectory"/> could not find out about the issuer.</summary>
    KeysUnavailable,

    /// <summary>No key has the token's <c>kid</c>, or no key fits a token without one.</summary>
    KeyNotFound,

    /// <summary>More than one key could have signed the token.</summary>
    KeyAmbiguous,

    /// <summary>The key with the token's <c>kid</c> does not fit its <c>alg</c> in type, curve, size or own <c>alg</c>.</summary>
    KeyAlgorithmMismatch,

    /// <summary>The signature is not canonical base64url, has the wrong length, or does not verify (RFC 7515 section 5.2).</summary>
    SignatureInvalid,

    /// <summary>The payload is not canonical base64url of a strict JSON object (RFC 7519 section 7.2).</summary>
    PayloadMalformed,

    /// <summary>A registered claim, or one of the policy's profile, has the wrong type or is out of range (RFC 7519 section 4.1).</summary>
    ClaimMalformed,

    /// <summary>The token's <c>typ</c>, or a claim that marks another kind of token, is not what the policy expects (RFC 8725 section 3.11).</summary>
    TypeMismatch,

    /// <summary>The token's <c>iss</c> is missing or not the expected one (RFC 7519 section 4.1.1).</summary>
    IssuerMismatch,

    /// <summary>The token's audience is missing or names none of the expected ones (RFC 7519 section 4.1.3).</summary>
    AudienceMismatch,

    /// <summary>The token has no <c>exp</c>.</summary>
    ExpirationMissing,

    /// <summary>The token's <c>exp</c> plus clock skew has passed (RFC 7519 section 4.1.4).</summary>
    Expired,

    /// <summary>The token's <c>nbf</c> minus clock skew has not come yet (RFC 7519 section 4.1.5).</summary>
    NotYetValid,

    /// <summary>The token's <c>iat</c> lies beyond now plus clock skew (RFC 7519 section 4.1.6).</summary>
    IssuedInFuture,

    /// <summary>The token was issued longer ago than the policy's maximum age.</summary>
    TooOld,

    /// <summary>The time from <c>iat</c> to <c>exp</c> is longer than the policy's maximum lifetime.</summary>
    LifetimeTooLong,

    /// <summary>A header member that the policy requires is missing or has another value.</summary>
    RequiredHeaderMissing,

    /// <summary>A claim that the policy or its profile requires is missing or has another value.</summary>
    RequiredClaimMissing,

    /// <summary>The token carries <c>cnf</c>: it is bound to a key and was presented without proof (RFC 7800).</summary>
    ProofOfPossessionRequired,

    /// <summary>The revocation check refused the token.</summary>
    Revoked,

    /// <summary>The revocation check threw, so that nobody knows whether the token was revoked.</summary>
    RevocationCheckFailed,

    /// <summary>The revocation check gave no answer within <see cref="JwtVerifierOptions.RevocationTimeout"/>.</summary>
    RevocationCheckTimedOut,

    /// <summary>The token is authentic and valid but lacks a scope that the policy requires (RFC 6750 section 3.1).</summary>
    InsufficientScope,
}
