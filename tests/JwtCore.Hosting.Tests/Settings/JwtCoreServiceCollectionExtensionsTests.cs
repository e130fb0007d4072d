using JwtCore.Hosting.Tests.Support;
using JwtCore.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace JwtCore.Hosting.Tests;

public class JwtCoreServiceCollectionExtensionsTests
{
    private static readonly (string, string)[] Remote = [("JWTCORE_JWKS_URI", Given.JwksUri), .. Given.Expectations];

    [Fact]
    public async Task One_verifier_is_registered_under_both_types()
    {
        await using ServiceProvider services = Services(Given.Environment([("JWTCORE_PUBLIC_KEY", Given.Pair.ToPublicPem()), .. Given.Expectations]));
        JwtVerifier verifier = services.GetRequiredService<JwtVerifier>();

        Assert.Same(verifier, services.GetRequiredService<ITokenVerifier>());
        Assert.True(verifier.TryVerify(Given.Pair.CreateToken(new() { Audience = Given.Audience }), out _));
    }

    [Fact]
    public async Task Configuration_of_the_container_is_read_and_code_has_the_last_word()
    {
        ServiceCollection services = new();
        services.Configure<JwtCoreSettings>(settings => settings.BaseUrl = Given.Issuer);
        services.AddSingleton(Given.Environment());
        services.AddSingleton(Given.Json($$"""{ "JwtCore": { "JwksUri": "{{Given.JwksUri}}", "Issuer": "x", "Audience": "{{Given.Audience}}", "BaseUrl": "x" } }"""));
        services.AddJwtCoreVerifier(settings =>
        {
            Assert.Equal(["x"], settings.Issuer!);
            settings.Issuer = Given.Issuer;
            settings.JwksUri = null;
            settings.PublicKey = Given.Pair.ToPublicPem();
        });
        await using ServiceProvider provider = services.BuildServiceProvider();

        Assert.True(provider.GetRequiredService<JwtVerifier>().TryVerify(Given.Pair.CreateToken(new() { Audience = Given.Audience }), out _));
        Assert.Equal(Given.Issuer, provider.GetRequiredService<IOptions<JwtCoreSettings>>().Value.BaseUrl);
    }

    [Fact]
    public async Task Registering_twice_is_registering_once()
    {
        ServiceCollection services = new();
        services.AddSingleton(Given.Environment(Remote));
        services.AddJwtCoreVerifier(settings => settings.BaseUrl = Given.Audience).AddJwtCoreVerifier();
        await using ServiceProvider provider = services.BuildServiceProvider();

        Assert.Single(provider.GetServices<ITokenVerifier>());
        Assert.Equal(Given.Audience, provider.GetRequiredService<IOptions<JwtCoreSettings>>().Value.BaseUrl);
    }

    [Fact]
    public async Task A_verifier_that_is_registered_already_stays()
    {
        ServiceCollection services = new();
        ITokenVerifier own = new JwtVerifier(Given.InCode().ToPolicy());
        services.AddSingleton(own).AddSingleton(Given.Environment(Remote)).AddJwtCoreVerifier();
        await using ServiceProvider provider = services.BuildServiceProvider();

        Assert.Same(own, provider.GetRequiredService<ITokenVerifier>());
    }

    [Fact]
    public async Task Options_are_taken_from_the_container()
    {
        ServiceCollection services = new();
        services.AddSingleton(Given.Environment([("JWTCORE_PUBLIC_KEY", Given.Pair.ToPublicPem()), .. Given.Expectations]));
        services.AddSingleton(new JwtVerifierOptions { IsRevoked = static (in VerifiedToken _) => true });
        await using ServiceProvider provider = services.AddJwtCoreVerifier().BuildServiceProvider();
        provider.GetRequiredService<JwtVerifier>().TryVerify(Given.Pair.CreateToken(new() { Audience = Given.Audience }), out VerifiedToken token);

        Assert.Equal(VerifyError.Revoked, token.Error);
    }

    [Fact]
    public async Task Wrong_settings_stop_the_host_at_its_start()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["JwtCore:Audiance"] = "x" });
        builder.Services.AddSingleton(Given.Environment()).AddJwtCoreVerifier();
        using IHost host = builder.Build();

        OptionsValidationException refused = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));
        Assert.StartsWith("Unknown in the configuration: JwtCore:Audiance (did you mean Audience?). ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_options_stop_the_host_too()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(Given.Environment(Remote)).AddSingleton(new JwtVerifierOptions { Cache = new() { MaxEntries = -1 } }).AddJwtCoreVerifier();
        using IHost host = builder.Build();

        await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_host_with_good_settings_starts()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(Given.Environment(Remote)).AddJwtCoreVerifier();
        using IHost host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);

        Assert.NotNull(host.Services.GetRequiredService<ITokenVerifier>());
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Remote_keys_are_disposed_with_the_container()
    {
        FakeJwksEndpoint endpoint = new(Given.Pair);
        using HttpClient client = new(endpoint);
        ServiceCollection services = new();
        services.AddSingleton(Given.Environment([("JWTCORE_JWKS_URI", endpoint.JwksUri.ToString()), .. Given.Expectations]));
        services.AddSingleton(new RemoteJwksOptions { Client = client }).AddJwtCoreVerifier();
        string token = Given.Pair.CreateToken(new() { Audience = Given.Audience });
        JwtVerifier verifier;
        await using (ServiceProvider provider = services.BuildServiceProvider())
        {
            verifier = provider.GetRequiredService<JwtVerifier>();
            Assert.True((await verifier.VerifyAsync(token.AsMemory(), TestContext.Current.CancellationToken)).IsValid);
        }

        verifier.TryVerify(token, out VerifiedToken refused);
        Assert.Equal(VerifyError.KeysUnavailable, refused.Error);
    }

    [Fact]
    public void Services_are_needed() =>
        Assert.Throws<ArgumentNullException>(() => JwtCoreServiceCollectionExtensions.AddJwtCoreVerifier(null!));

    private static ServiceProvider Services(EnvironmentSource environment) =>
        new ServiceCollection().AddSingleton(environment).AddJwtCoreVerifier().BuildServiceProvider();
}
