using JwtCore.AspNetCore;
using JwtCore.Hosting;
using Microsoft.Extensions.Options;

namespace JwtCore.Mcp;

/// <summary>Gives the scheme of a resource the audiences of its description, in options that code makes and in settings.</summary>
internal sealed class ResourceSettings(IEnumerable<SchemeResource> resources) : IPostConfigureOptions<JwtCoreOptions>, IPostConfigureOptions<JwtCoreSettings>
{
    public void PostConfigure(string? name, JwtCoreOptions options)
    {
        if (Find(name) is not SchemeResource resource)
        {
            return;
        }

        options.RequestResource = resource;
        resource.HasPolicies = options.Policies.Count > 0 || options.Verifier is not null;
        if (resource.HasPolicies && resource.Only is { HasOwnAudiences: true })
        {
            throw new OptionsValidationException(name ?? "", typeof(JwtCoreOptions), [$"{nameof(McpResource)} of the scheme {name}: Audiences is set, but the scheme has policies or a verifier in code, which have audiences of their own. Set them there alone."]);
        }

        for (int i = 0; resource.Only is KnownResource known && i < options.Policies.Count; i++)
        {
            VerificationPolicy policy = options.Policies[i];
            options.Policies[i] = policy.Audience is { IsAny: false } audience ? policy with { Audience = Widened(audience, known) } : policy;
        }
    }

    public void PostConfigure(string? name, JwtCoreSettings options)
    {
        if (Find(name) is not SchemeResource { HasPolicies: false } resource)
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
        else if (options.Audience is { IsAny: false } audience)
        {
            Setting<object> setting = options.Of(SettingNames.Audience);
            options.Put(SettingNames.Audience, new(setting.Origin!, Widened(audience, known), setting.Refusal));
        }
    }

    private static Expected Widened(Expected audience, KnownResource known) => ResourceAudiences.WithBothSpellings(audience, known.Address);

    private SchemeResource? Find(string? scheme) => resources.FirstOrDefault(resource => resource.Scheme == scheme);
}
