using System.Security.Claims;
using JwtCore.AspNetCore.Tests.Support;
using JwtCore.Testing;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace JwtCore.AspNetCore.Tests;

public class SchemeTests
{
    private const string Partner = "https://partner.example.com";

    [Fact]
    public async Task Two_schemes_stand_side_by_side()
    {
        await using Api api = await StartTwo();
        string partner = Given.EcPair.CreateToken(Api.Good with { Issuer = Partner, Scopes = ["deliver"] });

        Assert.Equal(200, (await api.GetAsync(Api.Token(), "/first")).Status);
        Assert.Equal(401, (await api.GetAsync(partner, "/first")).Status);
        Assert.Equal(200, (await api.GetAsync(partner, "/partner")).Status);
        Assert.Equal(401, (await api.GetAsync(Api.Token(), "/partner")).Status);
        Assert.Equal(200, (await api.GetAsync(partner, "/either")).Status);
        Assert.Equal(200, (await api.GetAsync(Api.Token(), "/either")).Status);
    }

    [Fact]
    public async Task Two_schemes_give_one_challenge_of_the_one_that_knows_the_token()
    {
        await using Api api = await StartTwo();

        Assert.Equal("Bearer", (await api.GetAsync(path: "/either")).Challenge);
        Answer scopes = await api.GetAsync(Given.EcPair.CreateToken(Api.Good with { Issuer = Partner }), "/either");
        Assert.Equal((403, "Bearer error=\"insufficient_scope\", error_description=\"The token lacks a scope that is needed.\", scope=\"deliver\""), (scopes.Status, scopes.Challenge));
        Answer expired = await api.GetAsync(Given.EcPair.CreateToken(Api.Good with { Issuer = Partner, Lifetime = TimeSpan.FromHours(-1) }), "/either");
        Assert.Contains("expired", expired.Challenge, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_subject_of_two_issuers_is_two_people()
    {
        List<Claim> seen = [];
        await using Api api = await Api.StartAsync(
            options =>
            {
                options.Policies.Add(Api.Policy());
                options.Policies.Add(Api.Policy(Given.EcPair, Partner));
            },
            app => app.MapGet("/", (HttpContext context) => seen.Add(context.User.FindFirst("sub")!)).RequireAuthorization());
        await api.GetAsync(Api.Token());
        await api.GetAsync(Given.EcPair.CreateToken(Api.Good with { Issuer = Partner }));
        Answer borrowed = await api.GetAsync(Given.EcPair.CreateToken(Api.Good));

        Assert.Equal([("test-user", Given.Issuer), ("test-user", Partner)], seen.Select(claim => (claim.Value, claim.Issuer)));
        Assert.Equal(401, borrowed.Status);
    }

    [Fact]
    public async Task Scopes_are_named_for_the_issuer_of_the_token()
    {
        await using Api api = await Api.StartAsync(options =>
        {
            options.Policies.Add(Api.Policy(scopes: ["one"]));
            options.Policies.Add(Api.Policy(Given.EcPair, Partner, "two"));
        });

        Assert.Contains("scope=\"one\"", (await api.GetAsync(Api.Token())).Challenge, StringComparison.Ordinal);
        Assert.Contains("scope=\"two\"", (await api.GetAsync(Given.EcPair.CreateToken(Api.Good with { Issuer = Partner }))).Challenge, StringComparison.Ordinal);
        Assert.Equal("Bearer", (await api.GetAsync()).Challenge);
    }

    [Fact]
    public async Task Settings_make_the_scheme_Bearer()
    {
        await using Api api = await Api.StartAsync(services => services
            .AddSingleton(Given.Environment([("JWTCORE_PUBLIC_KEY", Given.Pair.ToPublicPem()), ("JWTCORE_REQUIRED_SCOPES", "api"), .. Given.Expectations]))
            .AddAuthentication().AddJwtCore());

        Assert.Equal(200, (await api.GetAsync(Api.Token("api"))).Status);
        Assert.Equal("Bearer scope=\"api\"", (await api.GetAsync()).Challenge);
    }

    [Fact]
    public async Task Another_scheme_has_a_section_of_its_own_and_no_environment()
    {
        await using Api api = await Api.StartAsync(
            services => services.AddSingleton(Given.Environment(("JWTCORE_AUDIENCE", "x"))).AddAuthentication().AddJwtCore("Partner"),
            build: builder => builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Authentication:Schemes:Partner:ValidIssuer"] = Partner,
                ["Authentication:Schemes:Partner:ValidAudience"] = Given.Audience,
                ["Authentication:Schemes:Partner:JwtCore:Algorithm"] = "ES256",
                ["Authentication:Schemes:Partner:JwtCore:PublicKey"] = Given.EcPair.ToPublicPem(),
                ["JwtCore:Issuer"] = "y",
            }));

        Assert.Equal(200, (await api.GetAsync(Given.EcPair.CreateToken(Api.Good with { Issuer = Partner }))).Status);
    }

    [Fact]
    public async Task A_verifier_that_settings_registered_is_shared()
    {
        (string, string)[] environment = [("JWTCORE_PUBLIC_KEY", Given.Pair.ToPublicPem()), ("JWTCORE_REQUIRED_SCOPES", "api"), .. Given.Expectations];
        await using Api api = await Api.StartAsync(services =>
        {
            services.AddSingleton(Given.Environment(environment)).AddJwtCoreVerifier();
            services.AddAuthentication().AddJwtCore();
        });

        Assert.Equal("Bearer scope=\"api\"", (await api.GetAsync()).Challenge);
        Assert.Same(
            api.Services.GetRequiredService<JwtVerifier>(),
            api.Services.GetRequiredService<SchemeVerifierCache>().Of("Bearer", api.Services.GetRequiredService<IOptionsMonitor<JwtCoreOptions>>().Get("Bearer")).Verifier);
    }

