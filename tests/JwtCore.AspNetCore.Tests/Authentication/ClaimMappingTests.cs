using System.Security.Claims;
using System.Text.Json.Nodes;
using JwtCore.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace JwtCore.AspNetCore.Tests;

/// <summary>Claim types that options add, and names and roles from other places of the token.</summary>
public class ClaimMappingTests
{
    private static readonly string[] Realm = ["realm_access", "roles"];

    [Fact]
    public void Without_options_claims_are_those_of_the_token_alone() =>
        Assert.Equal(["sub", "iss", "iat", "exp", "aud"], Claims(_ => { }, []).Select(claim => claim.Type));

    [Fact]
    public void A_mapped_type_is_added_and_the_claim_stays()
    {
        Claim[] claims = Claims(options => options.ClaimTypeMap["sub"] = ClaimTypes.NameIdentifier, []);

        Assert.Equal(["test-user", "test-user"], claims.Where(claim => claim.Type is "sub" or ClaimTypes.NameIdentifier).Select(claim => claim.Value));
        Assert.Equal((Given.Issuer, ClaimValueTypes.String), claims.Where(claim => claim.Type == ClaimTypes.NameIdentifier).Select(claim => (claim.Issuer, claim.ValueType)).Single());
        Assert.Equal(6, claims.Length);
    }

    [Fact]
    public void Each_element_of_an_array_is_mapped_and_keeps_its_kind() =>
        Assert.Equal(
            [("a", ClaimValueTypes.String), ("7", ClaimValueTypes.Integer)],
            Claims(options => options.ClaimTypeMap["groups"] = "group", new() { ["groups"] = new JsonArray("a", 7) })
                .Where(claim => claim.Type == "group").Select(claim => (claim.Value, claim.ValueType)));

    // ClaimsIdentity finds types in any case: another spelling would be a second source, too.
    [Theory]
    [InlineData(ClaimTypes.NameIdentifier)]
    [InlineData("HTTP://schemas.xmlsoap.org/ws/2005/05/identity/claims/NAMEIDENTIFIER")]
    public void A_mapped_type_comes_from_nowhere_else_in_the_token(string name)
    {
        Claim[] mapped = Claims(options => options.ClaimTypeMap["sub"] = ClaimTypes.NameIdentifier, new() { [name] = "victim" });
        Claim[] unmapped = Claims(_ => { }, new() { [name] = "own" });

        Assert.DoesNotContain(mapped, claim => claim.Value == "victim");
        Assert.Contains(unmapped, claim => claim.Type == name && claim.Value == "own");
    }

    [Fact]
    public void A_token_without_the_claim_gets_no_claim_of_the_type_although_it_has_the_type_s_name() =>
        Assert.DoesNotContain(
            Claims(options => options.ClaimTypeMap["oid"] = ClaimTypes.NameIdentifier, new() { [ClaimTypes.NameIdentifier] = "victim" }),
            claim => claim.Type == ClaimTypes.NameIdentifier);

    [Fact]
    public void A_name_that_is_mapped_and_a_type_gives_its_value_to_its_own_type_alone()
    {
        Claim[] claims = Claims(
            options =>
            {
                options.ClaimTypeMap["a"] = "b";
                options.ClaimTypeMap["b"] = "c";
            },
            new() { ["a"] = "1", ["b"] = "2" });

        Assert.Equal(["a=1", "b=1", "c=2"], claims.Where(claim => claim.Type.Length == 1).Select(claim => $"{claim.Type}={claim.Value}"));
    }

    [Fact]
    public void Claims_are_mapped_by_their_exact_name() =>
        Assert.DoesNotContain(Claims(options => options.ClaimTypeMap["Sub"] = "id", []), claim => claim.Type == "id");

    [Theory]
    [InlineData("https://issuer.example.com", "u", "https://issuer.example.com#u")]
    [InlineData("a", "b#c", "a#b#c")]
    [InlineData("a#b", "c", "a%23b#c")]
    [InlineData("a%23b", "c", "a%2523b#c")]
    [InlineData("a", "", "a#")]
    public void Issuer_and_subject_together_are_equal_for_equal_pairs_alone(string issuer, string subject, string id) =>
        Assert.Equal(
            id,
            Claims(options => options.ClaimTypeMap[JwtCoreOptions.IssuerAndSubject] = ClaimTypes.NameIdentifier, new() { ["iss"] = issuer, ["sub"] = subject, ["iss#sub"] = "victim" })
                .Single(claim => claim.Type == ClaimTypes.NameIdentifier).Value);

