namespace JwtCore.Cli;

/// <summary>Explains texts that are no compact signed token.</summary>
internal static class ShapeExplanation
{
    private const string Expected = "three base64url segments separated by dots: HEADER.PAYLOAD.SIGNATURE";

    public static Explanation Of(Refusal refusal)
    {
        Explanation explanation = new(refusal.Error);
        return refusal.Error switch
        {
            VerifyError.TokenTooLarge => OfLength(refusal, explanation),
            VerifyError.EncryptedTokenNotSupported => explanation with
            {
                Expected = "3 segments, a signed token (JWS)",
                Found = "5 segments, an encrypted token (JWE)",
                Hint = "Have the issuer send signed tokens, or decrypt the token first.",
            },
            _ => OfShape(refusal, explanation),
        };
    }

    // A longer token is cut while it is read, so its length is not known.
    private static Explanation OfLength(Refusal refusal, Explanation explanation) => refusal.Text.Length > refusal.LongestToken
        ? explanation with
        {
            Expected = $"at most {refusal.LongestToken} bytes",
            Found = $"more than {refusal.LongestToken} bytes",
            Hint = refusal.LongestToken < TokenOptions.LargestToken ? "If such tokens are wanted, raise --max-token-bytes; otherwise have the issuer put less into its tokens." : "Have the issuer put less into its tokens.",
        }
        : explanation with
        {
            Expected = $"a header of at most {new Limits().HeaderBytes} characters",
            Found = $"a header of {refusal.Token.Segments.FirstOrDefault()} characters",
            Hint = "Have the issuer put less into the header, such as no certificates.",
        };

    private static Explanation OfShape(Refusal refusal, Explanation explanation)
    {
        (string found, string hint) = TokenShape.Describe(refusal.Text.Span, refusal.Tolerates(Tolerance.PaddedBase64Url));
        return explanation with { Expected = Expected, Found = found, Hint = hint };
    }
}
