using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace JwtCore.JwtBearer;

/// <summary>
/// The members of JwtBearer's options that JwtCore does not honour. One that is set, or has another value than its default, is
/// refused: it is never ignored.
/// </summary>
internal static class RefusedMembers
{
    private const string OneVerdict = "JwtCore alone judges tokens.";
    private const string NoReplay = "Use JwtVerifierOptions.IsRevoked, which is asked about verified tokens.";
    private const string NoEncryption = "Encrypted tokens are not supported.";
    private const string Keys = "JwtCore checks keys when it reads them, and only RemoteJwks fetches them.";
    private const string FetchingOptions = "Use JwtBearerBridgeOptions.Fetching";

    private static readonly JwtBearerOptions Defaults = new();
    private static readonly int DefaultSize = new JsonWebTokenHandler().MaximumTokenSizeInBytes;

    private static readonly (string Name, Func<TokenValidationParameters, bool> IsSet, string Remedy)[] OfParameters =
    [
        (nameof(TokenValidationParameters.ActorValidationParameters), p => p.ActorValidationParameters is not null, "Verify the inner token with a verifier of its own."),
        (nameof(TokenValidationParameters.AlgorithmValidator), p => p.AlgorithmValidator is not null, "Use ValidAlgorithms."),
        (nameof(TokenValidationParameters.AudienceValidator), p => p.AudienceValidator is not null, "Use ValidAudiences."),
        (nameof(TokenValidationParameters.ConfigurationManager), p => p.ConfigurationManager is not null, Keys),
        (nameof(TokenValidationParameters.CryptoProviderFactory), p => p.CryptoProviderFactory is not null, OneVerdict),
        (nameof(TokenValidationParameters.IgnoreCaseWhenValidatingAudience), p => p.IgnoreCaseWhenValidatingAudience, "Audiences are compared exactly: name each spelling in ValidAudiences."),
        (nameof(TokenValidationParameters.IncludeTokenOnFailedValidation), p => p.IncludeTokenOnFailedValidation, "Nothing of a refused token is kept."),
        (nameof(TokenValidationParameters.IssuerSigningKeyResolver), p => p.IssuerSigningKeyResolver is not null, Keys),
        (nameof(TokenValidationParameters.IssuerSigningKeyResolverUsingConfiguration), p => p.IssuerSigningKeyResolverUsingConfiguration is not null, Keys),
        (nameof(TokenValidationParameters.IssuerSigningKeyValidator), p => p.IssuerSigningKeyValidator is not null, Keys),
        (nameof(TokenValidationParameters.IssuerSigningKeyValidatorUsingConfiguration), p => p.IssuerSigningKeyValidatorUsingConfiguration is not null, Keys),
        (nameof(TokenValidationParameters.IssuerValidator), p => p.IssuerValidator is not null, "Use ValidIssuers, or Expected.Template in JwtBearerBridgeOptions.Issuer."),
        (nameof(TokenValidationParameters.IssuerValidatorUsingConfiguration), p => p.IssuerValidatorUsingConfiguration is not null, "Use ValidIssuers, or Expected.Template in JwtBearerBridgeOptions.Issuer."),
        (nameof(TokenValidationParameters.LifetimeValidator), p => p.LifetimeValidator is not null, "Judge the lifetime of a verified token in OnTokenValidated."),
        (nameof(TokenValidationParameters.RefreshBeforeValidation), p => p.RefreshBeforeValidation, Keys),
        (nameof(TokenValidationParameters.RequireSignedTokens), p => !p.RequireSignedTokens, "An unsigned token is never accepted."),
        (nameof(TokenValidationParameters.SignatureValidator), p => p.SignatureValidator is not null, OneVerdict),
        (nameof(TokenValidationParameters.SignatureValidatorUsingConfiguration), p => p.SignatureValidatorUsingConfiguration is not null, OneVerdict),
        (nameof(TokenValidationParameters.TokenDecryptionKey), p => p.TokenDecryptionKey is not null, NoEncryption),
        (nameof(TokenValidationParameters.TokenDecryptionKeyResolver), p => p.TokenDecryptionKeyResolver is not null, NoEncryption),
        (nameof(TokenValidationParameters.TokenDecryptionKeys), p => p.TokenDecryptionKeys is not null, NoEncryption),
        (nameof(TokenValidationParameters.TokenReader), p => p.TokenReader is not null, OneVerdict),
        (nameof(TokenValidationParameters.TokenReplayCache), p => p.TokenReplayCache is not null, NoReplay),
        (nameof(TokenValidationParameters.TokenReplayValidator), p => p.TokenReplayValidator is not null, NoReplay),
        (nameof(TokenValidationParameters.TransformBeforeSignatureValidation), p => p.TransformBeforeSignatureValidation is not null, OneVerdict),
        (nameof(TokenValidationParameters.TryAllDecryptionKeys), p => !p.TryAllDecryptionKeys, NoEncryption),
        (nameof(TokenValidationParameters.TryReadJwtClaim), p => p.TryReadJwtClaim is not null, OneVerdict),
        (nameof(TokenValidationParameters.TypeValidator), p => p.TypeValidator is not null, "Use ValidTypes."),
        (nameof(TokenValidationParameters.ValidateActor), p => p.ValidateActor, "Verify the inner token with a verifier of its own."),
        (nameof(TokenValidationParameters.ValidateLifetime), p => !p.ValidateLifetime, "exp and nbf are always judged. For tokens without exp set RequireExpirationTime to false."),
        (nameof(TokenValidationParameters.ValidateSignatureLast), p => p.ValidateSignatureLast, "The signature always comes first."),
        (nameof(TokenValidationParameters.ValidateTokenReplay), p => p.ValidateTokenReplay, NoReplay),
        (nameof(TokenValidationParameters.ValidateWithLKG), p => p.ValidateWithLKG, Keys),
    ];

