using Microsoft.Extensions.DependencyInjection;

namespace JwtCore.Hosting;

/// <summary>The options of a scheme's verifier.</summary>
internal static class HostVerifierOptions
{
    /// <summary>The scheme's own options, else those of the container, else the defaults with a cache.</summary>
    /// <param name="own">The options of the scheme, or null.</param>
    /// <param name="clock">The clock of the scheme, for the defaults; null for the system's.</param>
    /// <param name="services">The container.</param>
    public static JwtVerifierOptions Find(JwtVerifierOptions? own, TimeProvider? clock, IServiceProvider services) =>
        own ?? services.GetService<JwtVerifierOptions>() ?? new JwtVerifierOptions { Cache = new TokenCacheOptions(), TimeProvider = clock ?? TimeProvider.System };
}