    [Theory]
    [InlineData("iss")]
    [InlineData("sub")]
    public void Without_issuer_or_subject_there_is_no_pair(string missing) =>
        Assert.DoesNotContain(
            Claims(options => options.ClaimTypeMap[JwtCoreOptions.IssuerAndSubject] = "id", new() { [missing] = null, ["iss#sub"] = "victim", ["id"] = "victim" }),
            claim => claim.Type == "id" || (claim.Value == "victim" && claim.Type != "iss#sub"));

    [Fact]
    public void Roles_are_found_in_nested_objects_and_have_the_type_of_roles()
    {
        JsonObject payload = new() { ["realm_access"] = new JsonObject { ["roles"] = new JsonArray("admin", "clerk") } };
        ClaimsPrincipal user = User(options => options.RoleClaimPath = Realm, payload);

        Assert.True(user.IsInRole("admin") && user.IsInRole("clerk"));
        Assert.False(user.IsInRole("Admin"));
        Assert.Equal(["admin", "clerk"], user.FindAll("roles").Select(claim => claim.Value));
        Assert.NotNull(user.FindFirst("realm_access"));
        Assert.True(User(options => { options.RoleClaimPath = Realm; options.RoleClaimType = ClaimTypes.Role; }, payload).HasClaim(ClaimTypes.Role, "admin"));
        Assert.False(User(_ => { }, payload).IsInRole("admin"));
    }

    [Fact]
    public void Three_levels_and_one_text_are_found_too()
    {
        JsonObject payload = new() { ["resource_access"] = new JsonObject { ["my.api"] = new JsonObject { ["roles"] = "admin" } } };

        Assert.True(User(options => options.RoleClaimPath = ["resource_access", "my.api", "roles"], payload).IsInRole("admin"));
    }

    // An exact top-level name wins over any meaning of its dots, as Auth0's names need.
    [Fact]
    public void A_name_is_one_name_whatever_dots_it_has()
    {
        JsonObject payload = new()
        {
            ["https://acme.example/roles"] = new JsonArray("admin"),
            ["realm_access.roles"] = new JsonArray("dotted"),
            ["realm_access"] = new JsonObject { ["roles"] = new JsonArray("nested") },
        };

        Assert.Equal(["admin"], Roles(options => options.RoleClaimPath = ["https://acme.example/roles"], payload));
        Assert.Equal(["dotted"], Roles(options => options.RoleClaimPath = ["realm_access.roles"], payload));
        Assert.Equal(["dotted"], Roles(options => options.RoleClaimType = "realm_access.roles", payload));
        Assert.Equal(["nested"], Roles(options => options.RoleClaimPath = Realm, payload));
        payload.Remove("realm_access.roles");
        Assert.Empty(Roles(options => options.RoleClaimPath = ["realm_access.roles"], payload));
        Assert.Empty(Roles(options => options.RoleClaimType = "realm_access.roles", payload));
    }

    [Theory]
    [InlineData("""{"realm_access":"roles"}""")]
    [InlineData("""{"realm_access":["roles"]}""")]
    [InlineData("""{"realm_access":{"Roles":["a"]}}""")]
    [InlineData("""{"realm_access":{"roles":{"a":"b"}}}""")]
    [InlineData("""{"realm_access":{"roles":[{"name":"a"},["a"],null]}}""")]
    [InlineData("""{"realm_access":null}""")]
    [InlineData("""{"roles":["a"]}""")]
    [InlineData("""{"Roles":["a"]}""")]
    public void What_is_not_there_is_no_role_and_nothing_else_takes_its_place(string payload) =>
        Assert.Empty(Roles(options => options.RoleClaimPath = Realm, JsonNode.Parse(payload)!.AsObject()));

    [Fact]
    public void A_name_can_be_nested_too_and_has_one_source()
    {
        JsonObject payload = new() { ["profile"] = new JsonObject { ["display"] = "Ann" }, ["name"] = "victim", ["NAME"] = "victim" };

        Assert.Equal("Ann", User(options => options.NameClaimPath = ["profile", "display"], payload).Identity!.Name);
        Assert.Null(User(options => options.NameClaimPath = ["profile", "other"], payload).Identity!.Name);
        Assert.Equal("test-user", User(options => options.NameClaimPath = ["sub"], payload).Identity!.Name);
    }

    // A path that is the type itself changes nothing.
    [Fact]
    public void A_path_of_the_type_s_own_name_gives_each_claim_once() =>
        Assert.Equal(["a"], Roles(options => options.RoleClaimPath = ["roles"], new() { ["roles"] = new JsonArray("a") }));

