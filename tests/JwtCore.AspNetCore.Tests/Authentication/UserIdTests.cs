using System.Security.Claims;
using JwtCore.AspNetCore.Tests.Support;
using JwtCore.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace JwtCore.AspNetCore.Tests;

/// <summary>
/// Two issuers can give the same sub to different users. A claim that frameworks take for the user's identifier must then be
/// made of both, or the host does not start.
/// </summary>
public class UserIdTests
{
    private const string Partner = "https://partner.example.com";
    private const string Tenant = "4d0e4c4c-1d1f-4a44-9d3a-5c6f3f0f2a11";

    private static readonly Dictionary<string, Expected[]> ManyIssuers = new()
    {
        ["two policies"] = [Given.Issuer, Partner],
        ["two issuers of one policy"] = [Expected.OneOf(Given.Issuer, Partner)],
        ["any issuer"] = [Expected.Any],
        ["any tenant"] = [Expected.Template("https://login.example.com/{tenantid}/v2.0", Expected.Any)],
        ["two tenants"] = [Expected.Template("https://login.example.com/{tenantid}/v2.0", Expected.OneOf(Tenant, Tenant[..^1] + "2"))],
    };

    private static readonly Dictionary<string, Expected[]> OneIssuer = new()
    {
        ["one issuer"] = [Given.Issuer],
        ["one tenant"] = [Expected.Template("https://login.example.com/{tenantid}/v2.0", Tenant)],
    };

    public static TheoryData<string> Many => [.. ManyIssuers.Keys];

    public static TheoryData<string> One => [.. OneIssuer.Keys];

