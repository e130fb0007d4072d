using System.Text.Json.Nodes;
using JwtCore.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;

namespace JwtCore.AspNetCore.Tests;

/// <summary>One of several scopes, and a role in place of a scope where the policy says which tokens are without a user.</summary>
public class RequireAnyScopeTests
{
    private const string Partner = "https://partner.example.com";
    private const string Lacks = "Bearer error=\"insufficient_scope\", error_description=\"The token lacks a scope that is needed.\"";

    private static readonly VerificationPolicy Entra = Api.Policy() with { ClientOnlyClaims = new Dictionary<string, Expected?> { ["idtyp"] = "app", ["scp"] = null } };

    [Fact]
    public async Task One_of_the_scopes_is_enough_and_the_challenge_names_the_first()
    {
        await using Api api = await Start(Api.Policy(), app => app.MapGet("/", () => "").RequireAnyScope("read", "write"));
        Answer none = await api.GetAsync(Api.Token("other"));

        Assert.Equal(200, (await api.GetAsync(Api.Token("read"))).Status);
        Assert.Equal(200, (await api.GetAsync(Api.Token("x", "write"))).Status);
        Assert.Equal(200, (await api.GetAsync(Api.Token("all"))).Status);
        Assert.Equal((403, Lacks + ", scope=\"read\""), (none.Status, none.Challenge));
        Assert.Equal("Bearer scope=\"read\"", (await api.GetAsync()).Challenge);
        Assert.Equal(403, (await api.GetAsync(Api.Token("READ"))).Status);
    }

    [Fact]
    public async Task Any_of_and_all_of_on_class_and_method_are_all_demanded()
    {
        await using Api api = await Start(Api.Policy(), app => app.MapControllers());

        Assert.Equal(200, (await api.GetAsync(Api.Token("a", "b", "c", "e"), "/demands/both")).Status);
        Assert.Equal(200, (await api.GetAsync(Api.Token("a", "b", "d", "f"), "/demands/both")).Status);
        Assert.Equal((403, Lacks + ", scope=\"a c b e\""), Short(await api.GetAsync(Api.Token("b", "c", "e"), "/demands/both")));
        Assert.Equal(403, (await api.GetAsync(Api.Token("a", "c", "e"), "/demands/both")).Status);
        Assert.Equal(403, (await api.GetAsync(Api.Token("a", "b", "e"), "/demands/both")).Status);
        Assert.Equal(403, (await api.GetAsync(Api.Token("a", "b", "c"), "/demands/both")).Status);
        Assert.Equal((403, Lacks + ", scope=\"a c\""), Short(await api.GetAsync(Api.Token("c"), "/demands/class")));
        Assert.Equal(200, (await api.GetAsync(Api.Token("a", "d"), "/demands/class")).Status);
    }

    [Fact]
    public async Task Endpoint_group_and_named_policy_are_all_demanded()
    {
        await using Api api = await Api.StartAsync(
            services =>
            {
                services.AddAuthentication().AddJwtCore(options => options.Policies.Add(Api.Policy()));
                services.AddAuthorizationBuilder().AddPolicy("named", policy => policy.RequireAnyScope("e", "f"));
            },
            app => app.MapGroup("").RequireAnyScope("a", "b").MapGet("/", [RequireAnyScope("g", "h")] () => "").RequireScope("c").RequireAuthorization("named"));

        Assert.Equal(200, (await api.GetAsync(Api.Token("b", "c", "f", "h"))).Status);
        foreach (string missing in (string[])["b", "c", "f", "h"])
        {
            Assert.Equal(403, (await api.GetAsync(Api.Token([.. new[] { "b", "c", "f", "h" }.Where(scope => scope != missing)]))).Status);
        }
    }

