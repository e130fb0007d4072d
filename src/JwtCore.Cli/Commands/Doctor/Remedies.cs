namespace JwtCore.Cli;

/// <summary>What to do about each verdict, in the words of the command line; docs/errors.md has it in those of the library.</summary>
internal static class Remedies
{
    /// <summary>For a token whose kid several keys have: nothing that helps a token without kid helps here.</summary>
    public const string SharedKeyId = "Have the issuer give each key a kid or an alg of its own, or remove the key that is no longer in use.";

    public static string? Of(VerifyError error) => error switch
    {
        VerifyError.None => null,
        VerifyError.NotVerified => null,
        VerifyError.TokenTooLarge => "If such tokens are wanted, raise --max-token-bytes; otherwise ask the issuer for smaller tokens.",
        VerifyError.EncryptedTokenNotSupported => "Have the issuer send signed tokens, or decrypt before.",
        VerifyError.NotCompactJws => "Look for a Bearer prefix left on, quotes, spaces, a line end, an opaque token. Padded segments need --tolerate PaddedBase64Url.",
        VerifyError.HeaderMalformed => "The issuer builds wrong tokens; duplicate members are a frequent cause.",
        VerifyError.AlgorithmNotAllowed => "If the issuer signs with that algorithm and that is wanted, add it with --alg.",
        VerifyError.CriticalHeaderNotSupported => "Such tokens cannot be verified here.",
        VerifyError.UnencodedPayloadNotSupported => "Such tokens are not JWTs (RFC 7797 section 7).",
        VerifyError.CompressedPayloadNotSupported => "Only encrypted tokens may be compressed.",
        VerifyError.IssuerNotTrusted => "Add a policy for that issuer if it is trusted.",
        VerifyError.KeysUnavailable => "Look at the key source: network, address, outcome of the fetch.",
        VerifyError.KeyNotFound => "Compare the kid with the keys; the key may be there but skipped, or the token is of another issuer or environment.",
        VerifyError.KeyAmbiguous => "The token has no kid: have the issuer send one, remove old keys, or use --tolerate TryKeysWithoutKeyId.",
        VerifyError.KeyAlgorithmMismatch => "The issuer's key set and tokens contradict each other.",
        VerifyError.SignatureInvalid => "Another key, another secret (look for a line end in its file), or a token that was changed.",
        VerifyError.PayloadMalformed => "The issuer builds wrong tokens; duplicate members are a frequent cause.",
        VerifyError.ClaimMalformed => "--tolerate StringDates and --tolerate NumericSubject take two frequent deviations.",
        VerifyError.TypeMismatch => "An ID token, logout token or proof was sent for an access token; or name the type with --typ.",
        VerifyError.IssuerMismatch => "Compare character by character: a slash at the end counts.",
        VerifyError.AudienceMismatch => "The token is meant for another service; compare character by character.",
        VerifyError.ExpirationMissing => "Have the issuer set it, or use --tolerate MissingExpiration.",
        VerifyError.Expired => "Get a new token; if it is new, compare the clocks.",
        VerifyError.NotYetValid => "Compare the clocks.",
        VerifyError.IssuedInFuture => "Compare the clocks.",
        VerifyError.TooOld => "Get a new token, or raise --max-age.",
        VerifyError.LifetimeTooLong => "Shorten the issuer's lifetimes or raise --max-lifetime.",
        VerifyError.RequiredClaimMissing => "Have the issuer add it; see --required-claim, --profile, --max-age and --max-lifetime for what is required.",
        VerifyError.ProofOfPossessionRequired => "Check the proof elsewhere and use --tolerate UnprovenPossession.",
        VerifyError.Revoked => "Get a new token.",
        VerifyError.InsufficientScope => "The client must ask for the scope.",
        _ => throw new ArgumentOutOfRangeException(nameof(error)),
    };
}