    private static readonly (string Name, Func<JwtBearerOptions, bool> IsSet, string Remedy)[] OfOptions =
    [
        (nameof(JwtBearerOptions.AutomaticRefreshInterval), o => o.AutomaticRefreshInterval != Defaults.AutomaticRefreshInterval, $"{FetchingOptions}, with DefaultLifetime and MaxLifetime."),
        (nameof(JwtBearerOptions.ConfigurationManager), o => !NoFetching.IsWithoutFetching(o.ConfigurationManager), $"{Keys} {FetchingOptions}, or Configuration for keys that are given."),
        (nameof(JwtBearerOptions.RefreshInterval), o => o.RefreshInterval != Defaults.RefreshInterval, $"{FetchingOptions}, with Cooldown."),
        (nameof(JwtBearerOptions.RefreshOnIssuerKeyNotFound), o => !o.RefreshOnIssuerKeyNotFound, "An unknown key ID may always start a refresh, within the limits of RemoteJwks."),
        (nameof(JwtBearerOptions.TokenHandlers), o => o.TokenHandlers is not [JsonWebTokenHandler handler] || handler.GetType() != typeof(JsonWebTokenHandler), $"It must have Microsoft's JsonWebTokenHandler alone, whose place JwtCore takes. {OneVerdict}"),
        ($"{nameof(JwtBearerOptions.TokenHandlers)}[0].{nameof(JsonWebTokenHandler.MaximumTokenSizeInBytes)}", o => o.TokenHandlers is [{ } handler] && handler.MaximumTokenSizeInBytes != DefaultSize, "Use JwtVerifierOptions.Limits."),
        (nameof(JwtBearerOptions.UseSecurityTokenValidators), o => o.UseSecurityTokenValidators, OneVerdict),
    ];

    /// <summary>The members of TokenValidationParameters that are refused.</summary>
    public static IEnumerable<string> Parameters => OfParameters.Select(member => member.Name);

    /// <summary>The members of JwtBearerOptions that are refused.</summary>
    public static IEnumerable<string> Options => OfOptions.Select(member => member.Name);

    /// <summary>One sentence or two for each member that is refused.</summary>
    public static IEnumerable<string> Find(JwtBearerOptions options, JwtBearerBridgeOptions bridge)
    {
        TokenValidationParameters parameters = options.TokenValidationParameters;
        return OfOptions.Where(member => member.IsSet(options)).Select(member => Refuse(member.Name, member.Remedy))
            .Concat(OfParameters.Where(member => member.IsSet(parameters)).Select(member => Refuse($"TokenValidationParameters.{member.Name}", member.Remedy)))
            .Concat(Waivers(parameters, bridge));
    }

    // A check that is off takes the visible word.
    private static IEnumerable<string> Waivers(TokenValidationParameters parameters, JwtBearerBridgeOptions bridge)
    {
        if (!parameters.ValidateIssuer && bridge.Issuer is null)
        {
            yield return "TokenValidationParameters.ValidateIssuer is false. Remove it; or set JwtBearerBridgeOptions.Issuer to Expected.Template for many tenants, or to Expected.Any for any issuer.";
        }

        if (!(parameters.ValidateAudience && parameters.RequireAudience) && bridge.Audience is null)
        {
            string name = parameters.ValidateAudience ? nameof(parameters.RequireAudience) : nameof(parameters.ValidateAudience);
            yield return $"TokenValidationParameters.{name} is false. Remove it, or set JwtBearerBridgeOptions.Audience to Expected.Any for any audience.";
        }
    }

    private static string Refuse(string name, string remedy) => $"{name} is set, which UseJwtCore does not honour. {remedy}";
}
