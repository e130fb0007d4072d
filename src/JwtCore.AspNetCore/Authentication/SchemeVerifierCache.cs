using System.Runtime.CompilerServices;
using JwtCore.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace JwtCore.AspNetCore;

/// <summary>The verifiers of all schemes, each made once for what its options say. Thread-safe.</summary>
internal sealed class SchemeVerifierCache(IServiceProvider services) : IKeySources, ISettingsUser, IDisposable
{
    private const string Nobody = "They are for the scheme Bearer and for AddJwtCoreVerifier, and this host has neither.";

    private readonly Lock _gate = new();

    // Reloaded options, and those of each IOptionsSnapshot, are new instances; the weak table forgets them.
    private readonly ConditionalWeakTable<JwtCoreOptions, SchemeVerifier> _made = [];
    private readonly Dictionary<string, SchemeVerifier> _newest = new(StringComparer.Ordinal);
    private readonly UserIdGuard _userIds = new();

    /// <summary>The verifier for the options of a scheme.</summary>
    /// <exception cref="ArgumentException">The options or the settings are refused.</exception>
    public SchemeVerifier Of(string scheme, JwtCoreOptions options) =>
        _made.TryGetValue(options, out SchemeVerifier? verifier) ? verifier : Make(scheme, options);

    /// <summary>The remote keys of all schemes.</summary>
    public async ValueTask<IReadOnlyList<NamedKeys>> FindAsync()
    {
        List<NamedKeys> all = [];
        await foreach ((string scheme, JwtCoreOptions options) in SchemesAsync().ConfigureAwait(false))
        {
            all.AddRange(Of(scheme, options).NamedKeys(scheme));
        }

        return all;
    }

    /// <summary>The directories of issuers of all schemes.</summary>
    public async ValueTask<IReadOnlyList<NamedDirectory>> FindDirectoriesAsync()
    {
        List<NamedDirectory> all = [];
        await foreach ((string scheme, JwtCoreOptions options) in SchemesAsync().ConfigureAwait(false))
        {
            if (Of(scheme, options).Verifier is IssuerDirectory directory)
            {
                all.Add(new(scheme, directory));
            }
        }

        return all;
    }

    /// <summary>What the settings of all schemes say in vain.</summary>
    public async ValueTask<IReadOnlyList<SettingsReport>> ReportAsync()
    {
        List<SettingsReport> all = [];
        bool isDefaultRead = services.GetService<SettingsVerifier>() is not null;
        await foreach ((string scheme, JwtCoreOptions options) in SchemesAsync().ConfigureAwait(false))
        {
            SchemeSource source = SchemeSource.Find(scheme, options, services);
            JwtCoreSettings settings = source.Settings;

            // Without a scheme's name they may be read by the verifier of AddJwtCoreVerifier.
            bool isShared = isDefaultRead && settings.Place.HasEnvironment;
            isDefaultRead |= settings.Place.HasEnvironment;
            all.Add(source.Winner is null
                ? SettingsReport.Of(scheme, settings)
                : new(scheme, SettingsNotices.Unread(settings, $"{source.Winner} wins.", origin => !isShared || origin.StartsWith(nameof(JwtCoreSettings), StringComparison.Ordinal)), []));
        }

        if (!isDefaultRead)
        {
            // The section of the scheme may be another handler's.
            JwtCoreSettings settings = new();
            SettingsReader.Read(settings, services);
            all.Add(new(SettingNames.Section, SettingsNotices.Unread(settings, Nobody, origin => !origin.StartsWith(settings.Place.SchemeSection, StringComparison.Ordinal)), []));
        }

        return all;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (SchemeVerifier verifier in _made.Select(entry => entry.Value).Concat(_newest.Values))
            {
                verifier.Dispose();
            }
        }
    }

    private async IAsyncEnumerable<(string Scheme, JwtCoreOptions Options)> SchemesAsync()
    {
        IAuthenticationSchemeProvider? schemes = services.GetService<IAuthenticationSchemeProvider>();
        foreach (AuthenticationScheme scheme in schemes is null ? [] : await schemes.GetAllSchemesAsync())
        {
            if (scheme.HandlerType == typeof(JwtCoreHandler))
            {
                yield return (scheme.Name, services.GetRequiredService<IOptionsMonitor<JwtCoreOptions>>().Get(scheme.Name));
            }
        }
    }

    private SchemeVerifier Make(string scheme, JwtCoreOptions options)
    {
        lock (_gate)
        {
            if (_made.TryGetValue(options, out SchemeVerifier? verifier))
            {
                return verifier;
            }

            SchemeSource source = SchemeSource.Find(scheme, options, services);
            verifier = SchemeVerifier.Make(source, options, services, _newest.GetValueOrDefault(scheme));
            _newest[scheme] = verifier;
            options.UserJwtsIssuers = source.UserJwtsIssuers;
            _userIds.Add(scheme, options, verifier.Issuers);
            _made.Add(options, verifier);

            // A source that came with a reload loads now, and not with the first token.
            services.GetService<KeyWatch>()?.Add(verifier.NamedKeys(scheme));
            if (verifier.Verifier is IssuerDirectory directory)
            {
                services.GetService<KeyWatch>()?.Add(new NamedDirectory(scheme, directory));
            }

            return verifier;
        }
    }
}