    [Fact]
    public async Task Where_something_else_is_missing_no_scope_is_named()
    {
        await using Api api = await Start(Api.Policy(), app => app.MapGet("/", () => "").RequireAnyScope("a", "b").RequireAuthorization(policy => policy.RequireRole("admin")));
        Answer answer = await api.GetAsync(Api.Token("b"));

        Assert.Equal(403, answer.Status);
        Assert.Empty(answer.Challenges);
        Assert.Contains("scope=\"a\"", (await api.GetAsync(Api.Token())).Challenge, StringComparison.Ordinal);
    }

    // Two tokens of two schemes in one request: the header's, which two schemes take, and one that an event brings.
    [Fact]
    public async Task One_token_must_meet_all_demands_and_two_identities_do_not_add_up()
    {
        await using Api api = await Api.StartAsync(
            services => services.AddAuthentication()
                .AddJwtCore(options => options.Policies.Add(Api.Policy()))
                .AddJwtCore("Partner", options =>
                {
                    options.Policies.Add(Api.Policy(Given.EcPair, Partner));
                    options.Events.OnMessageReceived = context =>
                    {
                        context.Token = context.Request.Query["partner"];
                        return Task.CompletedTask;
                    };
                }),
            app =>
            {
                AuthorizationPolicyBuilder Both() => new("Bearer", "Partner");
                app.MapGet("/all", () => "").RequireAuthorization(Both().RequireScope("a", "b").Build());
                app.MapGet("/two", () => "").RequireAuthorization(Both().RequireScope("a").RequireScope("b").Build());
                app.MapGet("/any", () => "").RequireAuthorization(Both().RequireScope("a").RequireAnyScope("b", "c").Build());
                app.MapGet("/role", () => "").RequireAuthorization(Both().RequireScope("a").RequireScopeOrRole(["b"], ["r"]).Build());
            });
        string Path(string path, params string[] scopes) => $"{path}?partner={Given.EcPair.CreateToken(Api.Good with { Issuer = Partner, Scopes = scopes })}";

        foreach (string path in (string[])["/all", "/two", "/any", "/role"])
        {
            Assert.Equal(403, (await api.GetAsync(Api.Token("a"), Path(path, "b"))).Status);
            Assert.Equal(403, (await api.GetAsync(Api.Token("b"), Path(path, "a"))).Status);
            Assert.Equal(200, (await api.GetAsync(Api.Token("a", "b"), Path(path))).Status);
            Assert.Equal(200, (await api.GetAsync(Api.Token(), Path(path, "a", "b"))).Status);
        }
    }

    [Fact]
    public async Task A_role_counts_for_a_token_that_the_policy_marks_as_without_a_user()
    {
        await using Api api = await Start(Entra, app =>
        {
            app.MapGet("/", () => "").RequireScopeOrRole("Orders.Read", "Orders.Read.All");
            app.MapGet("/several", () => "").RequireScopeOrRole(["a", "b"], ["r", "s"]);
            app.MapGet("/attribute", [RequireScopeOrRole("Orders.Read", "Orders.Read.All")] () => "");
        });

        foreach (string path in (string[])["/", "/attribute"])
        {
            Assert.Equal(200, (await api.GetAsync(Token("app", null, "Orders.Read.All"), path)).Status);
            Assert.Equal(200, (await api.GetAsync(Token(null, "Orders.Read"), path)).Status);
            Assert.Equal(200, (await api.GetAsync(Token("user", "Orders.Read"), path)).Status);

            // A user's role is no consent, and neither is one beside a scope or in a token that is not marked.
            Assert.Equal(403, (await api.GetAsync(Token("user", "Other", "Orders.Read.All"), path)).Status);
            Assert.Equal(403, (await api.GetAsync(Token("app", "Other", "Orders.Read.All"), path)).Status);
            Assert.Equal(403, (await api.GetAsync(Token(null, null, "Orders.Read.All"), path)).Status);
            Assert.Equal(403, (await api.GetAsync(Token("App", null, "Orders.Read.All"), path)).Status);
            Assert.Equal(403, (await api.GetAsync(Token("app", null, "orders.read.all"), path)).Status);

            // A member of another name is no list of roles, though claims are found by type in any letter case.
            string other = Given.Pair.CreateToken(Api.Good with { Claims = new() { ["idtyp"] = "app", ["Roles"] = new JsonArray("Orders.Read.All") } });
            Assert.Equal(403, (await api.GetAsync(other, path)).Status);
        }

        Assert.Equal(200, (await api.GetAsync(Token("app", null, "s"), "/several")).Status);
        Assert.Equal(200, (await api.GetAsync(Token(null, "b"), "/several")).Status);
    }

