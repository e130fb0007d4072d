using System.Runtime.CompilerServices;
using JwtCore.AspNetCore.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace JwtCore.AspNetCore.Tests;

public class SchemeVerifierCacheTests
{
    [Fact]
    public void Options_have_one_verifier_however_many_ask_at_once()
    {
        using ServiceProvider services = new ServiceCollection().AddOptions().BuildServiceProvider();
        using SchemeVerifierCache verifiers = new(services);
        JwtCoreOptions options = Options();
        SchemeVerifier[] made = new SchemeVerifier[8];
        Parallel.For(0, made.Length, index => made[index] = verifiers.Of("Bearer", options));

        Assert.Single(made.Distinct());
    }

    [Fact]
    public void Options_that_say_the_same_have_the_same_verifier_and_others_another()
    {
        using ServiceProvider services = new ServiceCollection().AddOptions().BuildServiceProvider();
        using SchemeVerifierCache verifiers = new(services);
        SchemeVerifier first = verifiers.Of("Bearer", Options());

        Assert.Same(first, verifiers.Of("Bearer", Options()));
        Assert.NotSame(first, verifiers.Of("Partner", Options()));
        Assert.NotSame(first.Verifier, verifiers.Of("Bearer", Options(options => options.VerifierOptions = new() { Limits = new() { TokenBytes = 100 } })).Verifier);
    }

    [Fact]
    public void A_verifier_goes_with_its_options()
    {
        using ServiceProvider services = new ServiceCollection().AddOptions().BuildServiceProvider();
        using SchemeVerifierCache verifiers = new(services);
        WeakReference[] dropped = [.. Enumerable.Range(0, 10).Select(index => Make(verifiers, index))];
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        // The newest is kept for what comes next, and one may still be in a register.
        Assert.True(dropped.Count(verifier => verifier.IsAlive) <= 2);
    }

    [Fact]
    public async Task Reloaded_options_are_those_of_the_next_request()
    {
        OptionsReload reload = new();
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
    private static WeakReference Make(SchemeVerifierCache verifiers, int index) =>
        new(verifiers.Of("Bearer", Options(options => options.VerifierOptions = new() { KeyRequestsPerMinute = index + 1 })));

    private static JwtCoreOptions Options(Action<JwtCoreOptions>? configure = null)
    {
        JwtCoreOptions options = new();
        options.Policies.Add(Api.Policy());
        configure?.Invoke(options);
        return options;
    }
}
