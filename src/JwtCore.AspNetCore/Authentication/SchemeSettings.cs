using JwtCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace JwtCore.AspNetCore;

/// <summary>
/// Reads options that settings have: to which schemes a scheme forwards, names and roles, whether the token is saved. Code that
/// comes later wins. What is refused is said by the validation.
/// </summary>
internal sealed class SchemeSettings(IOptionsFactory<JwtCoreSettings> settings, IConfiguration? configuration = null) : IConfigureNamedOptions<JwtCoreOptions>
{
    public void Configure(string? name, JwtCoreOptions options)
    {
        if (string.IsNullOrEmpty(name))
        {
            return;
        }

        JwtCoreSettings own = settings.Create(name);
        options.NameClaimType = own.NameClaimType ?? options.NameClaimType;
        options.NameClaimPath = own.NameClaimPath ?? options.NameClaimPath;
        options.RoleClaimType = own.RoleClaimType ?? options.RoleClaimType;
        options.RoleClaimPath = own.RoleClaimPath ?? options.RoleClaimPath;
        options.SaveToken = own.SaveToken ?? options.SaveToken;
        IConfigurationSection? section = configuration?.GetSection(SettingsLocation.Of(name).SchemeSection);
        options.ForwardAuthenticate ??= section?[nameof(options.ForwardAuthenticate)];
        options.ForwardChallenge ??= section?[nameof(options.ForwardChallenge)];
        options.ForwardDefault ??= section?[nameof(options.ForwardDefault)];
        options.ForwardForbid ??= section?[nameof(options.ForwardForbid)];
        options.ForwardSignIn ??= section?[nameof(options.ForwardSignIn)];
        options.ForwardSignOut ??= section?[nameof(options.ForwardSignOut)];
    }

    public void Configure(JwtCoreOptions options) => Configure(Options.DefaultName, options);

    /// <summary>Refuses a setting of these options.</summary>
    /// <exception cref="ArgumentException">One is refused.</exception>
    public static void Check(JwtCoreSettings settings)
    {
        foreach (SettingRow row in SettingTable.Rows.Where(row => row.IsOfScheme))
        {
            settings.Of(row.Name).Checked();
        }
    }
}
