using System.Text.Json.Nodes;
using JwtCore.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace JwtCore.AspNetCore.Tests;

/// <summary>Tokens of the shape that Keycloak gives out: roles of the realm and of clients in nested objects.</summary>
public class KeycloakTests
{
    private const string Realm = "https://sso.example.com/realms/shop";

    [Fact]
    public async Task Roles_of_the_realm_open_endpoints_and_the_user_name_is_the_name()
    {
        await using Api api = await Start(options =>
        {
            options.RoleClaimPath = ["realm_access", "roles"];
            options.NameClaimPath = ["preferred_username"];
        });

        Assert.Equal((200, "ann"), await GetAsync(api, "/admin", Token(realm: ["offline_access", "admin"])));
        Assert.Equal(403, (await GetAsync(api, "/admin", Token(realm: ["offline_access"], client: ["admin"]))).Status);
        Assert.Equal(403, (await GetAsync(api, "/admin", Token())).Status);
    }

    [Fact]
    public async Task Roles_of_one_client_open_endpoints_where_the_path_names_it()
    {
        await using Api api = await Start(options => options.RoleClaimPath = ["resource_access", "orders-api", "roles"]);

        Assert.Equal(200, (await GetAsync(api, "/admin", Token(client: ["admin"]))).Status);
        Assert.Equal(403, (await GetAsync(api, "/admin", Token(realm: ["admin"]))).Status);
    }

    // A user may have got attributes into the token; none of them is a role.
    [Fact]
    public async Task A_claim_of_the_top_level_is_no_role_beside_the_path()
    {
        await using Api api = await Start(options => options.RoleClaimPath = ["realm_access", "roles"]);
        JsonObject claims = Claims();
        claims["roles"] = List(["admin"]);
        claims["Roles"] = "admin";
        claims["role"] = "admin";
        claims["realm_access.roles"] = List(["admin"]);
        string token = Given.Pair.CreateToken(Api.Good with { Issuer = Realm, Claims = claims });

        Assert.Equal(403, (await GetAsync(api, "/admin", token)).Status);
    }

    [Fact]
    public async Task Without_the_path_nested_roles_open_nothing()
    {
        await using Api api = await Start(_ => { });

        Assert.Equal(403, (await GetAsync(api, "/admin", Token(realm: ["admin"], client: ["admin"]))).Status);
    }

    private static Task<Api> Start(Action<JwtCoreOptions> configure) => Api.StartAsync(
        services => services.AddAuthentication().AddJwtCore(options =>
        {
            options.Policies.Add(Api.Policy(issuer: Realm) with { RequiredClaims = new Dictionary<string, Expected> { ["typ"] = "Bearer" } });
            configure(options);
        }),
        app => app.MapGet("/admin", [Authorize(Roles = "admin")] (HttpContext context) => context.User.Identity!.Name ?? ""));

    private static async Task<(int Status, string Body)> GetAsync(Api api, string path, string token)
    {
        Answer answer = await api.GetAsync(token, path);
        return (answer.Status, answer.Body);
    }

    private static string Token(string[]? realm = null, string[]? client = null)
    {
        JsonObject claims = Claims();
        if (realm is not null)
        {
            claims["realm_access"] = new JsonObject { ["roles"] = List(realm) };
        }

        claims["resource_access"] = new JsonObject { ["account"] = new JsonObject { ["roles"] = List(["manage-account", "view-profile"]) } };
        if (client is not null)
        {
            claims["resource_access"]!["orders-api"] = new JsonObject { ["roles"] = List(client) };
        }

        return Given.Pair.CreateToken(Api.Good with { Issuer = Realm, Claims = claims });
    }

    private static JsonObject Claims() => new()
    {
        ["jti"] = "onrtac:0d2a1b7e-6a3f-4f0e-9a55-9d0f6d1a8f11",
        ["aud"] = new JsonArray(Given.Audience, "account"),
        ["typ"] = "Bearer",
        ["azp"] = "orders-web",
        ["sid"] = "b7c9f0a2-12e4-4c0c-8d0a-3f6b0f5b2a77",
        ["acr"] = "1",
        ["allowed-origins"] = new JsonArray("https://shop.example.com"),
        ["scope"] = "openid profile email",
        ["email_verified"] = true,
        ["name"] = "Ann Example",
        ["preferred_username"] = "ann",
    };

    private static JsonArray List(string[] roles) => new([.. roles.Select(role => JsonValue.Create(role))]);
}
