using System.Net;
using System.Net.Http.Headers;
using JwtCore.AspNetCore.Tests.Support;
using JwtCore.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace JwtCore.AspNetCore.Tests;

/// <summary>An application under test in a WebApplicationFactory, which changes its options as tests do.</summary>
public class WebApplicationFactoryTests
{
    [Fact]
    public async Task A_test_brings_keys_of_its_own()
    {
        await using Factory factory = new();
        using HttpClient client = factory.CreateClient();

        Assert.Equal((HttpStatusCode.OK, "test-user"), await GetAsync(client, "/orders", Api.Token("orders:read")));
        Assert.Equal(HttpStatusCode.Forbidden, (await GetAsync(client, "/orders", Api.Token())).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(client, "/orders", "x")).Status);
    }

    [Fact]
    public async Task A_test_replaces_the_verifier_of_the_application()
    {
        await using Factory factory = new();
        StaticTokenVerifier verifier = new(new Dictionary<string, StaticIdentity> { ["ann"] = new() { ClientId = "tests", Subject = "Ann", Scopes = ["orders:read"] } });
        await using WebApplicationFactory<WebApplicationFactoryTests> changed = factory.WithWebHostBuilder(host => host.ConfigureTestServices(services =>
            services.Configure<JwtCoreOptions>(JwtCoreOptions.DefaultScheme, options =>
            {
                options.Policies.Clear();
                options.Verifier = verifier;
            })));
        using HttpClient client = changed.CreateClient();

        Assert.Equal((HttpStatusCode.OK, "Ann"), await GetAsync(client, "/orders", "ann"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(client, "/orders", Api.Token("orders:read"))).Status);
    }

    [Fact]
    public async Task A_factory_with_Kestrel_is_asked_over_real_HTTP()
    {
        await using Factory factory = new();
        factory.UseKestrel(0);
        factory.StartServer();
        using HttpClient client = factory.CreateClient();

        Assert.Equal((HttpStatusCode.OK, "test-user"), await GetAsync(client, "/orders", Api.Token("orders:read")));
        Assert.Equal(HttpStatusCode.Forbidden, (await GetAsync(client, "/orders", Api.Token())).Status);
    }

    private static async Task<(HttpStatusCode Status, string Body)> GetAsync(HttpClient client, string path, string token)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using HttpResponseMessage response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    // The application stands here, since this project's own entry point runs tests.
    private sealed class Factory : WebApplicationFactory<WebApplicationFactoryTests>
    {
        protected override IHostBuilder CreateHostBuilder() => Host.CreateDefaultBuilder().ConfigureWebHost(host => host
            .ConfigureServices(services =>
            {
                services.AddSingleton(Given.Environment()).AddRouting().AddAuthorization();
                services.AddAuthentication().AddJwtCore(options => options.Policies.Add(Api.Policy()));
            })
            .Configure(app => app.UseRouting().UseAuthentication().UseAuthorization().UseEndpoints(endpoints =>
                endpoints.MapGet("/orders", context => context.Response.WriteAsync(context.GetTokenClaims()!.Subject!)).RequireScope("orders:read"))));

        protected override void ConfigureWebHost(IWebHostBuilder builder) => builder.UseEnvironment("Development").UseContentRoot(AppContext.BaseDirectory);
    }
}
