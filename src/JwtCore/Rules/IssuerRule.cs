namespace JwtCore.Rules;

/// <summary><c>iss</c> is exactly an expected text (RFC 7519 section 4.1.1, RFC 8725 section 3.8).</summary>
internal static class IssuerRule
{
    public static VerifyError Check(ExpectedTexts expected, Utf8Text issuer) =>
        expected.IsAny || (issuer.IsPresent && expected.Contains(issuer.Bytes)) ? VerifyError.None : VerifyError.IssuerMismatch;
}