    [Fact]
    public async Task Every_request_gets_claims_of_its_own_although_the_token_is_remembered()
    {
        List<ClaimsPrincipal> users = [];
        await using Api api = await Api.StartAsync(
            options =>
            {
                options.Policies.Add(Api.Policy());
                options.ClaimTypeMap["sub"] = ClaimTypes.NameIdentifier;
                options.RoleClaimPath = Realm;
                options.SaveToken = true;
            },
            app => app.MapGet("/", (HttpContext context) =>
            {
                // What one request adds must not be seen by the next.
                Assert.DoesNotContain(context.User.Claims, claim => claim.Type == "own");
                ((ClaimsIdentity)context.User.Identity!).AddClaim(new Claim("own", "1"));
                users.Add(context.User);
                return context.User.FindFirst(ClaimTypes.NameIdentifier)!.Value;
            }).RequireAuthorization());
        string token = Given.Pair.CreateToken(Api.Good with { Claims = new() { ["realm_access"] = new JsonObject { ["roles"] = new JsonArray("admin") } } });
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal((200, "test-user"), ((await api.GetAsync(token)) is var answer ? (answer.Status, answer.Body) : default));
        }

        Assert.Equal(5, users.Distinct().Count());
        Assert.Equal(5, users.Select(user => user.Identity).Distinct().Count());
        Assert.Equal(5, users.Select(user => user.FindFirst(ClaimTypes.NameIdentifier)).Distinct().Count());
        Assert.Equal(5, users.Select(user => user.FindFirst("roles")).Distinct().Count());
    }

    public static TheoryData<Action<JwtCoreOptions>, string> Wrong => new()
    {
        { options => options.ClaimTypeMap[""] = "id", "ClaimTypeMap has an entry without a claim." },
        { options => options.ClaimTypeMap["sub"] = " ", "ClaimTypeMap gives sub an empty type." },
        { options => options.ClaimTypeMap["sub"] = null!, "ClaimTypeMap gives sub an empty type." },
        { options => options.ClaimTypeMap["sub"] = "sub", "ClaimTypeMap gives sub its own name as type." },
        { options => { options.ClaimTypeMap["sub"] = "id"; options.ClaimTypeMap["oid"] = "ID"; }, "ClaimTypeMap gives sub and oid the same type, id." },
        { options => options.RoleClaimPath = [], "RoleClaimPath is empty or has an empty name." },
        { options => options.RoleClaimPath = ["realm_access", ""], "RoleClaimPath is empty or has an empty name." },
        { options => options.NameClaimPath = [null!], "NameClaimPath is empty or has an empty name." },
        { options => { options.RoleClaimPath = Realm; options.ClaimTypeMap["groups"] = "ROLES"; }, "RoleClaimPath and ClaimTypeMap both add claims of RoleClaimType, roles." },
        { options => { options.NameClaimPath = ["a"]; options.ClaimTypeMap["b"] = "name"; }, "NameClaimPath and ClaimTypeMap both add claims of NameClaimType, name." },
        { options => { options.NameClaimPath = ["a"]; options.RoleClaimType = "Name"; }, "NameClaimType and RoleClaimType are the same type" },
    };

    [Theory, MemberData(nameof(Wrong))]
    public async Task Nonsense_stops_the_host_and_is_named(Action<JwtCoreOptions> configure, string message)
    {
        OptionsValidationException refused = await Assert.ThrowsAsync<OptionsValidationException>(() => Api.StartAsync(options =>
        {
            options.Policies.Add(Api.Policy());
            configure(options);
        }));

        Assert.StartsWith("JwtCoreOptions of the scheme Bearer: " + message, refused.Message, StringComparison.Ordinal);
    }

    private static string[] Roles(Action<JwtCoreOptions> configure, JsonObject payload)
    {
        ClaimsPrincipal user = User(configure, payload);
        return [.. user.FindAll(((ClaimsIdentity)user.Identity!).RoleClaimType).Select(claim => claim.Value)];
    }

    private static ClaimsPrincipal User(Action<JwtCoreOptions> configure, JsonObject payload)
    {
        JwtCoreOptions options = new();
        configure(options);
        JwtVerifier verifier = new(new VerificationPolicy { Issuer = Expected.Any, Audience = Given.Audience, Algorithms = [JwtAlgorithm.RS256], Keys = Given.Pair.ToJwkSet() });
        Assert.True(verifier.TryVerify(Given.Pair.CreateToken(Api.Good with { Claims = payload.DeepClone().AsObject() }), out VerifiedToken token), token.Error.ToString());
        return new ClaimsPrincipal(new TokenIdentity(token.ToClaims(), "Bearer", options));
    }

    private static Claim[] Claims(Action<JwtCoreOptions> configure, JsonObject payload) => [.. User(configure, payload).Claims];
}
