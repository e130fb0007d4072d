using System.Security.Claims;
using JwtCore.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace JwtCore.AspNetCore.Tests;

public class RequireScopeTests
{
    [Fact]
    public async Task An_endpoint_demands_all_its_scopes_and_names_them_all()
    {
        await using Api api = await Api.StartAsync(options => options.Policies.Add(Api.Policy()));
        Answer answer = await api.GetAsync(Api.Token("read"), "/write");

        Assert.Equal((403, ""), (answer.Status, answer.Body));
        Assert.Equal("Bearer error=\"insufficient_scope\", error_description=\"The token lacks a scope that is needed.\", scope=\"read write\"", answer.Challenge);
        Assert.Equal(200, (await api.GetAsync(Api.Token("write", "x", "read"), "/write")).Status);
        Assert.Equal(403, (await api.GetAsync(Api.Token("READ", "WRITE"), "/write")).Status);
        Assert.Equal("Bearer scope=\"read write\"", (await api.GetAsync(path: "/write")).Challenge);
    }

    [Fact]
    public async Task An_attribute_demands_scopes_like_the_endpoint_and_adds_to_it()
    {
        await using Api api = await Api.StartAsync(
            options => options.Policies.Add(Api.Policy()),
            app =>
            {
                app.MapGet("/", [RequireScope("a", "b"), RequireScope("c")] () => "");
                app.MapGet("/both", [RequireScope("a")] () => "").RequireScope("d");
            });

        Assert.Equal("Bearer scope=\"a b c\"", (await api.GetAsync()).Challenge);
        Assert.Equal("Bearer error=\"insufficient_scope\", error_description=\"The token lacks a scope that is needed.\", scope=\"a b c\"", (await api.GetAsync(Api.Token("a", "c"))).Challenge);
        Assert.Equal(200, (await api.GetAsync(Api.Token("a", "b", "c"))).Status);
        Assert.Contains("scope=\"d a\"", (await api.GetAsync(Api.Token("a"), "/both")).Challenge, StringComparison.Ordinal);
        Assert.Equal(["a", "b"], new RequireScopeAttribute("a", "b").Scopes);
        Assert.Throws<ArgumentException>(() => new RequireScopeAttribute());
        Assert.IsAssignableFrom<IAuthorizeData>(new RequireScopeAttribute("a"));
    }

    [Fact]
    public async Task A_scope_that_implies_others_is_enough()
    {
        await using Api api = await Api.StartAsync(options => options.Policies.Add(Api.Policy()));

        Assert.Equal(200, (await api.GetAsync(Api.Token("all"), "/write")).Status);
    }

    [Fact]
    public async Task Scopes_of_groups_named_policies_and_endpoints_add_up()
    {
        await using Api api = await Api.StartAsync(
            services =>
            {
                services.AddAuthentication().AddJwtCore(options => options.Policies.Add(Api.Policy()));
                services.AddAuthorizationBuilder().AddPolicy("named", policy => policy.RequireScope("c"));
            },
            app => app.MapGroup("").RequireScope("a").MapGet("/", () => "").RequireScope("b").RequireAuthorization("named"));

        Assert.Contains("scope=\"c a b\"", (await api.GetAsync(Api.Token("a"))).Challenge, StringComparison.Ordinal);
        Assert.Equal(200, (await api.GetAsync(Api.Token("a", "b", "c"))).Status);
    }

    [Fact]
    public async Task Where_something_else_is_missing_no_scope_is_named()
    {
        await using Api api = await Api.StartAsync(
            options => options.Policies.Add(Api.Policy()),
            app => app.MapGet("/", () => "").RequireScope("a").RequireAuthorization(policy => policy.RequireRole("admin")));
        Answer answer = await api.GetAsync(Api.Token("a"));

        Assert.Equal(403, answer.Status);
        Assert.Empty(answer.Challenges);
        Assert.Contains("scope=\"a\"", (await api.GetAsync(Api.Token())).Challenge, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_claim_that_looks_like_a_scope_is_none()
    {
        await using Api api = await Api.StartAsync(
            options =>
            {
                options.Policies.Add(Api.Policy());
                options.Events.OnTokenValidated = context =>
                {
                    context.Principal!.AddIdentity(new ClaimsIdentity([new Claim("scope", "read")], "other"));
                    return Task.CompletedTask;
                };
            });

        Assert.Equal(403, (await api.GetAsync(Api.Token(), "/read")).Status);
    }

    [Fact]
    public async Task Transformed_principals_keep_their_token()
    {
        await using Api api = await Api.StartAsync(services => services
            .AddSingleton<Microsoft.AspNetCore.Authentication.IClaimsTransformation, Cloning>()
            .AddAuthentication().AddJwtCore(options => options.Policies.Add(Api.Policy())));

        Assert.Equal((200, "test-user "), ((await api.GetAsync(Api.Token("read"), "/read")).Status, (await api.GetAsync(Api.Token("read"), "/read")).Body));
    }

    [Fact]
    public async Task A_fallback_policy_counts_too()
    {
        await using Api api = await Api.StartAsync(
            services =>
            {
                services.AddAuthentication().AddJwtCore(options => options.Policies.Add(Api.Policy()));
                services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireScope("f").Build());
            },
            app => app.MapGet("/", () => ""));

        Assert.Contains("scope=\"f\"", (await api.GetAsync(Api.Token())).Challenge, StringComparison.Ordinal);
        Assert.Equal(200, (await api.GetAsync(Api.Token("f"))).Status);
    }

    [Fact]
    public async Task An_endpoint_may_answer_by_itself()
    {
        await using Api api = await Api.StartAsync(
            options => options.Policies.Add(Api.Policy()),
            app =>
            {
                app.MapGet("/forbid", () => Results.Forbid());
                app.MapGet("/challenge", () => Results.Challenge());
            });

        Assert.Equal(403, (await api.GetAsync(Api.Token(), "/forbid")).Status);
        Assert.Equal("Bearer", (await api.GetAsync(Api.Token(), "/challenge")).Challenge);
    }

    [Theory]
    [InlineData]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a", "b\"")]
    public void Scopes_must_be_scopes(params string[] scopes) =>
        Assert.Throws<ArgumentException>(() => new AuthorizationPolicyBuilder().RequireScope(scopes));

    [Fact]
    public void The_requirement_shows_its_scopes() => Assert.Equal("RequireScope: a b", new ScopeRequirement(["a", "b"]).ToString());

    private sealed class Cloning : Microsoft.AspNetCore.Authentication.IClaimsTransformation
    {
        public Task<ClaimsPrincipal> TransformAsync(ClaimsPrincipal principal) => Task.FromResult(principal.Clone());
    }
}