    [Fact]
    public async Task Without_a_mark_in_the_policy_no_role_counts()
    {
        await using Api api = await Start(Api.Policy(), app => app.MapGet("/", () => "").RequireScopeOrRole("read", "admin"));

        Assert.Equal(403, (await api.GetAsync(Token("app", null, "admin"))).Status);
        Assert.Equal(200, (await api.GetAsync(Api.Token("read"))).Status);
    }

    [Fact]
    public async Task A_mark_is_for_the_tokens_of_its_issuer_alone()
    {
        await using Api api = await Api.StartAsync(
            options =>
            {
                options.Policies.Add(Entra);
                options.Policies.Add(Api.Policy(Given.EcPair, Partner));
            },
            app => app.MapGet("/", () => "").RequireScopeOrRole("read", "admin"));
        JsonObject claims = new() { ["idtyp"] = "app", ["roles"] = "admin" };

        Assert.Equal(200, (await api.GetAsync(Given.Pair.CreateToken(Api.Good with { Claims = claims }))).Status);
        Assert.Equal(403, (await api.GetAsync(Given.EcPair.CreateToken(Api.Good with { Issuer = Partner, Claims = claims }))).Status);
    }

    [Fact]
    public async Task Roles_are_those_of_the_scheme_s_role_claim()
    {
        await using Api api = await Api.StartAsync(
            options =>
            {
                options.Policies.Add(Entra);
                options.RoleClaimPath = ["realm_access", "roles"];
            },
            app => app.MapGet("/", () => "").RequireScopeOrRole("read", "admin"));
        string Token(JsonObject claims) => Given.Pair.CreateToken(Api.Good with { Claims = claims });

        Assert.Equal(200, (await api.GetAsync(Token(new() { ["idtyp"] = "app", ["realm_access"] = new JsonObject { ["roles"] = new JsonArray("admin") } }))).Status);
        Assert.Equal(403, (await api.GetAsync(Token(new() { ["idtyp"] = "app", ["roles"] = "admin" }))).Status);
    }

    // A scope would not help a client without a user, so none is named.
    [Fact]
    public async Task A_client_without_the_role_is_not_asked_for_a_scope()
    {
        await using Api api = await Start(Entra, app => app.MapGet("/", () => "").RequireScopeOrRole("read", "admin"));
        Answer client = await api.GetAsync(Token("app", null, "other"));
        Answer user = await api.GetAsync(Token("user", "other", "admin"));

        Assert.Equal(403, client.Status);
        Assert.Empty(client.Challenges);
        Assert.Equal((403, Lacks + ", scope=\"read\""), Short(user));
    }