    [Theory, MemberData(nameof(Many))]
    public async Task With_several_issuers_the_subject_alone_is_refused_as_user_id(string kind)
    {
        foreach (Action<JwtCoreOptions> map in (Action<JwtCoreOptions>[])
            [
                options => options.ClaimTypeMap["sub"] = ClaimTypes.NameIdentifier,
                options => options.ClaimTypeMap["oid"] = ClaimTypes.NameIdentifier.ToUpperInvariant(),
                options => { options.NameClaimType = ClaimTypes.NameIdentifier; options.NameClaimPath = ["sub"]; },
                options => { options.RoleClaimType = ClaimTypes.NameIdentifier; options.RoleClaimPath = ["sub"]; },
            ])
        {
            OptionsValidationException refused = await Assert.ThrowsAsync<OptionsValidationException>(() => Start(ManyIssuers[kind], map));
            Assert.Contains("and the scheme accepts several issuers. Two issuers can give the same value to different users. Use ClaimTypeMap[JwtCoreOptions.IssuerAndSubject]", refused.Message, StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(Many))]
    public async Task With_several_issuers_issuer_and_subject_together_are_taken(string kind) =>
        await (await Start(ManyIssuers[kind], options => options.ClaimTypeMap[JwtCoreOptions.IssuerAndSubject] = ClaimTypes.NameIdentifier)).DisposeAsync();

    [Theory, MemberData(nameof(Many))]
    public async Task With_several_issuers_other_types_are_free(string kind) =>
        await (await Start(ManyIssuers[kind], options => options.ClaimTypeMap["sub"] = "id")).DisposeAsync();

    [Theory, MemberData(nameof(One))]
    public async Task With_one_issuer_the_subject_is_enough(string kind) =>
        await (await Start(OneIssuer[kind], options => options.ClaimTypeMap["sub"] = ClaimTypes.NameIdentifier)).DisposeAsync();

    [Fact]
    public async Task The_same_subject_of_two_issuers_is_two_user_ids()
    {
        await using Api api = await Api.StartAsync(
            options =>
            {
                options.Policies.Add(Api.Policy());
                options.Policies.Add(Api.Policy(Given.EcPair, Partner));
                options.ClaimTypeMap[JwtCoreOptions.IssuerAndSubject] = ClaimTypes.NameIdentifier;
            },
            app => app.MapGet("/", (HttpContext context) => context.User.FindFirst(ClaimTypes.NameIdentifier)!.Value).RequireAuthorization());

        Assert.Equal("https://issuer.example.com#test-user", (await api.GetAsync(Api.Token())).Body);
        Assert.Equal("https://partner.example.com#test-user", (await api.GetAsync(Given.EcPair.CreateToken(Api.Good with { Issuer = Partner }))).Body);
    }

    [Fact]
    public async Task Two_schemes_with_two_issuers_are_several_issuers_too()
    {
        OptionsValidationException refused = await Assert.ThrowsAsync<OptionsValidationException>(() => StartTwo(Partner, "sub", "sub"));

        Assert.Contains("JwtCoreOptions of the scheme Partner: ClaimTypeMap gives sub the type http", refused.Message, StringComparison.Ordinal);
        Assert.Contains("and so has the scheme Bearer, which accepts another issuer.", refused.Message, StringComparison.Ordinal);
    }

    // One claim may hold a text that looks like the issuer and subject of the other scheme.
    [Theory]
    [InlineData("sub", JwtCoreOptions.IssuerAndSubject)]
    [InlineData(JwtCoreOptions.IssuerAndSubject, "sub")]
    public async Task An_id_of_one_claim_beside_one_of_issuer_and_subject_is_refused(string first, string second)
    {
        OptionsValidationException refused = await Assert.ThrowsAsync<OptionsValidationException>(() => StartTwo(Partner, first, second));

        Assert.Contains("which accepts another issuer", refused.Message, StringComparison.Ordinal);
        await (await StartTwo(Given.Issuer, first, second)).DisposeAsync();
    }

    [Theory]
    [InlineData(Given.Issuer, "sub", "sub")]
    [InlineData(Partner, JwtCoreOptions.IssuerAndSubject, JwtCoreOptions.IssuerAndSubject)]
    [InlineData(Partner, "sub", null)]
    public async Task Two_schemes_of_one_issuer_or_with_unique_ids_are_taken(string issuer, string first, string? second) =>
        await (await StartTwo(issuer, first, second)).DisposeAsync();

    [Fact]
    public async Task A_verifier_in_the_options_is_asked_for_its_issuers()
    {
        JwtVerifier two = new([Api.Policy(), Api.Policy(Given.EcPair, Partner)]);
        StaticTokenVerifier foreign = new(new Dictionary<string, StaticIdentity> { ["ann"] = new() { ClientId = "c", Subject = "Ann" } });

        await Assert.ThrowsAsync<OptionsValidationException>(() => Start(two));
        await (await Start(new JwtVerifier(Api.Policy()))).DisposeAsync();

        // Not known, and said so on the page: a double in tests has one issuer.
        await (await Start(foreign)).DisposeAsync();

        static Task<Api> Start(ITokenVerifier verifier) => Api.StartAsync(options =>
        {
            options.Verifier = verifier;
            options.AllowTestVerifier = true;
            options.ClaimTypeMap["sub"] = ClaimTypes.NameIdentifier;
        });
    }

    [Fact]
    public async Task A_second_issuer_that_comes_with_a_reload_is_refused_too()
    {
        OptionsReload reload = new();
        List<VerificationPolicy> policies = [Api.Policy()];
        await using Api api = await Api.StartAsync(services => services
            .AddSingleton<IOptionsChangeTokenSource<JwtCoreOptions>>(reload)
            .AddAuthentication().AddJwtCore(options =>
            {
                policies.ForEach(options.Policies.Add);
                options.ClaimTypeMap["sub"] = ClaimTypes.NameIdentifier;
            }));
        Assert.Equal(200, (await api.GetAsync(Api.Token())).Status);
        policies.Add(Api.Policy(Given.EcPair, Partner));

        Assert.Contains("accepts several issuers", Assert.ThrowsAny<Exception>(reload.Now).ToString(), StringComparison.Ordinal);
        Assert.Equal(500, (await api.GetAsync(Api.Token())).Status);
    }

    private static Task<Api> Start(Expected[] issuers, Action<JwtCoreOptions> map) => Api.StartAsync(options =>
    {
        for (int i = 0; i < issuers.Length; i++)
        {
            TestKeyPair pair = i == 0 ? Given.Pair : Given.EcPair;
            options.Policies.Add(new() { Issuer = issuers[i], Audience = Given.Audience, Algorithms = [pair.Algorithm], Keys = pair.ToJwkSet() });
        }

        map(options);
    });

    private static Task<Api> StartTwo(string issuer, string first, string? second) => Api.StartAsync(services => services.AddAuthentication()
        .AddJwtCore(options =>
        {
            options.Policies.Add(Api.Policy());
            options.ClaimTypeMap[first] = ClaimTypes.NameIdentifier;
        })
        .AddJwtCore("Partner", options =>
        {
            options.Policies.Add(Api.Policy(Given.EcPair, issuer));
            if (second is not null)
            {
                options.ClaimTypeMap[second] = ClaimTypes.NameIdentifier;
            }
        }));
}
