namespace JwtCore.Tests.Vocabulary;

public class VerifyErrorTests
{
    [Fact]
    public void The_names_stand_in_the_order_of_the_pipeline_and_are_stable() => Assert.Equal(
        [
            "None", "NotVerified", "TokenTooLarge", "EncryptedTokenNotSupported", "NotCompactJws", "HeaderMalformed", "AlgorithmNotAllowed", "CriticalHeaderNotSupported",
            "UnencodedPayloadNotSupported", "CompressedPayloadNotSupported", "IssuerNotTrusted", "KeysUnavailable", "KeyNotFound", "KeyAmbiguous", "KeyAlgorithmMismatch",
            "SignatureInvalid", "PayloadMalformed", "ClaimMalformed", "TypeMismatch", "IssuerMismatch", "AudienceMismatch", "ExpirationMissing", "Expired", "NotYetValid",
            "IssuedInFuture", "TooOld", "LifetimeTooLong", "RequiredHeaderMissing", "RequiredClaimMissing", "ProofOfPossessionRequired", "Revoked", "RevocationCheckFailed",
            "RevocationCheckTimedOut", "InsufficientScope",
        ],
        Enum.GetNames<VerifyError>());

    [Fact]
    public void The_values_are_consecutive_from_zero() =>
        Assert.Equal(Enumerable.Range(0, 34), Enum.GetValues<VerifyError>().Select(error => (int)error));
}
