using JwtCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace JwtCore.AspNetCore;

/// <summary>What says which tokens a scheme accepts: the first of its options, the container's verifier, and its settings.</summary>
internal sealed class SchemeSource
{
    private readonly JwtCoreSettings? _read;

    private SchemeSource(JwtCoreSettings settings, string? winner, ITokenVerifier? verifier = null, IReadOnlyList<VerificationPolicy>? policies = null, JwtCoreSettings? read = null)
    {
        _read = winner is null ? settings : read;
        Settings = settings;
        Winner = winner;
        Verifier = verifier;
        Policies = policies ?? [];
    }

    /// <summary>The settings of the scheme.</summary>
    public JwtCoreSettings Settings { get; }

    /// <summary>What is read in their place, as its author would name it; null when they are read.</summary>
    public string? Winner { get; }

    /// <summary>A verifier that is made already; null when one is to be made.</summary>
    public ITokenVerifier? Verifier { get; }

    /// <summary>The issuers whose tokens a key of <c>dotnet user-jwts</c> verifies; null when there are none.</summary>
    public Expected? UserJwtsIssuers => _read is null ? null : UserJwtsKeys.Issuers(_read);

    /// <summary>The policies of that verifier, as far as they are known.</summary>
    public IReadOnlyList<VerificationPolicy> Policies { get; }

    /// <summary>Finds it.</summary>
    /// <param name="scheme">The name of the scheme.</param>
    /// <param name="options">Its options.</param>
    /// <param name="services">The container.</param>
    /// <exception cref="ArgumentException">The options contradict the container.</exception>
    public static SchemeSource Find(string scheme, JwtCoreOptions options, IServiceProvider services)
    {
        JwtCoreSettings settings = services.GetRequiredService<IOptionsFactory<JwtCoreSettings>>().Create(scheme);
        SchemeSettings.Check(settings);
        if (options.Verifier is not null)
        {
            return new(settings, $"{nameof(JwtCoreOptions)}.{nameof(options.Verifier)}", options.Verifier);
        }

        if (options.Policies.Count > 0)
        {
            return new(settings, $"{nameof(JwtCoreOptions)}.{nameof(options.Policies)}");
        }

        if (scheme == JwtCoreOptions.DefaultScheme && services.GetService<ITokenVerifier>() is ITokenVerifier shared)
        {
            SettingsVerifier? built = services.GetService<SettingsVerifier>();
            bool isOfSettings = ReferenceEquals(built?.Verifier, shared);

            // What code sets for this scheme beats the settings that have no name.
            if (!(isOfSettings && settings.HasCode))
            {
                return options.VerifierOptions is not null
                    ? throw new ArgumentException("VerifierOptions is set, but the container's ITokenVerifier has its own.")
                    : new(settings, "The container's ITokenVerifier", shared, isOfSettings ? built!.Policies : [], isOfSettings ? built!.Settings : null);
            }
        }

        return OnlyForwards(options) && settings.IsEmpty ? new(settings, null, new NoVerifier()) : new(settings, null);
    }

    // The selector may find nothing: then the scheme itself refuses.
    private static bool OnlyForwards(JwtCoreOptions options) =>
        options.ForwardDefault is not null || options.ForwardDefaultSelector is not null
        || (options.ForwardAuthenticate is not null && options.ForwardChallenge is not null && options.ForwardForbid is not null);
}
