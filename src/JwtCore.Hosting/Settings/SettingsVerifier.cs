using Microsoft.Extensions.DependencyInjection;

namespace JwtCore.Hosting;

/// <summary>A verifier with what must be disposed after it.</summary>
internal sealed class SettingsVerifier : IDisposable
{
    /// <summary>Makes it of settings, and of the options in the container, if any.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="services">The container.</param>
    /// <param name="options">How the verifier runs; null for what the container says.</param>
    /// <exception cref="ArgumentException">The settings or the options are refused.</exception>
    public SettingsVerifier(JwtCoreSettings settings, IServiceProvider services, JwtVerifierOptions? options = null)
    {
        Settings = settings;
        Policies = settings.ToPolicies(services.GetService<RemoteJwksOptions>());
        try
        {
            Verifier = new JwtVerifier(Policies, options ?? services.GetService<JwtVerifierOptions>());
        }
        catch
        {
            // The options are refused.
            Dispose();
            throw;
        }
    }

    /// <summary>What it is made of.</summary>
    public JwtCoreSettings Settings { get; }

    /// <summary>What it accepts.</summary>
    public IReadOnlyList<VerificationPolicy> Policies { get; }

    /// <summary>The verifier.</summary>
    public JwtVerifier Verifier { get; }

    /// <summary>Stops the refreshing of remote keys.</summary>
    public void Dispose() => SettingsPolicy.Dispose(Policies);
}
