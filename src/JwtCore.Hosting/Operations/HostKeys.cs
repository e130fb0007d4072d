using Microsoft.Extensions.DependencyInjection;

namespace JwtCore.Hosting;

/// <summary>All remote keys of a host, and all directories of issuers. Thread-safe.</summary>
internal sealed class HostKeys(IServiceProvider services, Func<bool> hasSharedVerifier)
{
    /// <summary>Finds each source once, under its first name: that of a scheme, else the section of the settings.</summary>
    public async ValueTask<IReadOnlyList<NamedKeys>> FindAsync()
    {
        List<NamedKeys> all = [];
        foreach (IKeySources sources in services.GetServices<IKeySources>())
        {
            all.AddRange(await sources.FindAsync().ConfigureAwait(false));
        }

        // One of the caller's own may live as long as a request; only one for the whole host has keys to watch.
        JwtVerifier? verifier = services.GetService<SettingsVerifier>()?.Verifier;
        ITokenVerifier? shared = hasSharedVerifier() ? services.GetService<ITokenVerifier>() : null;
        foreach (JwtVerifier own in new[] { verifier, shared as JwtVerifier, (shared as IntrospectionVerifier)?.Jwts }.OfType<JwtVerifier>())
        {
            all.AddRange(NamedKeys.Of(SettingNames.Section, own.Setup.RemoteSources));
        }

        return [.. all.DistinctBy(one => one.Keys)];
    }

    /// <summary>Finds each directory once, under its first name: that of a scheme, else the section of the settings.</summary>
    public async ValueTask<IReadOnlyList<NamedDirectory>> FindDirectoriesAsync()
    {
        List<NamedDirectory> all = [];
        foreach (IKeySources sources in services.GetServices<IKeySources>())
        {
            all.AddRange(await sources.FindDirectoriesAsync().ConfigureAwait(false));
        }

        if (hasSharedVerifier() && services.GetService<ITokenVerifier>() is IssuerDirectory shared)
        {
            all.Add(new(SettingNames.Section, shared));
        }

        return [.. all.DistinctBy(one => one.Directory)];
    }
}
