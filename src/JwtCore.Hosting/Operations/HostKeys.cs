using Microsoft.Extensions.DependencyInjection;

namespace JwtCore.Hosting;

/// <summary>All remote keys of a host. Thread-safe.</summary>
internal sealed class HostKeys(IServiceProvider services)
{
    /// <summary>Finds each source once, under its first name: that of a scheme, else the section of the settings.</summary>
    public async ValueTask<IReadOnlyList<NamedKeys>> FindAsync()
    {
        List<NamedKeys> all = [];
        foreach (IKeySources sources in services.GetServices<IKeySources>())
        {
            all.AddRange(await sources.FindAsync().ConfigureAwait(false));
        }

        if (services.GetService<SettingsVerifier>()?.Policy.Keys is RemoteJwks keys)
        {
            all.Add(new(SettingNames.Section, keys));
        }

        return [.. all.DistinctBy(one => one.Keys)];
    }
}