    [Theory]
    [InlineData]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a", "b\"")]
    public void An_empty_any_of_throws_and_so_does_what_is_no_scope(params string[] scopes)
    {
        AuthorizationPolicyBuilder policy = new();

        Assert.StartsWith("RequireAnyScope needs scopes", Assert.Throws<ArgumentException>(() => policy.RequireAnyScope(scopes)).Message, StringComparison.Ordinal);
        Assert.StartsWith("RequireAnyScope needs scopes", Assert.Throws<ArgumentException>(() => new RequireAnyScopeAttribute(scopes)).Message, StringComparison.Ordinal);
        Assert.StartsWith("RequireScopeOrRole needs scopes", Assert.Throws<ArgumentException>(() => policy.RequireScopeOrRole(scopes, ["r"])).Message, StringComparison.Ordinal);
        Assert.StartsWith("RequireScopeOrRole needs scopes", Assert.Throws<ArgumentException>(() => new RequireScopeOrRoleAttribute(scopes, ["r"])).Message, StringComparison.Ordinal);
        Assert.StartsWith("RequireScope needs scopes", Assert.Throws<ArgumentException>(() => policy.RequireScope(scopes)).Message, StringComparison.Ordinal);
        Assert.Empty(policy.Requirements);
    }

    [Theory]
    [InlineData]
    [InlineData("")]
    [InlineData("a", " ")]
    [InlineData("a", null)]
    public void An_empty_list_of_roles_throws_and_so_does_an_empty_role(params string?[] roles)
    {
        Assert.StartsWith("RequireScopeOrRole needs roles", Assert.Throws<ArgumentException>(() => new AuthorizationPolicyBuilder().RequireScopeOrRole(["a"], roles!)).Message, StringComparison.Ordinal);
        Assert.StartsWith("RequireScopeOrRole needs roles", Assert.Throws<ArgumentException>(() => new RequireScopeOrRoleAttribute(["a"], roles!)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nulls_throw()
    {
        Assert.Throws<ArgumentNullException>(() => RequireScopeExtensions.RequireAnyScope(null!, "a"));
        Assert.Throws<ArgumentNullException>(() => new RequireAnyScopeAttribute(null!));
        Assert.Throws<ArgumentNullException>(() => new RequireScopeOrRoleAttribute(null!, ["r"]));
        Assert.Throws<ArgumentNullException>(() => new RequireScopeOrRoleAttribute(["a"], null!));
    }

    [Fact]
    public void Attributes_and_requirements_show_what_they_demand()
    {
        Assert.Equal(["a", "b"], new RequireAnyScopeAttribute("a", "b").Scopes);
        Assert.Equal(["a"], new RequireScopeOrRoleAttribute("a", "r").Scopes);
        Assert.Equal(["r", "s"], new RequireScopeOrRoleAttribute(["a"], ["r", "s"]).ClientRoles);
        Assert.Equal("RequireAnyScope: a b", new RequireAnyScopeAttribute("a", "b").GetRequirements().Single().ToString());
        Assert.Equal("RequireScopeOrRole: a b, or without a user: r", new RequireScopeOrRoleAttribute(["a", "b"], ["r"]).GetRequirements().Single().ToString());

        // Whoever looks for these and knows nothing of requirements does not let everybody in.
        Assert.IsAssignableFrom<IAuthorizeData>(new RequireAnyScopeAttribute("a"));
        Assert.IsAssignableFrom<IAuthorizeData>(new RequireScopeOrRoleAttribute("a", "r"));
        Assert.Null(new RequireScopeOrRoleAttribute("a", "r").Roles);
    }

    private static Task<Api> Start(VerificationPolicy policy, Action<WebApplication> map) => Api.StartAsync(
        services =>
        {
            services.AddControllers();
            services.AddAuthentication().AddJwtCore(options => options.Policies.Add(policy));
        },
        map);

    private static string Token(string? idtyp, string? scp, params string[] roles) => Given.Pair.CreateToken(Api.Good with
    {
        Claims = new() { ["idtyp"] = idtyp, ["scp"] = scp, ["roles"] = new JsonArray([.. roles.Select(role => JsonValue.Create(role))]) },
    });

    private static (int Status, string Challenge) Short(Answer answer) => (answer.Status, answer.Challenge);
}

/// <summary>Demands on a class and on its methods.</summary>
[ApiController, Route("demands"), RequireScope("a"), RequireAnyScope("c", "d")]
public sealed class DemandsController : ControllerBase
{
    [HttpGet("class")]
    public string OfClass() => "";

    [HttpGet("both"), RequireScope("b"), RequireAnyScope("e", "f")]
    public string OfBoth() => "";
}
