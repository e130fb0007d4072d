using JwtCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace JwtCore.AspNetCore;

/// <summary>Options are valid when a verifier can be made of them and challenges can say what they hold.</summary>
internal sealed class JwtCoreOptionsValidation(SchemeVerifierCache verifiers, HostStage stage, IServiceProviderIsService? services = null) : IValidateOptions<JwtCoreOptions>
{
    public ValidateOptionsResult Validate(string? name, JwtCoreOptions options)
    {
        string scheme = name ?? "";
        string? refusal = Check(options);
        if (refusal is not null)
        {
            return ValidateOptionsResult.Fail($"{nameof(JwtCoreOptions)} of the scheme {scheme}: {refusal}");
        }

        try
        {
            ITokenVerifier verifier = verifiers.Of(scheme, options).Verifier;
            return !options.AllowTestVerifier && stage.Refuses(verifier) is string refused
                ? ValidateOptionsResult.Fail($"{nameof(JwtCoreOptions)} of the scheme {scheme}: {refused} To allow it all the same, set {nameof(options.AllowTestVerifier)}.")
                : ValidateOptionsResult.Success;
        }
        catch (ArgumentException thrown)
        {
            // The message names the setting or the option.
            return ValidateOptionsResult.Fail($"{nameof(JwtCoreOptions)} of the scheme {scheme}: {thrown.Message}");
        }
    }

    private string? Check(JwtCoreOptions options) => options switch
    {
        { Verifier: not null, Policies.Count: > 0 } => "Verifier and Policies are set together. Set one of them.",
        { Verifier: not null, VerifierOptions: not null } => "VerifierOptions is set, but Verifier has its own.",
        { Events: null, EventsType: null } => "Events is null.",
        { EventsType: Type type } when !type.IsAssignableTo(typeof(JwtCoreEvents)) => $"EventsType is {type}, which is not derived from {nameof(JwtCoreEvents)}.",
        { EventsType: Type type } when services?.IsService(type) == false => $"EventsType is {type}, which the container cannot make. Add it: services.AddScoped<{type.Name}>().",
        { NameClaimType: null or "" } => "NameClaimType is empty.",
        { RoleClaimType: null or "" } => "RoleClaimType is empty.",
        { Realm: string realm } when !BearerChallenge.IsQuotable(realm) => "Realm is empty, or has a quote, a backslash or a character that is not printable ASCII.",
        { ResourceMetadata: not null, RequestResource: not null } => "ResourceMetadata is set, but the resource of the MCP server says where its metadata is. Remove ResourceMetadata.",
        { ResourceMetadata: Uri uri } when !IsWebAddress(uri) => "ResourceMetadata is not an absolute https or http address without user information.",
        _ => ClaimMapping.Check(options) ?? QueryTokens.Check(options.QueryTokenPaths),
    };

    private static bool IsWebAddress(Uri uri) => uri.IsAbsoluteUri && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp) && uri.UserInfo.Length == 0;
}
