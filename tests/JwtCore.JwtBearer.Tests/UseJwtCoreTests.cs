using System.Security.Claims;
using System.Text;
using JwtCore.AspNetCore.Tests.Support;
using JwtCore.JwtBearer.Tests.Support;
using JwtCore.Testing;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace JwtCore.JwtBearer.Tests;

/// <summary>One line behind AddJwtBearer: what it takes over, and what it refuses.</summary>
public sealed class UseJwtCoreTests
{
    private static readonly string Good = Given.Pair.CreateToken(Api.Good);

    [Fact]
    public async Task JwtCore_judges_and_the_rest_stays()
    {
        SecurityToken? seen = null;
        await using Api api = await Theirs.StartAsync(options =>
        {
            Theirs.Configure(options);
            options.Events = new JwtBearerEvents
            {
                OnTokenValidated = context =>
                {
                    seen = context.SecurityToken;
                    return Task.CompletedTask;
                },
            };
        });

        Assert.Equal(200, (await api.GetAsync(Good)).Status);
        Assert.Equal("test-user", Assert.IsType<JsonWebToken>(seen).Subject);

        // What Microsoft's validation lets in.
        Assert.Equal(401, (await api.GetAsync(Given.Pair.CreateToken(Api.Good with { Header = new() { ["crit"] = new System.Text.Json.Nodes.JsonArray("cat"), ["cat"] = 1 } }))).Status);
    }

    [Fact]
    public async Task The_one_handler_is_JwtCore_s_and_no_configuration_is_fetched()
    {
        await using FakeJwksServer server = new(Given.Pair);
        await using Api api = await Theirs.StartAsync(options =>
        {
            options.Authority = server.Url;
            options.RequireHttpsMetadata = false;
            options.Audience = Given.Audience;
        });
        JwtBearerOptions options = api.Services.GetRequiredService<IOptionsMonitor<JwtBearerOptions>>().Get("Bearer");

        Assert.IsType<BridgeTokenHandler>(Assert.Single(options.TokenHandlers));
        Assert.Null(options.Backchannel);
        options.ConfigurationManager!.RequestRefresh();
        await Assert.ThrowsAsync<NotSupportedException>(() => options.ConfigurationManager.GetConfigurationAsync(CancellationToken.None));
        await Assert.ThrowsAsync<NotSupportedException>(() => ((BaseConfigurationManager)options.ConfigurationManager).GetBaseConfigurationAsync(CancellationToken.None));
    }

    [Fact]
    public async Task The_authority_s_keys_are_fetched_by_RemoteJwks_and_rotation_works()
    {
        TestKeyPair first = Given.Pair.With(JwtAlgorithm.RS256, "one");
        TestKeyPair second = TestKeyPair.Create(JwtAlgorithm.RS256, "two");
        Microsoft.Extensions.Time.Testing.FakeTimeProvider time = new(DateTimeOffset.UtcNow);
        FakeJwksEndpoint endpoint = new(first) { TimeProvider = time };
        await using FakeJwksServer server = new(endpoint);
        endpoint.Issuer = server.Url;
        await using Api api = await Theirs.StartAsync(
            options =>
            {
                options.Authority = server.Url;
                options.RequireHttpsMetadata = false;
                options.Audience = Given.Audience;
            },
            bridge =>
            {
                bridge.Fetching = new() { TimeProvider = time };
                bridge.VerifierOptions = new() { TimeProvider = time, Cache = new() };
            });
        TestToken token = Api.Good with { Issuer = server.Url };

        Assert.Equal(200, (await api.GetAsync(first.CreateToken(token))).Status);
        endpoint.Publish(first, second);
        Assert.Equal(401, (await api.GetAsync(second.CreateToken(token))).Status);
        time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(200, (await api.GetAsync(second.CreateToken(token))).Status);
    }

