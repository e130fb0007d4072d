using System.Security.Claims;
using System.Text.Json.Nodes;
using JwtCore.AspNetCore.Tests.Support;
using JwtCore.Testing;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace JwtCore.AspNetCore.Tests;

/// <summary>Tokens of the shape that <c>dotnet user-jwts create --name ann --role admin</c> gives out, under the settings that it writes.</summary>
public class UserJwtsNamesTests
{
    private const string Issuer = "dotnet-user-jwts";

    private static readonly byte[] Secret = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    [Fact]
    public async Task Name_and_roles_are_those_of_the_tool()
    {
        await using Api api = await Start(_ => { });

        Assert.Equal((200, "ann"), Short(await api.GetAsync(Token("admin"), "/admin")));
        Assert.Equal((200, "ann"), Short(await api.GetAsync(Token("clerk", "admin"), "/admin")));
        Assert.Equal(403, (await api.GetAsync(Token("clerk"), "/admin")).Status);
        Assert.Equal(403, (await api.GetAsync(Token(), "/admin")).Status);
    }

    [Fact]
    public async Task They_stay_what_they_are_under_other_options()
    {
        await using Api nested = await Start(options =>
        {
            options.RoleClaimPath = ["realm_access", "roles"];
            options.RoleClaimType = ClaimTypes.Role;
            options.NameClaimPath = ["preferred_username"];
        });
        await using Api named = await Start(options =>
        {
            options.RoleClaimType = "role";
            options.NameClaimType = "unique_name";
        });

        Assert.Equal((200, "ann"), Short(await nested.GetAsync(Token("admin"), "/admin")));
        Assert.Equal((200, "ann"), Short(await named.GetAsync(Token("admin"), "/admin")));
        Assert.Equal("1", (await named.GetAsync(Token("admin"), "/roles")).Body);
        Assert.Equal("1", (await nested.GetAsync(Token("admin"), "/roles")).Body);
    }

    [Fact]
    public async Task A_type_that_the_map_adds_comes_from_nowhere_else_for_them_either()
    {
        await using Api api = await Start(options => options.ClaimTypeMap["groups"] = "roles");

        Assert.Equal(403, (await api.GetAsync(Token("admin"), "/admin")).Status);
    }

    // Whoever makes tokens for another issuer may put any claim into them.
    [Fact]
    public async Task In_tokens_of_other_keys_the_two_claims_are_nothing_unless_they_are_named()
    {
        string token = Given.Pair.CreateToken(Api.Good with { Claims = new() { ["role"] = "admin", ["unique_name"] = "ann" } });
        TestKeyPair shared = TestKeyPair.FromSecret(Secret, JwtAlgorithm.HS256);
        string ofSecret = shared.CreateToken(Api.Good with { Claims = new() { ["role"] = "admin" } });
        await using Api api = await Api.StartAsync(options => options.Policies.Add(Api.Policy()), Map);
        await using Api secret = await Api.StartAsync(options => options.Policies.Add(Api.Policy(shared)), Map);
        await using Api named = await Api.StartAsync(
            options =>
            {
                options.Policies.Add(Api.Policy());
                options.RoleClaimPath = ["role"];
                options.NameClaimPath = ["unique_name"];
            },
            Map);

        Assert.Equal(403, (await api.GetAsync(token, "/admin")).Status);
        Assert.Equal("0", (await api.GetAsync(token, "/roles")).Body);
        Assert.Equal(403, (await secret.GetAsync(ofSecret, "/admin")).Status);
        Assert.Equal((200, "ann"), Short(await named.GetAsync(token, "/admin")));
    }

    [Fact]
    public async Task They_count_for_the_verifier_that_a_container_shares_too()
    {
        await using Api api = await Start(_ => { }, services => services.AddJwtCoreVerifier());

        Assert.Equal((200, "ann"), Short(await api.GetAsync(Token("admin"), "/admin")));
    }

    private static Task<Api> Start(Action<JwtCoreOptions> configure, Action<IServiceCollection>? add = null) => Api.StartAsync(
        services =>
        {
            add?.Invoke(services);
            services.AddAuthentication().AddJwtCore(configure);
        },
        Map,
        builder => builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Authentication:Schemes:Bearer:ValidAudiences:0"] = Given.Audience,
            ["Authentication:Schemes:Bearer:ValidIssuer"] = Issuer,
            ["Authentication:Schemes:Bearer:SigningKeys:0:Id"] = "a1b2c3d4",
            ["Authentication:Schemes:Bearer:SigningKeys:0:Issuer"] = Issuer,
            ["Authentication:Schemes:Bearer:SigningKeys:0:Value"] = Convert.ToBase64String(Secret),
            ["Authentication:Schemes:Bearer:SigningKeys:0:Length"] = "32",
        }));

    private static void Map(WebApplication app)
    {
        app.MapGet("/admin", [Authorize(Roles = "admin")] (HttpContext context) => context.User.Identity!.Name ?? "");
        app.MapGet("/roles", (HttpContext context) => $"{context.User.FindAll(((ClaimsIdentity)context.User.Identity!).RoleClaimType).Count()}").RequireAuthorization();
    }

    private static string Token(params string[] roles)
    {
        JsonNode? role = roles.Length == 1 ? roles[0] : new JsonArray([.. roles.Select(one => JsonValue.Create(one))]);
        return TestKeyPair.FromSecret(Secret, JwtAlgorithm.HS256).CreateToken(new TestToken
        {
            Subject = "ann",
            Issuer = Issuer,
            Audience = Given.Audience,
            Claims = new() { ["unique_name"] = "ann", ["jti"] = "f2a1c0de", ["role"] = roles.Length == 0 ? null : role },
        });
    }

    private static (int Status, string Body) Short(Answer answer) => (answer.Status, answer.Body);
}
