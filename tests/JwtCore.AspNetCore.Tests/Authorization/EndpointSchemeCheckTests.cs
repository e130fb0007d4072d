using JwtCore.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace JwtCore.AspNetCore.Tests;

/// <summary>Endpoints whose demands no request can meet are told at the start, with the line to add.</summary>
public class EndpointSchemeCheckTests
{
    // RequireScope brings a policy of its own, so the default policy, which alone names the scheme, is not asked.
    [Fact]
    public async Task Scopes_under_schemes_that_the_default_policy_alone_names_are_told_and_the_line_helps()
    {
        await using Api api = await Start(app =>
        {
            app.MapGet("/told", () => "").RequireScope("read");
            app.MapGet("/any", () => "").RequireAnyScope("read");
            app.MapGet("/or", () => "").RequireScopeOrRole("read", "admin");
            app.MapGet("/with-the-line", () => "").RequireScope("read").RequireAuthorization(new AuthorizeAttribute { AuthenticationSchemes = "Bearer" });
            app.MapGet("/no-scope", () => "").RequireAuthorization();
            app.MapGet("/attribute", [RequireScope("read")] () => "");
            app.MapGet("/in-the-policy", () => "").RequireAuthorization(policy => policy.AddAuthenticationSchemes("Bearer").RequireScope("read"));
            app.MapGet("/anonymous", () => "").RequireScope("read").AllowAnonymous();
            app.MapGet("/unknown", () => "").RequireAuthorization("no such policy");
        });

        Assert.Equal(
            ((string[])["/told", "/any", "/or"]).Select(path =>
                $"The endpoint HTTP: GET {path} demands scopes, but no JwtCore scheme authenticates its requests, so every request is refused with 403: "
                + "they are authenticated by Cookies. Add .RequireAuthorization(new AuthorizeAttribute { AuthenticationSchemes = \"Bearer\" })."),
            Told(api));
        Assert.NotEqual(200, (await api.GetAsync(Api.Token("read"), "/told")).Status);
        Assert.Equal(200, (await api.GetAsync(Api.Token("read"), "/with-the-line")).Status);
        Assert.Equal(200, (await api.GetAsync(Api.Token("read"), "/attribute")).Status);
        Assert.Equal(200, (await api.GetAsync(Api.Token("read"), "/in-the-policy")).Status);
        Assert.Equal(403, (await api.GetAsync(Api.Token(), "/with-the-line")).Status);
    }

    [Fact]
    public async Task An_attribute_under_a_cookie_as_default_is_told_as_an_attribute()
    {
        await using Api api = await Start(
            app =>
            {
                app.MapGet("/told", [RequireScope("read")] () => "");
                app.MapGet("/with-the-line", [RequireScope("read"), Authorize(AuthenticationSchemes = "Bearer,Partner")] () => "");
            },
            services => services.AddAuthorizationBuilder().SetDefaultPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build()),
            builder => builder.AddJwtCore("Partner", options => options.Policies.Add(Api.Policy(Given.EcPair))));

