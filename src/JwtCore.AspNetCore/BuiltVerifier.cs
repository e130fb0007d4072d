using Microsoft.Extensions.DependencyInjection;

namespace JwtCore.AspNetCore;

/// <summary>A verifier with what must be disposed after it.</summary>
internal sealed class BuiltVerifier : IDisposable
{
    private readonly KeySource _keys;

    /// <summary>Makes it of settings, and of the options in the container, if any.</summary>
    /// <exception cref="ArgumentException">The settings or the options are refused.</exception>
    public BuiltVerifier(JwtCoreSettings settings, IServiceProvider services)
    {
        VerificationPolicy policy = settings.ToPolicy(services.GetService<RemoteJwksOptions>());
        _keys = policy.Keys;
        try
        {
            Verifier = new JwtVerifier(policy, services.GetService<JwtVerifierOptions>());
        }
        catch
        {
            // The options are refused.
            Dispose();
            throw;
        }
    }

    /// <summary>The verifier.</summary>
    public JwtVerifier Verifier { get; }

    /// <summary>Stops the refreshing of remote keys.</summary>
    public void Dispose() => (_keys as RemoteJwks)?.Dispose();
}
