using System.Security.Claims;
using JwtCore.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;

namespace JwtCore.AspNetCore.Tests;

/// <summary>Several schemes that share one request.</summary>
public class ForwardingTests
{
    private const string Partner = "https://partner.example.com";

    [Fact]
    public async Task A_policy_scheme_may_choose_the_scheme_that_authenticates_and_answers()
    {
        await using Api api = await Api.StartAsync(services => services
            .AddAuthentication("Choose")
            .AddPolicyScheme("Choose", null, options => options.ForwardDefaultSelector = context => context.Request.Headers.ContainsKey("X-Partner") ? "Partner" : "Bearer")
            .AddJwtCore(options => options.Policies.Add(Api.Policy()))
            .AddJwtCore("Partner", options =>
            {
                options.Policies.Add(Api.Policy(Given.EcPair, Partner));
                options.Realm = "partner";
            }));
        string token = PartnerToken();

        Assert.Equal(200, (await api.GetAsync(Api.Token())).Status);
        Assert.Equal("Bearer error=\"invalid_token\", error_description=\"The algorithm of the token is not allowed.\"", (await api.GetAsync(token)).Challenge);
        Assert.StartsWith("HTTP/1.1 200 ", await api.SendRawAsync($"Authorization: Bearer {token}", "X-Partner: 1"), StringComparison.Ordinal);
        Assert.Contains("WWW-Authenticate: Bearer realm=\"partner\"\r\n", await api.SendRawAsync("X-Partner: 1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scheme_may_leave_everything_to_another()
    {
        await using Api api = await Api.StartAsync(services => services
            .AddAuthentication("Front")
            .AddJwtCore("Front", options =>
            {
                options.Policies.Add(Api.Policy(Given.EcPair, Partner));
                options.ForwardDefault = "Bearer";
            })
            .AddJwtCore(options => options.Policies.Add(Api.Policy())));

        Assert.Equal(200, (await api.GetAsync(Api.Token())).Status);
        Assert.Equal(401, (await api.GetAsync(PartnerToken())).Status);
        Assert.Equal(403, (await api.GetAsync(Api.Token(), "/read")).Status);
    }

    [Fact]
    public async Task Beside_JwtBearer_each_takes_its_own_tokens()
    {
        await using Api api = await Api.StartAsync(
            services => services.AddAuthentication()
                .AddJwtBearer("Other", options => options.TokenValidationParameters = new()
                {
                    ValidIssuer = Partner,
                    ValidAudience = Given.Audience,
                    IssuerSigningKeys = new JsonWebKeySet(Given.EcPair.ToJwkSet().ToJson()).GetSigningKeys(),
                })
                .AddJwtCore(options => options.Policies.Add(Api.Policy())),
            app =>
            {
                AuthorizationPolicy either = new AuthorizationPolicyBuilder("Bearer", "Other").RequireAuthenticatedUser().Build();
                app.MapGet("/", (HttpContext context) => string.Join(' ', context.User.Identities.Select(identity => identity.AuthenticationType))).RequireAuthorization(either);
                app.MapGet("/read", () => "").RequireAuthorization(new AuthorizationPolicyBuilder("Bearer", "Other").RequireScope("read").Build());
            });

        Assert.Equal("Bearer", (await api.GetAsync(Api.Token())).Body);
        Assert.Equal("AuthenticationTypes.Federation", (await api.GetAsync(PartnerToken("read"))).Body);
        Assert.Equal(200, (await api.GetAsync(Api.Token("read"), "/read")).Status);

        // A scope is that of a token of ours: RequireScope does not read claims that somebody else made.
        Assert.Equal(403, (await api.GetAsync(PartnerToken("read"), "/read")).Status);
    }

    [Fact]
    public async Task A_request_that_asks_again_and_again_is_verified_once_by_each_scheme()
    {
        List<string> seen = [];
        await using Api api = await Api.StartAsync(
            services => services.AddAuthentication("Bearer")
                .AddJwtCore(options =>
                {
                    options.Policies.Add(Api.Policy());
                    options.Events.OnTokenValidated = _ => Note("Bearer");
                })
                .AddJwtCore("Second", options =>
                {
                    options.Policies.Add(Api.Policy());
                    options.Events.OnTokenValidated = _ => Note("Second");
                }),
            app => app.MapGet("/", async (HttpContext context) =>
            {
                AuthenticateResult first = await context.AuthenticateAsync("Bearer");
                AuthenticateResult second = await context.AuthenticateAsync("Second");
                ClaimsPrincipal again = (await context.AuthenticateAsync("Bearer")).Principal!;
                return $"{ReferenceEquals(first.Principal, again)} {ReferenceEquals(first.Principal, second.Principal)} {second.Principal!.Identity!.AuthenticationType}";
            }).RequireAuthorization());

        Assert.Equal("True False Second", (await api.GetAsync(Api.Token())).Body);
        Assert.Equal(["Bearer", "Second"], seen);

        Task Note(string scheme)
        {
            seen.Add(scheme);
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task What_a_callback_adds_to_one_request_is_not_in_another_that_brings_the_same_token()
    {
        int calls = 0;
        await using Api api = await Api.StartAsync(
            options =>
            {
                options.Policies.Add(Api.Policy());
                options.Events.OnTokenValidated = context =>
                {
                    context.Principal!.Identities.Single().AddClaim(new Claim("call", $"{Interlocked.Increment(ref calls)}"));
                    return Task.CompletedTask;
                };
            },
            app => app.MapGet("/", (HttpContext context) => string.Join(' ', context.User.FindAll("call").Select(claim => claim.Value))).RequireAuthorization());
        string token = Api.Token();
        Answer[] answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => api.GetAsync(token)));

        Assert.Equal(Enumerable.Range(1, 40), answers.Select(answer => int.Parse(answer.Body, System.Globalization.CultureInfo.InvariantCulture)).Order());
    }

    private static string PartnerToken(params string[] scopes) => Given.EcPair.CreateToken(Api.Good with { Issuer = Partner, Scopes = scopes });
}