        Assert.EndsWith("authenticated by Cookies. Add [Authorize(AuthenticationSchemes = \"Bearer,Partner\")].", Assert.Single(Told(api)), StringComparison.Ordinal);
        Assert.Equal(200, (await api.GetAsync(Api.Token("read"), "/with-the-line")).Status);
    }

    [Fact]
    public async Task Without_a_default_scheme_that_is_said()
    {
        await using Api api = await Api.StartAsync(
            services => services.AddAuthentication()
                .AddJwtCore(options => options.Policies.Add(Api.Policy()))
                .AddJwtCore("Partner", options => options.Policies.Add(Api.Policy(Given.EcPair))),
            app => app.MapGet("/", () => "").RequireScope("read"));

        Assert.Contains("authenticated by no scheme, since there is no default one. Add .RequireAuthorization(new AuthorizeAttribute { AuthenticationSchemes = \"Bearer,Partner\" }).", Assert.Single(Told(api)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scheme_that_there_is_none_of_is_told_like_another_one()
    {
        await using Api api = await Start(app => app.MapGet("/", () => "").RequireAuthorization(policy => policy.AddAuthenticationSchemes("Baerer").RequireScope("read")));

        Assert.Contains("authenticated by Baerer.", Assert.Single(Told(api)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Bearer")]
    [InlineData("Chosen")]
    [InlineData("Forwarding")]
    [InlineData("Cookies forwarding")]
    [InlineData("Front")]
    public async Task A_default_that_is_or_leads_to_a_scheme_of_ours_is_not_told(string name)
    {
        await using Api api = await Api.StartAsync(
            services => services.AddAuthentication(name)
                .AddPolicyScheme("Chosen", null, options => options.ForwardDefaultSelector = _ => "Bearer")
                .AddPolicyScheme("Forwarding", null, options => options.ForwardDefault = "Front")
                .AddCookie("Cookies forwarding", options => options.ForwardAuthenticate = "Bearer")
                .AddJwtCore("Front", options =>
                {
                    options.Policies.Add(Api.Policy());
                    options.ForwardDefault = "Bearer";
                })
                .AddJwtCore(options => options.Policies.Add(Api.Policy())),
            app => app.MapGet("/", () => "").RequireScope("read"));

        Assert.Empty(Told(api));
        Assert.Equal(200, (await api.GetAsync(Api.Token("read"))).Status);
    }

    [Theory]
    [InlineData("Nowhere")]
    [InlineData("Circle")]
    [InlineData("Away")]
    public async Task A_default_that_leads_elsewhere_is_told(string name)
    {
        await using Api api = await Api.StartAsync(
            services => services.AddAuthentication(name)
                .AddPolicyScheme("Nowhere", null, options => options.ForwardDefault = "missing")
                .AddPolicyScheme("Circle", null, options => options.ForwardDefault = "Circle2")
                .AddPolicyScheme("Circle2", null, options => options.ForwardDefault = "Circle")
                .AddCookie()
                .AddJwtCore("Away", options =>
                {
                    options.Policies.Add(Api.Policy());
                    options.ForwardAuthenticate = "Cookies";
                }),
            app => app.MapGet("/", () => "").RequireScope("read"));

        Assert.Contains($"authenticated by {name}.", Assert.Single(Told(api)), StringComparison.Ordinal);
    }

    // The scheme is the only one, and so the default; one of two schemes is enough, too.
    [Fact]
    public async Task Where_a_scheme_of_ours_authenticates_nothing_is_told()
    {
        await using Api alone = await Api.StartAsync(options => options.Policies.Add(Api.Policy()));
        await using Api beside = await Start(app => app.MapGet("/", () => "").RequireAuthorization(policy => policy.AddAuthenticationSchemes("Cookies", "Bearer").RequireScope("read")));

        Assert.Empty(Told(alone));
        Assert.Empty(Told(beside));
    }

    [Fact]
    public async Task A_role_that_no_policy_lets_count_is_told()
    {
        static void Map(WebApplication app)
        {
            app.MapGet("/", () => "").RequireScopeOrRole("read", "admin");
            app.MapGet("/scope", () => "").RequireScope("read");
        }

        VerificationPolicy marked = Api.Policy() with { ClientOnlyClaims = new Dictionary<string, Expected?> { ["idtyp"] = "app" } };
        await using Api without = await Api.StartAsync(options => options.Policies.Add(Api.Policy()), Map);
        await using Api with = await Api.StartAsync(options => options.Policies.Add(marked), Map);
        await using Api unknown = await Api.StartAsync(options => options.Verifier = new JwtVerifier(marked), Map);

        Assert.Equal(
            "The endpoint HTTP: GET / accepts a role in place of a scope, but no policy says which tokens are without a user, so no role is accepted. Set VerificationPolicy.ClientOnlyClaims.",
            Assert.Single(Told(without, "RolesNeverMet")));
        Assert.Empty(Told(with, "RolesNeverMet"));
        Assert.Empty(Told(unknown, "RolesNeverMet"));
    }

    [Fact]
    public async Task A_host_without_endpoints_and_without_authorization_starts()
    {
        ServiceCollection services = new();
        services.AddLogging().AddAuthentication().AddJwtCore(options => options.Policies.Add(Api.Policy()));
        await using ServiceProvider provider = services.BuildServiceProvider();
        EndpointSchemeCheck check = provider.GetServices<Microsoft.Extensions.Hosting.IHostedService>().OfType<EndpointSchemeCheck>().Single();

        await check.StartedAsync(TestContext.Current.CancellationToken);
    }

    private static Task<Api> Start(Action<WebApplication> map, Action<IServiceCollection>? add = null, Action<AuthenticationBuilder>? more = null) => Api.StartAsync(
        services =>
        {
            services.AddAuthorizationBuilder().SetDefaultPolicy(new AuthorizationPolicyBuilder("Bearer").RequireAuthenticatedUser().Build());
            AuthenticationBuilder builder = services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie()
                .AddJwtCore(options => options.Policies.Add(Api.Policy()));
            add?.Invoke(services);
            more?.Invoke(builder);
        },
        map);

    private static IEnumerable<string> Told(Api api, string name = "ScopesNeverMet") =>
        api.Log.Entries.Where(entry => entry.Event == name).Select(entry =>
        {
            Assert.Equal(LogLevel.Warning, entry.Level);
            return entry.Text;
        });
}
