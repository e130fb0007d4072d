namespace JwtCore.Cli;

/// <summary>What each error means, in one factual sentence. Nothing of the token is quoted.</summary>
internal static class ErrorSentences
{
    public static string Of(VerifyError error) => error switch
    {
        VerifyError.None => "The token is valid.",
        VerifyError.NotVerified => "Nothing was verified.",
        VerifyError.TokenTooLarge => "The token or its header is longer than the limit.",
        VerifyError.EncryptedTokenNotSupported => "The token has five segments: it is encrypted, not only signed.",
        VerifyError.NotCompactJws => "The text is not a signed token: three base64url segments separated by dots.",
        VerifyError.HeaderMalformed => "The header cannot be read, or one of its members has the wrong type.",
        VerifyError.AlgorithmNotAllowed => "The token's alg is none of the accepted algorithms.",
        VerifyError.CriticalHeaderNotSupported => "The header has a crit member, and no extension is supported.",
        VerifyError.UnencodedPayloadNotSupported => "The header has a b64 member other than true.",
        VerifyError.CompressedPayloadNotSupported => "The header has a zip member, and a signed token is never compressed.",
        VerifyError.IssuerNotTrusted => "The token names none of the configured issuers.",
        VerifyError.KeysUnavailable => "No keys could be loaded, or those loaded are too old to be trusted.",
        VerifyError.KeyNotFound => "No usable key has the token's kid, or none fits a token without kid.",
        VerifyError.KeyAmbiguous => "More than one key could have signed the token.",
        VerifyError.KeyAlgorithmMismatch => "The key with the token's kid does not fit the token's alg in type, curve, size or its own alg.",
        VerifyError.SignatureInvalid => "The signature does not verify with the selected key, or is not canonical base64url of the right length.",
        VerifyError.PayloadMalformed => "The payload is not canonical base64url of one strict JSON object.",
        VerifyError.ClaimMalformed => "A registered claim has the wrong type or is out of range.",
        VerifyError.TypeMismatch => "The token's typ is not an accepted one: those given by --typ, or without --typ those of the profile, by default an absent typ, JWT and at+jwt.",
        VerifyError.IssuerMismatch => "The token's iss is missing or is none of the accepted issuers.",
        VerifyError.AudienceMismatch => "The token's aud is missing or names none of the accepted audiences.",
        VerifyError.ExpirationMissing => "The token has no exp.",
        VerifyError.Expired => "The token's exp has passed, the allowed clock skew included.",
        VerifyError.NotYetValid => "The token's nbf has not come yet, the allowed clock skew included.",
        VerifyError.IssuedInFuture => "The token's iat lies in the future, the allowed clock skew included.",
        VerifyError.TooOld => "The token was issued longer ago than the maximum age.",
        VerifyError.LifetimeTooLong => "The time from iat to exp is longer than the maximum lifetime.",
        VerifyError.RequiredHeaderMissing => "A required header member is missing or has another value.",
        VerifyError.RequiredClaimMissing => "A required claim is missing or has another value.",
        VerifyError.ProofOfPossessionRequired => "The token has a cnf claim: it is bound to a key and is no plain bearer token.",
        VerifyError.Revoked => "The token is revoked.",
        VerifyError.RevocationCheckFailed => "The revocation check failed.",
        VerifyError.RevocationCheckTimedOut => "The revocation check gave no answer in time.",
        VerifyError.InsufficientScope => "The token is authentic but lacks a required scope.",
        _ => throw new ArgumentOutOfRangeException(nameof(error)),
    };
}
