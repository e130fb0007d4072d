namespace JwtCore.Rules;

/// <summary>One of the token's audiences is exactly an expected text (RFC 7519 section 4.1.3, RFC 8725 section 3.9).</summary>
internal static class AudienceRule
{
    public static VerifyError Check(ExpectedTexts expected, Utf8List audiences)
    {
        if (expected.IsAny)
        {
            return VerifyError.None;
        }

        foreach (Utf8Text audience in audiences)
        {
            if (expected.Contains(audience.Bytes))
            {
                return VerifyError.None;
            }
        }

        return VerifyError.AudienceMismatch;
    }
}
