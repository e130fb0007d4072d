using Microsoft.Extensions.Options;

namespace JwtCore.Hosting;

/// <summary>Settings are valid when a verifier can be made of them.</summary>
internal sealed class SettingsValidation(IServiceProvider services) : IValidateOptions<JwtCoreSettings>
{
    public ValidateOptionsResult Validate(string? name, JwtCoreSettings options)
    {
        try
        {
            using SettingsVerifier verifier = new(options, services);
            return ValidateOptionsResult.Success;
        }
        catch (ArgumentException refused)
        {
            // The message names the setting.
            return ValidateOptionsResult.Fail(refused.Message);
        }
    }
}
