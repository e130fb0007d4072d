using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;

namespace JwtCore.JwtBearer;

/// <summary>
/// Reads the options when everybody has written to them, refuses by name what JwtCore does not honour, and puts the one handler
/// in the place of all others. Options that are refused are never used, so nothing falls back to another validation.
/// </summary>
internal sealed class BridgeValidation(
    IOptionsMonitor<JwtBearerBridgeOptions> bridges, IOptions<AuthenticationOptions> authentication, BridgeVerifierCache verifiers)
    : IValidateOptions<JwtBearerOptions>
{
    public ValidateOptionsResult Validate(string? name, JwtBearerOptions options)
    {
        string scheme = name ?? "";
        JwtBearerBridgeOptions bridge = bridges.Get(scheme);
        if (!bridge.IsUsed)
        {
            return ValidateOptionsResult.Skip;
        }

        if (!authentication.Value.SchemeMap.TryGetValue(scheme, out AuthenticationSchemeBuilder? added) || !typeof(JwtBearerHandler).IsAssignableFrom(added.HandlerType))
        {
            return ValidateOptionsResult.Fail($"UseJwtCore: there is no scheme {scheme} of AddJwtBearer. Give UseJwtCore the name that AddJwtBearer has.");
        }

        string[] refusals = [.. RefusedMembers.Find(options, bridge)];
        if (refusals.Length > 0)
        {
            return ValidateOptionsResult.Fail(refusals.Select(refusal => Named(scheme, refusal)));
        }

        try
        {
            BridgeVerifier verifier = verifiers.Of(scheme, options, bridge);
            ClaimsMapper mapper = new((JsonWebTokenHandler)options.TokenHandlers[0]);
            options.TokenHandlers.Clear();
            options.TokenHandlers.Add(new BridgeTokenHandler(verifier, mapper));
            return ValidateOptionsResult.Success;
        }
        catch (RefusedArgumentException refused)
        {
            // A property of the policy, by the name that it has here.
            return ValidateOptionsResult.Fail(Named(scheme, refused.Explain(OptionOf(refused.ParamName!), refused.OtherName is string other ? OptionOf(other) : null)));
        }
        catch (ArgumentException refused)
        {
            // The message names the option.
            return ValidateOptionsResult.Fail(Named(scheme, refused.Message));
        }
    }

    private static string OptionOf(string property) => property switch
    {
        nameof(VerificationPolicy.Issuer) => "TokenValidationParameters.ValidIssuer, or Authority,",
        nameof(VerificationPolicy.Audience) => "TokenValidationParameters.ValidAudience, or Audience,",
        nameof(VerificationPolicy.Algorithms) => "TokenValidationParameters.ValidAlgorithms",
        nameof(VerificationPolicy.Types) => "TokenValidationParameters.ValidTypes",
        nameof(VerificationPolicy.Keys) => "TokenValidationParameters.IssuerSigningKey",
        nameof(VerificationPolicy.ClockSkew) => "TokenValidationParameters.ClockSkew",
        nameof(VerificationPolicy.Tolerate) => "JwtBearerBridgeOptions.Tolerate",
        _ => property,
    };

    private static string Named(string scheme, string refusal) => $"UseJwtCore, scheme {scheme}: {refusal}";
}
