using JwtCore.AspNetCore.Tests.Support;
using JwtCore.Hosting;
using JwtCore.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace JwtCore.AspNetCore.Tests;

/// <summary>Settings of a scheme: set in code, changed by a test host, and what the log says of those that change nothing.</summary>
public class SchemeSettingsTests
{
    private const string Partner = "https://partner.example.com";

    [Fact]
    public async Task A_scheme_has_settings_and_options_in_code()
    {
        await using Api api = await Api.StartAsync(services => services.AddAuthentication("Partner").AddJwtCore("Partner", Own, options => options.Realm = "partners"));

        Assert.Equal(200, (await api.GetAsync(Api.Token())).Status);
        Assert.Equal("Bearer realm=\"partners\"", (await api.GetAsync()).Challenge);
    }

    [Fact]
    public async Task The_scheme_Bearer_has_them_too()
    {
        await using Api api = await Api.StartAsync(services => services.AddAuthentication().AddJwtCore(Own));

        Assert.Equal(200, (await api.GetAsync(Api.Token())).Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_test_host_changes_the_settings_before_or_after_the_application(bool isBefore)
    {
        await using Api api = await Api.StartAsync(services =>
        {
            if (isBefore)
            {
                services.PostConfigure<JwtCoreSettings>("Bearer", Test);
            }

            services.AddAuthentication().AddJwtCore(settings =>
            {
                settings.Authority = "https://nowhere.example.com";
                settings.Audience = "production";
            });
            if (!isBefore)
            {
                services.Configure<JwtCoreSettings>("Bearer", Test);
            }
        });

        Assert.Equal(200, (await api.GetAsync(Api.Token())).Status);

        static void Test(JwtCoreSettings settings)
        {
            settings.Authority = null;
            Own(settings);
        }
    }

    [Fact]
    public async Task Settings_of_one_scheme_say_nothing_about_another()
    {
        await using Api api = await Api.StartAsync(
            services => services.AddAuthentication("Bearer").AddJwtCore(Own).AddJwtCore("Partner", settings =>
            {
                settings.PublicKey = Given.EcPair.ToPublicPem();
                settings.Algorithm = [JwtAlgorithm.ES256];
                settings.Issuer = Partner;
                settings.Audience = Given.Audience;
            }),
            app =>
            {
                app.MapGet("/", () => "").RequireAuthorization();
                app.MapGet("/partner", () => "").RequireAuthorization(policy => policy.AddAuthenticationSchemes("Partner").RequireAuthenticatedUser());
            });
        string partner = Given.EcPair.CreateToken(Api.Good with { Issuer = Partner });

        Assert.Equal((200, 401), ((await api.GetAsync(Api.Token())).Status, (await api.GetAsync(partner)).Status));
        Assert.Equal((401, 200), ((await api.GetAsync(Api.Token(), "/partner")).Status, (await api.GetAsync(partner, "/partner")).Status));
    }

    [Fact]
    public async Task Code_of_the_scheme_beats_the_verifier_of_settings_without_a_name()
    {
        await using Api api = await Api.StartAsync(services =>
        {
            services.AddJwtCoreVerifier(settings =>
            {
                Own(settings);
                settings.Audience = "worker";
            });
            services.AddAuthentication().AddJwtCore(Own);
        });

        Assert.Equal(200, (await api.GetAsync(Api.Token())).Status);
    }

    [Fact]
    public async Task Wrong_settings_in_code_stop_the_host_and_are_named()
    {
        OptionsValidationException refused = await Assert.ThrowsAsync<OptionsValidationException>(() =>
            Api.StartAsync(services => services.AddAuthentication().AddJwtCore("Partner", settings => settings.Authority = Partner)));

        Assert.StartsWith("JwtCoreOptions of the scheme Partner: Audience is not set. Set Authentication:Schemes:Partner:JwtCore:Audience", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scheme_that_only_forwards_needs_no_policy_and_refuses_what_it_does_not_forward()
    {
        await using Api api = await Api.StartAsync(services => services.AddAuthentication("Bearer")
            .AddJwtCore(options => options.ForwardDefaultSelector = context => context.Request.Headers.ContainsKey("X-None") ? null : "Own")
            .AddJwtCore("Own", Own));

        Assert.Equal(200, (await api.GetAsync(Api.Token())).Status);
        Assert.StartsWith("HTTP/1.1 401", await api.SendRawAsync("X-None: 1", $"Authorization: Bearer {Api.Token()}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ForwardDefault")]
    [InlineData("ForwardAuthenticate", "ForwardChallenge", "ForwardForbid")]
    public async Task The_section_of_a_scheme_says_where_it_forwards(params string[] keys)
    {
        await using Api api = await Api.StartAsync(
            services => services.AddAuthentication("Bearer").AddJwtCore().AddJwtCore("Own", Own),
            build: builder => builder.Configuration.AddInMemoryCollection(keys.ToDictionary(key => $"Authentication:Schemes:Bearer:{key}", _ => (string?)"Own")));

        Assert.Equal(200, (await api.GetAsync(Api.Token())).Status);
        Assert.Equal(401, (await api.GetAsync()).Status);
    }

    [Fact]
    public async Task Every_forward_of_the_section_is_read_and_code_wins()
    {
        string[] keys = ["ForwardAuthenticate", "ForwardChallenge", "ForwardDefault", "ForwardForbid", "ForwardSignIn", "ForwardSignOut"];
        await using Api api = await Api.StartAsync(
            services => services.AddAuthentication("Own").AddJwtCore("Own", Own).AddJwtCore(options => options.ForwardSignOut = "code"),
            build: builder => builder.Configuration.AddInMemoryCollection(keys.ToDictionary(key => $"Authentication:Schemes:Bearer:{key}", key => (string?)(key + "!"))));
        JwtCoreOptions read = api.Services.GetRequiredService<IOptionsMonitor<JwtCoreOptions>>().Get("Bearer");

        Assert.Equal(
            ["ForwardAuthenticate!", "ForwardChallenge!", "ForwardDefault!", "ForwardForbid!", "ForwardSignIn!", "code"],
            [read.ForwardAuthenticate, read.ForwardChallenge, read.ForwardDefault, read.ForwardForbid, read.ForwardSignIn, read.ForwardSignOut]);
    }

    [Fact]
    public async Task What_policies_in_code_leave_unread_is_a_warning_that_names_the_winner()
    {
        await using Api api = await Api.StartAsync(
            services => services.AddSingleton(Given.Environment(("JWTCORE_AUTHORITY", "https://other.example.com"), ("JWTCORE_AUDIANCE", "x")))
                .Configure<JwtCoreSettings>("Bearer", settings => settings.Issuer = "x")
                .AddAuthentication().AddJwtCore(options => options.Policies.Add(Api.Policy())),
            build: builder => builder.Configuration.AddInMemoryCollection([new("JwtCore:Audience", "a")]));

        Assert.Equal(200, (await api.GetAsync(Api.Token())).Status);
        string[] warnings = Warnings(api);
        Assert.Contains("Settings of Bearer: Not read: JWTCORE_AUTHORITY, JwtCore:Audience, JwtCoreSettings.Issuer. JwtCoreOptions.Policies wins.", warnings);
        Assert.Contains(warnings, warning => warning.StartsWith("Settings of Bearer: Unknown in the environment: JWTCORE_AUDIANCE (did you mean JWTCORE_AUDIENCE?).", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_verifier_in_code_or_in_the_container_leaves_unread_is_one_too()
    {
        JwtVerifier verifier = new(Api.Policy());
        EnvironmentSource environment = Given.Environment(("JWTCORE_AUDIENCE", "x"));
        await using Api inCode = await Api.StartAsync(services => services.AddSingleton(environment).AddAuthentication().AddJwtCore(options => options.Verifier = verifier));
        await using Api inContainer = await Api.StartAsync(services => services.AddSingleton(environment).AddSingleton<ITokenVerifier>(verifier).AddAuthentication().AddJwtCore());

        Assert.Equal(["Settings of Bearer: Not read: JWTCORE_AUDIENCE. JwtCoreOptions.Verifier wins."], Warnings(inCode));
        Assert.Equal(["Settings of Bearer: Not read: JWTCORE_AUDIENCE. The container's ITokenVerifier wins."], Warnings(inContainer));
    }

    [Fact]
    public async Task Variables_that_no_scheme_reads_are_a_warning_and_those_that_another_verifier_reads_are_none()
    {
        EnvironmentSource environment = Given.Environment([("JWTCORE_PUBLIC_KEY", Given.Pair.ToPublicPem()), .. Given.Expectations]);
        await using Api unread = await Api.StartAsync(services => services.AddSingleton(environment).AddAuthentication("Own").AddJwtCore("Own", Own));
        await using Api read = await Api.StartAsync(services => services.AddSingleton(environment).AddJwtCoreVerifier().AddAuthentication("Own").AddJwtCore("Own", Own));
        await using Api both = await Api.StartAsync(services => services.AddSingleton(environment).AddJwtCoreVerifier().AddAuthentication().AddJwtCore(options => options.Policies.Add(Api.Policy())));

        Assert.Equal(
            ["Settings of JwtCore: Not read: JWTCORE_PUBLIC_KEY, JWTCORE_ISSUER, JWTCORE_AUDIENCE. They are for the scheme Bearer and for AddJwtCoreVerifier, and this host has neither."],
            Warnings(unread));
        Assert.Empty(Warnings(read));
        Assert.Empty(Warnings(both));
    }

    [Fact]
    public async Task Settings_that_are_all_read_are_no_warning()
    {
        await using Api api = await Api.StartAsync(services => services.AddAuthentication().AddJwtCore(Own));

        Assert.Empty(Warnings(api));
    }

    [Theory]
    [InlineData("Production", false, false)]
    [InlineData("Production", true, true)]
    [InlineData("Development", false, true)]
    [InlineData("Staging", false, true)]
    public async Task A_verifier_of_JwtCore_Testing_starts_in_Production_only_if_an_option_allows_it(string environment, bool isAllowed, bool starts)
    {
        StaticTokenVerifier verifier = new(new Dictionary<string, StaticIdentity> { ["ann"] = new() { ClientId = "c", Subject = "Ann" } });
        Task<Api> InOptions() => Api.StartAsync(
            services => services.AddAuthentication().AddJwtCore(options => (options.Verifier, options.AllowTestVerifier) = (verifier, isAllowed)),
            build: In);
        Task<Api> InContainer() => Api.StartAsync(
            services => services.AddSingleton<ITokenVerifier>(verifier).AddAuthentication().AddJwtCore(options => options.AllowTestVerifier = isAllowed),
            build: In);
        void In(WebApplicationBuilder builder)
        {
            builder.Environment.EnvironmentName = environment;
            builder.Services.AddSingleton<IHostEnvironment>(builder.Environment);
        }

        foreach (Func<Task<Api>> start in (Func<Task<Api>>[])[InOptions, InContainer])
        {
            if (starts)
            {
                await using Api api = await start();
                Assert.Equal(200, (await api.GetAsync("ann")).Status);
            }
            else
            {
                Assert.Equal(
                    "JwtCoreOptions of the scheme Bearer: The verifier is a StaticTokenVerifier of JwtCore.Testing, which accepts tokens that anybody can make, and the environment is Production. "
                    + "To allow it all the same, set AllowTestVerifier.",
                    (await Assert.ThrowsAsync<OptionsValidationException>(start)).Message);
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_verifier_of_ones_own_shows_its_remote_keys_to_health_and_log(bool isInContainer)
    {
        await using FakeJwksServer server = new(Given.Pair);
        Uri address = new(server.Url);
        using RemoteJwks keys = new(server.Url, new() { PlainHttpHosts = [address.Authority] });
        JwtVerifier verifier = new(Api.Policy() with { Keys = keys });
        await using Api api = await Api.StartAsync(services =>
        {
            services.AddHealthChecks().AddJwtCoreKeys();
            if (isInContainer)
            {
                services.AddSingleton<ITokenVerifier>(verifier).AddAuthentication().AddJwtCore();
            }
            else
            {
                services.AddAuthentication().AddJwtCore(options => options.Verifier = verifier);
            }
        });
        HealthReport report = await api.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken);

        Assert.Contains("plain http from " + address.Authority, report.Entries["jwtcore-keys"].Description, StringComparison.Ordinal);
        Assert.NotEqual(HealthStatus.Healthy, report.Status);
        Assert.Contains(api.Log.Entries, line => line.Text.Contains("The keys of Bearer come over plain http", StringComparison.Ordinal));
    }

    private static string[] Warnings(Api api) => [.. api.Log.Entries.Where(entry => entry is { Level: LogLevel.Warning, Event: "SettingIdle" }).Select(entry => entry.Text)];

    private static void Own(JwtCoreSettings settings)
    {
        settings.PublicKey = Given.Pair.ToPublicPem();
        settings.Issuer = Given.Issuer;
        settings.Audience = Given.Audience;
    }
}
