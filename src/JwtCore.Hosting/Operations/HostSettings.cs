using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace JwtCore.Hosting;

/// <summary>Checks at the start of a host what options alone cannot check, and logs what its settings say in vain.</summary>
internal sealed class HostSettings(IServiceProvider services, HostStage stage, ILogger logger)
{
    /// <exception cref="OptionsValidationException">A verifier of JwtCore.Testing is in use in Production.</exception>
    public async ValueTask CheckAsync()
    {
        SettingsVerifier? verifier = services.GetService<SettingsVerifier>();
        if (verifier is not null)
        {
            Refuse(verifier.Settings);
            Report(SettingsReport.Of(SettingNames.Section, verifier.Settings));
        }

        ISettingsUser[] users = [.. services.GetServices<ISettingsUser>()];
        if (verifier is not null && users.Length == 0)
        {
            Report(new(SettingNames.Section, SettingsNotices.WithoutScheme(verifier.Settings), []));
        }

        foreach (ISettingsUser user in users)
        {
            foreach (SettingsReport report in await user.ReportAsync().ConfigureAwait(false))
            {
                Report(report);
            }
        }
    }

    private void Refuse(JwtCoreSettings settings)
    {
        if (!settings.AllowTestVerifier && stage.Refuses(services.GetService<ITokenVerifier>()) is string refusal)
        {
            throw new OptionsValidationException("", typeof(JwtCoreSettings), [$"{refusal} To allow it all the same, set {nameof(JwtCoreSettings)}.{nameof(settings.AllowTestVerifier)}."]);
        }
    }

    private void Report(SettingsReport report)
    {
        foreach (string sentence in report.Idle)
        {
            Log.SettingIdle(logger, report.Name, sentence);
        }

        foreach (string path in report.UserJwts.Where(_ => !stage.IsDevelopment))
        {
            Log.UserJwtsOutsideDevelopment(logger, report.Name, path);
        }
    }
}
