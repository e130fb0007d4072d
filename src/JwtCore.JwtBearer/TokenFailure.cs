using System.Buffers;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace JwtCore.JwtBearer;

/// <summary>
/// A verdict as the exception that JwtBearer's events and descriptions know. The message names the verdict and nothing of the
/// token. Members such as <see cref="SecurityTokenExpiredException.Expires"/> are set only for a token whose signature verified.
/// </summary>
internal static class TokenFailure
{
    private const int LongestText = 200;

    // JwtBearer writes such texts into a header as they are: a quote would end the description, another character the response.
    private static readonly SearchValues<char> Quotable = SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c).Where(c => c is not ('"' or '\\'))]);

    /// <summary>Makes the exception.</summary>
    /// <param name="result">A verdict that is not None.</param>
    /// <param name="token">The token.</param>
    public static Exception Of(VerifyResult result, string token)
    {
        string message = result switch
        {
            { ErrorClaim: null } => $"JwtCore refused the token: {result.Error}.",
            { ErrorFault: ClaimFault.None } => $"JwtCore refused the token: {result.Error}, claim {result.ErrorClaim}.",
            _ => $"JwtCore refused the token: {result.Error}, claim {result.ErrorClaim} ({result.ErrorFault}).",
        };
        Exception exception = Of(result.Error, message, token);
        exception.Data[VerifyErrorExtensions.Key] = result.Error;
        return exception;
    }

    private static Exception Of(VerifyError error, string message, string token) => error switch
    {
        VerifyError.EncryptedTokenNotSupported => new SecurityTokenDecryptionFailedException(message),
        VerifyError.IssuerNotTrusted => new SecurityTokenInvalidIssuerException(message),
        VerifyError.KeysUnavailable or VerifyError.KeyNotFound or VerifyError.KeyAmbiguous => new SecurityTokenSignatureKeyNotFoundException(message),
        VerifyError.AlgorithmNotAllowed or VerifyError.KeyAlgorithmMismatch or VerifyError.SignatureInvalid => new SecurityTokenInvalidSignatureException(message),

        // RFC 7515 sections 4 and 7.1, RFC 7519 section 4.1.
        < VerifyError.SignatureInvalid or VerifyError.PayloadMalformed or VerifyError.ClaimMalformed => new SecurityTokenMalformedException(message),

        // The signature verified.
        _ => OfClaims(error, message, new JsonWebToken(token)),
    };

    private static SecurityTokenValidationException OfClaims(VerifyError error, string message, JsonWebToken authentic) => error switch
    {
        VerifyError.TypeMismatch => new SecurityTokenInvalidTypeException(message) { InvalidType = Shown(authentic.Typ) },
        VerifyError.IssuerMismatch => new SecurityTokenInvalidIssuerException(message) { InvalidIssuer = Shown(authentic.Issuer) },

        // What Microsoft's handler says: nothing of the audience, and this word when there is none.
        VerifyError.AudienceMismatch => new SecurityTokenInvalidAudienceException(message) { InvalidAudience = authentic.Audiences.Any() ? null : "empty" },
        VerifyError.ExpirationMissing => new SecurityTokenNoExpirationException(message),
        VerifyError.Expired or VerifyError.NotYetValid when authentic.ValidFrom > authentic.ValidTo => OfLifetime(message, authentic),
        VerifyError.Expired => new SecurityTokenExpiredException(message) { Expires = authentic.ValidTo },
        VerifyError.NotYetValid => new SecurityTokenNotYetValidException(message) { NotBefore = authentic.ValidFrom },
        VerifyError.IssuedInFuture => OfLifetime(message, authentic),
        _ => new SecurityTokenValidationException(message),
    };

    private static SecurityTokenInvalidLifetimeException OfLifetime(string message, JsonWebToken authentic) =>
        new(message) { NotBefore = authentic.ValidFrom, Expires = authentic.ValidTo };

    private static string? Shown(string text) => text.Length <= LongestText && !text.AsSpan().ContainsAnyExcept(Quotable) ? text : null;
}
