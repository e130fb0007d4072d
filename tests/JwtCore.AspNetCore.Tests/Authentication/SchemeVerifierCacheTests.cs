using System.Runtime.CompilerServices;
using JwtCore.AspNetCore.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace JwtCore.AspNetCore.Tests;

public class SchemeVerifierCacheTests
{
    [Fact]
    public void Options_have_one_verifier_however_many_ask_at_once()
    {
        using ServiceProvider services = new ServiceCollection().BuildServiceProvider();
        using SchemeVerifierCache verifiers = new(services);
        JwtCoreOptions options = Options();
        SchemeVerifier[] made = new SchemeVerifier[8];
        Parallel.For(0, made.Length, index => made[index] = verifiers.Of("Bearer", options));

        Assert.Single(made.Distinct());
        Assert.NotSame(made[0], verifiers.Of("Bearer", Options()));
    }

    [Fact]
    public void A_verifier_goes_with_its_options()
    {
        using ServiceProvider services = new ServiceCollection().BuildServiceProvider();
        using SchemeVerifierCache verifiers = new(services);
        WeakReference[] dropped = [.. Enumerable.Range(0, 10).Select(_ => Make(verifiers))];
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        // The last may still be in a register.
        Assert.True(dropped.Count(verifier => verifier.IsAlive) <= 1);
    }

    [Fact]
    public async Task Reloaded_options_are_those_of_the_next_request()
    {
        Reload reload = new();
        string realm = "first";
        await using Api api = await Api.StartAsync(services => services
            .AddSingleton<IOptionsChangeTokenSource<JwtCoreOptions>>(reload)
            .AddAuthentication().AddJwtCore(options =>
            {
                options.Policies.Add(Api.Policy());
                options.Realm = realm;
            }));
        Assert.Equal("Bearer realm=\"first\"", (await api.GetAsync()).Challenge);
        realm = "second";
        reload.Now();

        Assert.Equal("Bearer realm=\"second\"", (await api.GetAsync()).Challenge);
        Assert.Equal(200, (await api.GetAsync(Api.Token())).Status);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Make(SchemeVerifierCache verifiers) => new(verifiers.Of("Bearer", Options()));

    private static JwtCoreOptions Options()
    {
        JwtCoreOptions options = new();
        options.Policies.Add(Api.Policy());
        return options;
    }

    private sealed class Reload : IOptionsChangeTokenSource<JwtCoreOptions>
    {
        private ConfigurationReloadToken _token = new();

        public string Name => JwtCoreOptions.DefaultScheme;

        public IChangeToken GetChangeToken() => _token;

        public void Now() => Interlocked.Exchange(ref _token, new ConfigurationReloadToken()).OnReload();
    }
}