    [Fact]
    public async Task Keys_that_settings_fetch_end_with_the_host()
    {
        FakeJwksEndpoint endpoint = new(Given.Pair);
        using HttpClient client = new(endpoint);
        RemoteJwks keys;
        await using (Api api = await Api.StartAsync(services => services
            .AddSingleton(Given.Environment([("JWTCORE_JWKS_URI", endpoint.JwksUri), .. Given.Expectations]))
            .AddSingleton(new RemoteJwksOptions { Client = client })
            .AddAuthentication().AddJwtCore()))
        {
            Assert.Equal(200, (await api.GetAsync(Api.Token())).Status);
            keys = Assert.Single(await api.Services.GetRequiredService<SchemeVerifierCache>().FindAsync()).Keys;
        }

        Assert.Equal(JwksState.Disposed, keys.Status.State);
    }

    public static TheoryData<Action<JwtCoreOptions>, string> Wrong => new()
    {
        { _ => { }, "No keys are set. Set one of JWTCORE_PUBLIC_KEY or JwtCore:PublicKey" },
        { options => { options.Policies.Add(Api.Policy()); options.Verifier = new JwtVerifier(Api.Policy()); }, "Verifier and Policies are set together" },
        { options => { options.VerifierOptions = new(); options.Verifier = new JwtVerifier(Api.Policy()); }, "VerifierOptions is set, but Verifier has its own" },
        { options => { options.Policies.Add(Api.Policy()); options.VerifierOptions = new() { Cache = new() { MaxEntries = -1 } }; }, "Cache.MaxEntries is -1" },
        { options => options.Policies.Add(Api.Policy(scopes: [""])), "RequiredScopes has an entry" },
        { options => { options.Policies.Add(Api.Policy()); options.Realm = "a\"b"; }, "Realm is empty, or has a quote" },
        { options => { options.Policies.Add(Api.Policy()); options.Realm = ""; }, "Realm is empty, or has a quote" },
        { options => { options.Policies.Add(Api.Policy()); options.ResourceMetadata = new Uri("/x", UriKind.Relative); }, "ResourceMetadata is not an absolute" },
        { options => { options.Policies.Add(Api.Policy()); options.ResourceMetadata = new Uri("https://user:password@api.example.com/"); }, "ResourceMetadata is not an absolute https or http address without user information" },
        { options => options.Policies.Add(null!), "" },
        { options => { options.Policies.Add(Api.Policy()); options.NameClaimType = ""; }, "NameClaimType is empty" },
        { options => { options.Policies.Add(Api.Policy()); options.RoleClaimType = ""; }, "RoleClaimType is empty" },
        { options => { options.Policies.Add(Api.Policy()); options.Events = null!; }, "Events is null" },
    };

    [Theory, MemberData(nameof(Wrong))]
    public async Task Wrong_options_stop_the_host_and_are_named(Action<JwtCoreOptions> configure, string message)
    {
        OptionsValidationException refused = await Assert.ThrowsAsync<OptionsValidationException>(() => Api.StartAsync(configure));

        Assert.StartsWith("JwtCoreOptions of the scheme Bearer: " + message, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_missing_is_named_where_the_scheme_would_have_it()
    {
        OptionsValidationException refused = await Assert.ThrowsAsync<OptionsValidationException>(() =>
            Api.StartAsync(services => services.AddAuthentication().AddJwtCore("Partner")));

        Assert.Contains("Set one of Authentication:Schemes:Partner:JwtCore:PublicKey, ", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("JWTCORE_", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_verifier_of_the_container_does_not_count_for_another_scheme() =>
        await Assert.ThrowsAsync<OptionsValidationException>(() => Api.StartAsync(services =>
            services.AddSingleton<ITokenVerifier>(new JwtVerifier(Api.Policy())).AddAuthentication().AddJwtCore("Partner")));

    [Fact]
    public void Builder_and_name_are_needed()
    {
        Assert.Throws<ArgumentNullException>(() => JwtCoreAuthenticationExtensions.AddJwtCore(null!));
        Assert.Throws<ArgumentException>(() => new AuthenticationBuilder(new ServiceCollection()).AddJwtCore(""));
    }

    private static Task<Api> StartTwo() => Api.StartAsync(
        services => services.AddAuthentication()
            .AddJwtCore(options => options.Policies.Add(Api.Policy()))
            .AddJwtCore("Partner", options => options.Policies.Add(Api.Policy(Given.EcPair, Partner, "deliver"))),
        app =>
        {
            app.MapGet("/first", () => "").RequireAuthorization(policy => policy.AddAuthenticationSchemes("Bearer").RequireAuthenticatedUser());
            app.MapGet("/partner", () => "").RequireAuthorization(policy => policy.AddAuthenticationSchemes("Partner").RequireAuthenticatedUser());
            app.MapGet("/either", () => "").RequireAuthorization(policy => policy.AddAuthenticationSchemes("Bearer", "Partner").RequireAuthenticatedUser());
        });
}
