namespace JwtCore.Tests.Vectors;

/// <summary>What each check of the acceptance suite is called here.</summary>
internal static class AcceptanceErrors
{
    public static readonly IReadOnlyDictionary<string, VerifyError> Table = new Dictionary<string, VerifyError>
    {
        // size and segments
        ["size"] = VerifyError.TokenTooLarge,
        ["chars"] = VerifyError.NotCompactJws,
        ["segments"] = VerifyError.NotCompactJws,
        ["empty.header"] = VerifyError.NotCompactJws,

        // header
        ["header.json:bom"] = VerifyError.HeaderMalformed,
        ["header.json:control char"] = VerifyError.HeaderMalformed,
        ["header.json:duplicate key"] = VerifyError.HeaderMalformed,
        ["header.json:key"] = VerifyError.HeaderMalformed,
        ["header.json:object"] = VerifyError.HeaderMalformed,
        ["header.json:trailing data"] = VerifyError.HeaderMalformed,
        ["header.json:utf8"] = VerifyError.HeaderMalformed,
        ["header.json:value"] = VerifyError.HeaderMalformed,
        ["header.not_object"] = VerifyError.HeaderMalformed,
        ["alg.missing"] = VerifyError.HeaderMalformed,
        ["alg.type"] = VerifyError.HeaderMalformed,
        ["typ.type"] = VerifyError.HeaderMalformed,
        ["alg.unknown"] = VerifyError.AlgorithmNotAllowed,
        ["alg.not_allowed"] = VerifyError.AlgorithmNotAllowed,
        ["crit"] = VerifyError.CriticalHeaderNotSupported,
        ["b64"] = VerifyError.UnencodedPayloadNotSupported,

        // keys refused when they are loaded: the set does not have them
        ["key.ec_point"] = VerifyError.KeyNotFound,
        ["key.key_ops"] = VerifyError.KeyNotFound,
        ["key.key_ops_shape"] = VerifyError.KeyNotFound,
        ["key.kty_missing"] = VerifyError.KeyNotFound,
        ["key.private_in_jwks"] = VerifyError.KeyNotFound,
        ["key.rsa_e"] = VerifyError.KeyNotFound,
        ["key.rsa_missing"] = VerifyError.KeyNotFound,
        ["key.rsa_small"] = VerifyError.KeyNotFound,
        ["key.short"] = VerifyError.KeyNotFound,
        ["key.use"] = VerifyError.KeyNotFound,

        // the key for the token
        ["key.not_found"] = VerifyError.KeyNotFound,
        ["kid.ambiguous"] = VerifyError.KeyAmbiguous,
        ["key.alg"] = VerifyError.KeyAlgorithmMismatch,
        ["key.crv"] = VerifyError.KeyAlgorithmMismatch,
        ["key.kty"] = VerifyError.KeyAlgorithmMismatch,

        // signature
        ["b64.length.signature"] = VerifyError.SignatureInvalid,
        ["sig.bad"] = VerifyError.SignatureInvalid,
        ["sig.curve"] = VerifyError.SignatureInvalid,
        ["sig.empty"] = VerifyError.SignatureInvalid,
        ["sig.length"] = VerifyError.SignatureInvalid,

        // payload and claims
        ["payload.json:depth"] = VerifyError.PayloadMalformed,
        ["payload.json:duplicate key"] = VerifyError.PayloadMalformed,
        ["payload.json:utf8"] = VerifyError.PayloadMalformed,
        ["payload.json:value"] = VerifyError.PayloadMalformed,
        ["payload.not_object"] = VerifyError.PayloadMalformed,
        ["aud.type"] = VerifyError.ClaimMalformed,
        ["exp.range"] = VerifyError.ClaimMalformed,
        ["exp.type"] = VerifyError.ClaimMalformed,
        ["iss.type"] = VerifyError.ClaimMalformed,
        ["jti.type"] = VerifyError.ClaimMalformed,
        ["nbf.type"] = VerifyError.ClaimMalformed,
        ["typ.mismatch"] = VerifyError.TypeMismatch,
        ["iss.mismatch"] = VerifyError.IssuerMismatch,
        ["iss.missing"] = VerifyError.IssuerMismatch,
        ["aud.mismatch"] = VerifyError.AudienceMismatch,
        ["aud.missing"] = VerifyError.AudienceMismatch,
        ["exp.missing"] = VerifyError.ExpirationMissing,
        ["exp.expired"] = VerifyError.Expired,
        ["nbf.future"] = VerifyError.NotYetValid,
    };

    /// <summary>
    /// The verdict a record must get: of its checks, the one that the pipeline comes to first. A key that cannot be
    /// right for any token is refused when it is loaded, so that its token finds none.
    /// </summary>
    public static VerifyError Expected(AcceptanceCase item, JwkSet keys)
    {
        if (item.IsAccepted)
        {
            return VerifyError.None;
        }

        IEnumerable<VerifyError> errors = item.FailingChecks.Select(check => Table[check]);
        return errors.Select(error => error == VerifyError.KeyAlgorithmMismatch && keys.Skipped.Count > 0 ? VerifyError.KeyNotFound : error).Min();
    }
}
