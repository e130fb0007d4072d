using Microsoft.Extensions.Options;

namespace JwtCore.Hosting;

/// <summary>
/// Settings are valid when a verifier can be made of them. Settings that say the same as valid ones are valid: those of an
/// <see cref="IOptionsSnapshot{TOptions}"/> are made for each request, and cost no verifier. Those of a scheme, which have its
/// name, are checked with the options of the scheme: it may take its policies from elsewhere. Thread-safe.
/// </summary>
internal sealed class SettingsValidation(IServiceProvider services) : IValidateOptions<JwtCoreSettings>
{
    private string? _valid;

    public ValidateOptionsResult Validate(string? name, JwtCoreSettings options)
    {
        if (name != Options.DefaultName)
        {
            return ValidateOptionsResult.Skip;
        }

        string fingerprint = SettingsFingerprint.Of(options);
        if (fingerprint == Volatile.Read(ref _valid))
        {
            return ValidateOptionsResult.Success;
        }

        try
        {
            using SettingsVerifier verifier = new(options, services);
            Volatile.Write(ref _valid, fingerprint);
            return ValidateOptionsResult.Success;
        }
        catch (ArgumentException refused)
        {
            // The message names the setting.
            return ValidateOptionsResult.Fail(refused.Message);
        }
    }
}
