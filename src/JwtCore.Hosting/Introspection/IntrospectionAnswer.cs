using System.Text.Json;

namespace JwtCore.Hosting;

/// <summary>Judges the answer of an introspection endpoint (RFC 7662 section 2.2), as strictly as a token.</summary>
internal static class IntrospectionAnswer
{
    /// <summary>Judges an answer.</summary>
    /// <param name="body">The body.</param>
    /// <param name="options">What is expected.</param>
    /// <param name="now">The time.</param>
    /// <param name="cause">Why the answer says nothing about the token; null when it does.</param>
    public static VerifyResult Judge(byte[] body, IntrospectionOptions options, DateTimeOffset now, out string? cause)
    {
        cause = null;
        if (!TokenClaims.TryFromJson(body, out TokenClaims? claims, new Limits { TokenBytes = options.MaxBytes }))
        {
            cause = IntrospectionCause.NotClaims;
            return VerifyResult.Refused(VerifyError.KeysUnavailable);
        }

        claims.Payload.TryGetProperty("active", out JsonElement active);
        switch (active.ValueKind)
        {
            case JsonValueKind.True:
                VerifyError error = Check(claims, options, now);
                return error == VerifyError.None ? VerifyResult.AcceptedByCaller(claims) : VerifyResult.Refused(error);
            case JsonValueKind.False:
                // Expired, revoked, never issued, or not for this service: the endpoint does not say which.
                return VerifyResult.Refused(VerifyError.NotVerified);
            default:
                cause = IntrospectionCause.ActiveNotBoolean;
                return VerifyResult.Refused(VerifyError.KeysUnavailable);
        }
    }

    // In the order of the errors.
    private static VerifyError Check(TokenClaims claims, IntrospectionOptions options, DateTimeOffset now) =>
        !IsBearer(claims.Payload, options.AllowMissingTokenType) ? VerifyError.TypeMismatch
        : !string.Equals(claims.Issuer, options.Issuer, StringComparison.Ordinal) ? VerifyError.IssuerMismatch
        : !claims.Audiences.Intersect(options.Audience, StringComparer.Ordinal).Any() ? VerifyError.AudienceMismatch
        : claims.CheckAgain(now);

    // An endpoint may answer for tokens of other types as well (RFC 6749 section 5.1: compared without case), and for refresh tokens, which
    // have no type. One that is bound to a key is refused for that.
    private static bool IsBearer(JsonElement answer, bool mayBeMissing) =>
        answer.TryGetProperty("cnf", out _)
        || (!answer.TryGetProperty("token_type", out JsonElement type) ? mayBeMissing
            : type.ValueKind == JsonValueKind.String && string.Equals(type.GetString(), "Bearer", StringComparison.OrdinalIgnoreCase));
}
