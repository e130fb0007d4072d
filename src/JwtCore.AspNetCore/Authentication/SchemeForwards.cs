using JwtCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace JwtCore.AspNetCore;

/// <summary>Reads from the section of a scheme to which other schemes it forwards, unless code has set that before; code after it wins.</summary>
internal sealed class SchemeForwards(IConfiguration? configuration = null) : IConfigureNamedOptions<JwtCoreOptions>
{
    public void Configure(string? name, JwtCoreOptions options)
    {
        IConfigurationSection? section = string.IsNullOrEmpty(name) ? null : configuration?.GetSection(SettingsLocation.Of(name).SchemeSection);
        if (section is null)
        {
            return;
        }

        options.ForwardAuthenticate ??= section[nameof(options.ForwardAuthenticate)];
        options.ForwardChallenge ??= section[nameof(options.ForwardChallenge)];
        options.ForwardDefault ??= section[nameof(options.ForwardDefault)];
        options.ForwardForbid ??= section[nameof(options.ForwardForbid)];
        options.ForwardSignIn ??= section[nameof(options.ForwardSignIn)];
        options.ForwardSignOut ??= section[nameof(options.ForwardSignOut)];
    }

    public void Configure(JwtCoreOptions options) => Configure(Options.DefaultName, options);
}
