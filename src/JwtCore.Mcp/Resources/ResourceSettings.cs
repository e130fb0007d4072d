using JwtCore.AspNetCore;
using JwtCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace JwtCore.Mcp;

/// <summary>
/// Gives the scheme of a resource the audiences of its description, in options that code makes and in settings. One resource has
/// named audiences: a server must refuse tokens for others (MCP, authorization, "Token Handling").
/// </summary>
internal sealed class ResourceSettings(IEnumerable<SchemeResource> resources, IServiceProviderIsService services) : IPostConfigureOptions<JwtCoreOptions>, IPostConfigureOptions<JwtCoreSettings>
{
    private const string AnyAudience = "An MCP server must refuse tokens for others: name its audiences, or leave them out for the resource itself.";

    public void PostConfigure(string? name, JwtCoreOptions options)
    {
        if (Find(name) is not SchemeResource resource)
        {
            return;
        }

        options.RequestResource = resource;
        bool hasPolicies = options.Policies.Count > 0;
        resource.IsSetInCode = hasPolicies || options.Verifier is not null || (name == JwtCoreOptions.DefaultScheme && HasOwnVerifier);
        string? refusal = resource switch
        {
            { Only.HasOwnAudiences: true } when hasPolicies => "Audiences is set, but the scheme has policies in code, which have audiences of their own. Set them there alone.",
            { Only: not null } when options.Policies.Any(policy => policy.Audience is { IsAny: true }) => $"a policy has the Audience Expected.Any. {AnyAudience}",
            _ => null,
        };
        if (refusal is not null)
        {
            throw new OptionsValidationException(name ?? "", typeof(JwtCoreOptions), [$"{nameof(McpResource)} of the scheme {name}: {refusal}"]);
        }

        for (int i = 0; resource.Only is KnownResource known && i < options.Policies.Count; i++)
        {
            VerificationPolicy policy = options.Policies[i];
            options.Policies[i] = policy.Audience is { IsAny: false } audience ? policy with { Audience = Widened(audience, known) } : policy;
        }
    }

    public void PostConfigure(string? name, JwtCoreSettings options)
    {
        if (Find(name) is not SchemeResource { IsSetInCode: false } resource)
        {
            return;
        }

        if (resource.Only is not KnownResource known)
        {
            // Each request has its own audience, which the handler asks for. One that is set is asked for as well.
            options.Audience ??= options.Of(SettingNames.Audience).Refusal is null ? Expected.Any : null;
        }
        else if (known.HasOwnAudiences || options.Of(SettingNames.Audience).Origin is null)
        {
            options.Audience = known.Audiences;
        }
        else if (options.Audience is Expected audience)
        {
            Setting<object> setting = options.Of(SettingNames.Audience);
            options.Put(SettingNames.Audience, audience.IsAny ? new(setting.Origin!, null, $"accepts any audience. {AnyAudience}") : new(setting.Origin!, Widened(audience, known)));
        }
    }

    // A verifier of the application in the container. That of AddJwtCoreVerifier is made of settings.
    private bool HasOwnVerifier => services.IsService(typeof(ITokenVerifier)) && !services.IsService(typeof(SettingsVerifier));

    private static Expected Widened(Expected audience, KnownResource known) => ResourceAudiences.WithBothSpellings(audience, known.Address);

    private SchemeResource? Find(string? scheme) => resources.FirstOrDefault(resource => resource.Scheme == scheme);
}