    [Fact]
    public async Task The_keys_are_in_the_health_check_and_in_the_log()
    {
        FakeJwksEndpoint endpoint = new(Given.Pair);
        await using FakeJwksServer server = new(endpoint);
        endpoint.Issuer = "https://somebody.example.com";
        await using Api api = await Theirs.StartAsync(
            options =>
            {
                options.Authority = server.Url;
                options.RequireHttpsMetadata = false;
                options.Audience = Given.Audience;
            },
            add: services => services.AddHealthChecks().AddJwtCoreKeys());
        await api.GetAsync(Good);
        HealthReport report = await api.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HealthStatus.Unhealthy, report.Status);
        Assert.StartsWith("IssuerDiffers: ", Assert.IsType<string>(report.Entries["jwtcore-keys"].Data["Bearer.cause"]), StringComparison.Ordinal);
        Assert.Contains(api.Log.Entries, entry => entry.Event == "KeyRefreshFailed" && entry.Text.Contains("https://somebody.example.com", StringComparison.Ordinal));
        Assert.Contains(api.Log.Entries, entry => entry.Event is "PlainHttpOutsideDevelopment" or "PlainHttp");
    }

    [Fact]
    public async Task The_backchannel_of_the_service_is_used()
    {
        FakeJwksEndpoint endpoint = new(Given.Pair) { Issuer = Given.Issuer };
        await using Api api = await Theirs.StartAsync(options =>
        {
            options.Authority = Given.Issuer;
            options.Audience = Given.Audience;
            options.BackchannelHttpHandler = endpoint;
        });

        Assert.Equal(200, (await api.GetAsync(Good)).Status);
        Assert.Equal(1, endpoint.RequestsTo("/.well-known/openid-configuration"));
    }

    [Fact]
    public async Task A_metadata_address_needs_its_issuer_and_is_asked_there()
    {
        FakeJwksEndpoint endpoint = new(Given.Pair) { Issuer = Given.Issuer };
        void Configure(JwtBearerOptions options)
        {
            options.MetadataAddress = "https://internal.example.com/.well-known/openid-configuration";
            options.Audience = Given.Audience;
            options.BackchannelHttpHandler = endpoint;
        }

        Assert.Equal("UseJwtCore, scheme Bearer: There is no issuer. Set Authority or TokenValidationParameters.ValidIssuer.", await Theirs.RefusalAsync(Configure));
        await using Api api = await Theirs.StartAsync(options =>
        {
            Configure(options);
            options.TokenValidationParameters.ValidIssuer = Given.Issuer;
        });
        Assert.Equal(200, (await api.GetAsync(Good)).Status);
        Assert.Equal(
            "UseJwtCore, scheme Bearer: MetadataAddress is set, and it is not clear which issuer it is of. Set Authority to the issuer, or TokenValidationParameters.ValidIssuer to one.",
            await Theirs.RefusalAsync(options =>
            {
                Configure(options);
                options.TokenValidationParameters.ValidIssuers = [Given.Issuer, "https://other.example.com"];
            }));
    }

    [Fact]
    public async Task Other_names_of_the_issuer_beside_the_authority_are_accepted_with_its_keys()
    {
        FakeJwksEndpoint endpoint = new(Given.Pair) { Issuer = Given.Issuer };
        await using Api api = await Theirs.StartAsync(options =>
        {
            options.Authority = Given.Issuer;
            options.Audience = Given.Audience;
            options.BackchannelHttpHandler = endpoint;
            options.TokenValidationParameters.ValidIssuers = ["https://old.example.com"];
        });

        Assert.Equal(200, (await api.GetAsync(Good)).Status);
        Assert.Equal(200, (await api.GetAsync(Given.Pair.CreateToken(Api.Good with { Issuer = "https://old.example.com" }))).Status);
        Assert.Equal(401, (await api.GetAsync(Given.Pair.CreateToken(Api.Good with { Issuer = "https://third.example.com" }))).Status);
    }

    [Fact]
    public async Task Many_tenants_are_one_template()
    {
        const string Template = "https://login.example.com/{tenantid}/v2.0";
        const string Tenant = "aaaabbbb-0000-cccc-1111-dddd2222eeee";
        FakeJwksEndpoint endpoint = new(Given.Pair);
        endpoint.Respond(request => request.RequestUri!.AbsolutePath != "/organizations/v2.0/.well-known/openid-configuration" ? null
            : new() { Content = new StringContent($$"""{"issuer":"{{Template}}","jwks_uri":"{{endpoint.JwksUri}}"}""", Encoding.UTF8, "application/json") });
        await using Api api = await Theirs.StartAsync(
            options =>
            {
                options.Authority = "https://login.example.com/organizations/v2.0";
                options.Audience = Given.Audience;
                options.TokenValidationParameters.ValidateIssuer = false;
                options.BackchannelHttpHandler = endpoint;
            },
            bridge => bridge.Issuer = Expected.Template(Template, [Tenant]));
        string Token(string tenant) => Given.Pair.CreateToken(Api.Good with { Issuer = $"https://login.example.com/{tenant}/v2.0", Claims = new() { ["tid"] = tenant } });

        Assert.Equal(200, (await api.GetAsync(Token(Tenant))).Status);
        Assert.Equal(401, (await api.GetAsync(Token("bbbbcccc-1111-dddd-2222-eeee3333ffff"))).Status);
        Assert.Equal(1, endpoint.RequestsTo("/organizations/v2.0/.well-known/openid-configuration"));
    }

    [Fact]
    public async Task A_key_beside_an_authority_is_for_its_own_issuer_alone()
    {
        FakeJwksEndpoint endpoint = new(Given.Pair) { Issuer = Given.Issuer };
        TestKeyPair secret = TestKeyPair.FromSecret(Encoding.ASCII.GetBytes(new string('k', 32)), JwtAlgorithm.HS256);
        void Configure(JwtBearerOptions options)
        {
            options.Authority = Given.Issuer;
            options.Audience = Given.Audience;
            options.BackchannelHttpHandler = endpoint;
            options.TokenValidationParameters.IssuerSigningKey = new SymmetricSecurityKey(Encoding.ASCII.GetBytes(new string('k', 32)));
        }

        const string Refusal = "UseJwtCore, scheme Bearer: TokenValidationParameters.IssuerSigningKey or IssuerSigningKeys is set beside Authority. Such a key is for one issuer of its own: set TokenValidationParameters.ValidIssuer to it and to no other, which must not be Authority's.";
        Assert.Equal(Refusal, await Theirs.RefusalAsync(Configure));
        foreach (string[] issuers in (string[][])[[Given.Issuer], [Given.Issuer + "/"], ["dotnet-user-jwts", "https://partner.example.com"]])
        {
            Assert.Equal(Refusal, await Theirs.RefusalAsync(options =>
            {
                Configure(options);
                options.TokenValidationParameters.ValidIssuers = issuers;
            }));
        }

        await using Api api = await Theirs.StartAsync(options =>
        {
            Configure(options);
            options.TokenValidationParameters.ValidIssuer = "dotnet-user-jwts";
        });
        TestToken own = Api.Good with { Issuer = "dotnet-user-jwts" };
        Assert.Equal(200, (await api.GetAsync(Good)).Status);
        Assert.Equal(200, (await api.GetAsync(secret.CreateToken(own))).Status);
        Assert.Equal(401, (await api.GetAsync(secret.CreateToken(Api.Good))).Status);
        Assert.Equal(401, (await api.GetAsync(Given.Pair.CreateToken(own))).Status);
    }

    [Fact]
    public async Task The_keys_of_user_jwts_in_the_configuration_are_read()
    {
        byte[] one = [.. Enumerable.Repeat((byte)1, 32)];
        byte[] two = [.. Enumerable.Repeat((byte)2, 64)];
        await using Api api = await StartWithSettingsAsync(new()
        {
            ["ValidIssuers:0"] = "one",
            ["ValidIssuers:1"] = "two",
            ["ValidAudiences:0"] = Given.Audience,
            ["SigningKeys:0:Issuer"] = "one",
            ["SigningKeys:0:Value"] = Convert.ToBase64String(one),
            ["SigningKeys:1:Issuer"] = "two",
            ["SigningKeys:1:Value"] = Convert.ToBase64String(two),
        });

        Assert.Equal(200, (await api.GetAsync(TestKeyPair.FromSecret(one, JwtAlgorithm.HS256).CreateToken(Api.Good with { Issuer = "one" }))).Status);
        Assert.Equal(200, (await api.GetAsync(TestKeyPair.FromSecret(two, JwtAlgorithm.HS512).CreateToken(Api.Good with { Issuer = "two" }))).Status);
        Assert.Equal(401, (await api.GetAsync(TestKeyPair.FromSecret(two, JwtAlgorithm.HS512).CreateToken(Api.Good with { Issuer = "three" }))).Status);
        Assert.Contains(api.Log.Entries, entry => entry is { Event: "UserJwtsOutsideDevelopment", Level: Microsoft.Extensions.Logging.LogLevel.Error });
    }

    [Fact]
    public async Task What_the_binding_alone_switches_off_is_on()
    {
        FakeJwksEndpoint endpoint = new(Given.Pair) { Issuer = Given.Issuer };
        await using Api api = await StartWithSettingsAsync(
            new() { ["Authority"] = Given.Issuer, ["ValidAudience"] = Given.Audience },
            options => options.BackchannelHttpHandler = endpoint);

        // JwtBearer accepts this one: without ValidIssuer in the section the issuer is not validated.
        Assert.Equal(401, (await api.GetAsync(Given.Pair.CreateToken(Api.Good with { Issuer = "https://other.example.com" }))).Status);
        Assert.Equal(200, (await api.GetAsync(Good)).Status);
    }

    [Fact]
    public async Task What_code_switches_off_behind_a_section_is_refused()
    {
        Exception refused = await Assert.ThrowsAsync<OptionsValidationException>(async () => await (await StartWithSettingsAsync(
            new() { ["Authority"] = Given.Issuer, ["ValidAudience"] = Given.Audience },
            options => options.TokenValidationParameters.ValidateIssuer = false)).DisposeAsync());

        Assert.Contains("ValidateIssuer is false", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_configuration_that_is_given_takes_the_authority_s_place()
    {
        OpenIdConnectConfiguration configuration = new() { Issuer = Given.Issuer };
        configuration.SigningKeys.Add(Theirs.Key());
        await using Api api = await Theirs.StartAsync(
            options =>
            {
                options.Authority = "https://unreachable.invalid";
                options.Audience = Given.Audience;
            },
            add: services => services.PostConfigure<JwtBearerOptions>("Bearer", options => options.Configuration = configuration));

        Assert.Equal(200, (await api.GetAsync(Good)).Status);
        Assert.Equal(401, (await api.GetAsync(Given.Pair.CreateToken(Api.Good with { Issuer = "https://unreachable.invalid" }))).Status);
    }

    [Theory]
    [InlineData(JwtAlgorithm.RS256, "https://other.example.com")]
    [InlineData(JwtAlgorithm.ES256, Given.Issuer)]
    public async Task What_is_not_expected_is_refused(JwtAlgorithm algorithm, string issuer)
    {
        await using Api api = await Theirs.StartAsync(Theirs.Configure);

        Assert.Equal(401, (await api.GetAsync((algorithm == JwtAlgorithm.RS256 ? Given.Pair : Given.EcPair).CreateToken(Api.Good with { Issuer = issuer }))).Status);
    }

    [Theory]
    [InlineData("There are no keys. Set Authority, or TokenValidationParameters.IssuerSigningKey and ValidIssuer.")]
    [InlineData("There is no audience. Set Audience or TokenValidationParameters.ValidAudience.")]
    [InlineData("There is no issuer. Set Authority or TokenValidationParameters.ValidIssuer.")]
    [InlineData("Audience is set, but TokenValidationParameters.ValidAudience has another value and takes its place. Set one of them, or both in TokenValidationParameters.ValidAudiences.")]
    [InlineData("TokenValidationParameters.ValidAlgorithms has an entry that is no supported algorithm. Supported are HS256, HS384, HS512, RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512, EdDSA, Ed25519, ML-DSA-44, ML-DSA-65, ML-DSA-87.")]
    [InlineData("TokenValidationParameters.ClockSkew is 00:10:01; it must be from 0 to 00:10:00.")]
    [InlineData("JwtBearerBridgeOptions.Issuer and TokenValidationParameters.ValidIssuer are set together. Set one of them.")]
    [InlineData("JwtBearerBridgeOptions.Audience is set, and so is Audience or TokenValidationParameters.ValidAudience. Set one of them.")]
    [InlineData("JwtBearerBridgeOptions.Types and TokenValidationParameters.ValidTypes are set together. Set one of them.")]
    [InlineData("TokenValidationParameters.ValidateIssuerSigningKey is true and a key is a certificate, whose dates JwtCore does not check. Set it to false, or give the key of the certificate.")]
    public async Task What_is_missing_or_contradicts_itself_stops_the_host(string refusal)
    {
        string actual = await Theirs.RefusalAsync(
            options =>
            {
                Theirs.Configure(options);
                TokenValidationParameters parameters = options.TokenValidationParameters;
                switch (refusal.Split(' ')[3], refusal.Split(' ')[0])
                {
                    case ("keys.", _) or ("keys", _): parameters.IssuerSigningKey = null; break;
                    case ("audience.", _): parameters.ValidAudience = null; break;
                    case ("issuer.", _): parameters.ValidIssuer = null; break;
                    case (_, "Audience"): options.Audience = "https://other.example.com"; break;
                    case (_, "TokenValidationParameters.ValidAlgorithms"): parameters.ValidAlgorithms = ["RS256", "rs256"]; break;
                    case (_, "TokenValidationParameters.ClockSkew"): parameters.ClockSkew = new TimeSpan(0, 10, 1); break;
                    case (_, "JwtBearerBridgeOptions.Types"): parameters.ValidTypes = ["at+jwt"]; break;
                    case (_, "TokenValidationParameters.ValidateIssuerSigningKey"):
                        parameters.ValidateIssuerSigningKey = true;
                        parameters.IssuerSigningKey = new X509SecurityKey(Certificates.Make());
                        break;
                }
            },
            bridge =>
            {
                bridge.Issuer = refusal.StartsWith("JwtBearerBridgeOptions.Issuer", StringComparison.Ordinal) ? (Expected)Given.Issuer : null;
                bridge.Audience = refusal.StartsWith("JwtBearerBridgeOptions.Audience", StringComparison.Ordinal) ? (Expected)Given.Audience : null;
                bridge.Types = refusal.StartsWith("JwtBearerBridgeOptions.Types", StringComparison.Ordinal) ? Expected.Any : null;
            });

        Assert.Equal("UseJwtCore, scheme Bearer: " + refusal, actual);
    }

    [Fact]
    public async Task Plain_http_needs_the_word_of_JwtBearer()
    {
        string refusal = await Theirs.RefusalAsync(options =>
        {
            options.Authority = "http://localhost:5000";
            options.Audience = Given.Audience;
        });

        Assert.StartsWith("UseJwtCore, scheme Bearer: Authority or MetadataAddress: ", refusal, StringComparison.Ordinal);
        Assert.EndsWith("set RequireHttpsMetadata to false.", refusal, StringComparison.Ordinal);
        await Theirs.RefusalAsync(options =>
        {
            options.Authority = "http://93.184.216.34";
            options.RequireHttpsMetadata = false;
            options.Audience = Given.Audience;
        });
    }

    [Fact]
    public void The_line_stands_behind_AddJwtBearer()
    {
        AuthenticationBuilder builder = new ServiceCollection().AddAuthentication();

        Assert.StartsWith("UseJwtCore found no AddJwtBearer. ", Assert.Throws<InvalidOperationException>(() => builder.UseJwtCore()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scheme_of_another_name_stops_the_host()
    {
        Exception refused = await Assert.ThrowsAsync<OptionsValidationException>(async () => await (await Api.StartAsync(
            services => services.AddAuthentication().AddJwtBearer("Partner", Theirs.Configure).UseJwtCore())).DisposeAsync());

        Assert.Equal("UseJwtCore: there is no scheme Bearer of AddJwtBearer. Give UseJwtCore the name that AddJwtBearer has.", refused.Message);
    }

    [Fact]
    public async Task A_scheme_without_the_line_stays_with_Microsoft()
    {
        await using Api api = await Api.StartAsync(services => services.AddAuthentication("Bearer")
            .AddJwtBearer(Theirs.Configure)
            .AddJwtBearer("Partner", options =>
            {
                Theirs.Configure(options);
                options.TokenValidationParameters.LifetimeValidator = (_, _, _, _) => true;
            })
            .UseJwtCore());
        IOptionsMonitor<JwtBearerOptions> monitor = api.Services.GetRequiredService<IOptionsMonitor<JwtBearerOptions>>();

        Assert.IsType<BridgeTokenHandler>(Assert.Single(monitor.Get("Bearer").TokenHandlers));
        Assert.IsType<JsonWebTokenHandler>(Assert.Single(monitor.Get("Partner").TokenHandlers));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Options_that_are_read_again_keep_the_source_and_the_remembered_tokens(bool hasHandler)
    {
        FakeJwksEndpoint endpoint = new(Given.Pair) { Issuer = Given.Issuer };
        HttpClient client = new(endpoint);
        string audience = Given.Audience;
        await using Api api = await Theirs.StartAsync(options =>
        {
            options.Authority = Given.Issuer;
            options.Audience = audience;
            options.Backchannel = hasHandler ? null! : client;
            options.BackchannelHttpHandler = hasHandler ? endpoint : null;
        });
        IOptionsMonitorCache<JwtBearerOptions> cache = api.Services.GetRequiredService<IOptionsMonitorCache<JwtBearerOptions>>();
        BridgeVerifier Current() => ((BridgeTokenHandler)api.Services.GetRequiredService<IOptionsMonitor<JwtBearerOptions>>().Get("Bearer").TokenHandlers[0]).Verifier;
        BridgeVerifier first = Current();
        Assert.Equal(200, (await api.GetAsync(Good)).Status);

        Assert.True(cache.TryRemove("Bearer"));
        Assert.Same(first, Current());

        audience = "https://other.example.com";
        Assert.True(cache.TryRemove("Bearer"));
        BridgeVerifier second = Current();
        Assert.NotSame(first, second);
        Assert.Same(first.RemoteKeys, second.RemoteKeys);
        Assert.Equal(401, (await api.GetAsync(Good)).Status);
    }

    [Fact]
    public async Task Claims_have_the_names_that_the_service_knows()
    {
        foreach ((bool maps, string expected) in ((bool, string)[])[(true, ClaimTypes.NameIdentifier), (false, "sub")])
        {
            await using Api api = await Api.StartAsync(
                services => services.AddAuthentication().AddJwtBearer(options =>
                {
                    Theirs.Configure(options);
                    options.MapInboundClaims = maps;
                }).UseJwtCore(),
                app => app.MapGet("/", (HttpContext context) => string.Join(' ', context.User.Claims.Where(claim => claim.Value == "test-user").Select(claim => claim.Type))).RequireAuthorization());

            Assert.Equal(expected, (await api.GetAsync(Good)).Body);
        }
    }

    [Fact]
    public async Task Names_that_the_service_changed_in_the_handler_count()
    {
        await using Api api = await Api.StartAsync(
            services => services.AddAuthentication().AddJwtBearer(options =>
            {
                Theirs.Configure(options);
                ((JsonWebTokenHandler)options.TokenHandlers[0]).InboundClaimTypeMap["sub"] = "own";
            }).UseJwtCore(),
            app => app.MapGet("/", (HttpContext context) => context.User.FindFirst("own")?.Value ?? "none").RequireAuthorization());

        Assert.Equal("test-user", (await api.GetAsync(Good)).Body);
    }

    [Fact]
    public async Task A_remembered_token_is_asked_about_at_every_request()
    {
        bool isRevoked = false;
        int validated = 0;
        await using Api api = await Theirs.StartAsync(
            options =>
            {
                Theirs.Configure(options);
                options.Events = new JwtBearerEvents { OnTokenValidated = _ => Task.FromResult(validated++) };
            },
            bridge => bridge.VerifierOptions = new() { Cache = new(), IsRevoked = (in VerifiedToken _) => isRevoked });

        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(200, (await api.GetAsync(Good)).Status);
        }

        Assert.Equal(4, validated);
        isRevoked = true;
        Assert.Equal(401, (await api.GetAsync(Good)).Status);
        Assert.Equal(4, validated);
    }

    private static Task<Api> StartWithSettingsAsync(Dictionary<string, string?> settings, Action<JwtBearerOptions>? configure = null) => Api.StartAsync(
        services => services.AddAuthentication().AddJwtBearer(configure ?? (_ => { })).UseJwtCore(),
        build: builder => builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create("Authentication:Schemes:Bearer:" + setting.Key, setting.Value))));
}
