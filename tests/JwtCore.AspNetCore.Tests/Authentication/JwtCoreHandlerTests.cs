using System.Text.Json.Nodes;
using JwtCore.AspNetCore.Tests.Support;
using JwtCore.Testing;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace JwtCore.AspNetCore.Tests;

/// <summary>Over real HTTP.</summary>
public class JwtCoreHandlerTests
{
    [Fact]
    public async Task A_good_token_is_let_in()
    {
        await using Api api = await Start();
        Answer answer = await api.GetAsync(Given.Pair.CreateToken(Api.Good with { Claims = new() { ["name"] = "Ann" } }));

        Assert.Equal((200, "test-user Ann"), (answer.Status, answer.Body));
        Assert.Empty(answer.Challenges);
    }

    [Fact]
    public async Task Without_a_token_no_error_is_named()
    {
        await using Api api = await Start();
        Answer answer = await api.GetAsync();

        Assert.Equal((401, ""), (answer.Status, answer.Body));
        Assert.Equal("Bearer", answer.Challenge);
    }

    [Fact]
    public async Task An_open_endpoint_needs_no_token_and_takes_a_good_one()
    {
        await using Api api = await Start();

        Assert.Equal("nobody ", (await api.GetAsync(path: "/open")).Body);
        Assert.Equal("test-user ", (await api.GetAsync(Api.Token(), "/open")).Body);
        Assert.Equal("nobody ", (await api.GetAsync("bad", "/open")).Body);
    }

    [Fact]
    public async Task An_expired_token_is_told_so()
    {
        await using Api api = await Start();
        Answer answer = await api.GetAsync(Given.Pair.CreateToken(Api.Good with { Lifetime = TimeSpan.FromHours(-1) }));

        Assert.Equal(401, answer.Status);
        Assert.Equal("Bearer error=\"invalid_token\", error_description=\"The token has expired.\"", answer.Challenge);
    }

    [Fact]
    public async Task A_token_for_another_audience_is_refused()
    {
        await using Api api = await Start();
        Answer answer = await api.GetAsync(Given.Pair.CreateToken(new() { Audience = "https://other.example.com" }));

        Assert.Equal(401, answer.Status);
        Assert.Equal("Bearer error=\"invalid_token\", error_description=\"The token is for another audience.\"", answer.Challenge);
    }

    [Fact]
    public async Task A_bad_signature_is_refused()
    {
        await using Api api = await Start();
        Answer answer = await api.GetAsync(TestKeyPair.Create(JwtAlgorithm.RS256).CreateToken(Api.Good));

        Assert.Equal(401, answer.Status);
        Assert.Equal("Bearer error=\"invalid_token\", error_description=\"The signature of the token is invalid.\"", answer.Challenge);
    }

    [Fact]
    public async Task A_token_without_a_scope_of_the_policy_gets_403_with_all_scopes_of_the_policy_and_the_endpoint()
    {
        await using Api api = await Api.StartAsync(options => options.Policies.Add(Api.Policy(scopes: ["api", Expected.OneOf("a", "b")])));
        Answer answer = await api.GetAsync(Api.Token("api"), "/write");

        Assert.Equal(403, answer.Status);
        Assert.Equal("Bearer error=\"insufficient_scope\", error_description=\"The token lacks a scope that is needed.\", scope=\"api a read write\"", answer.Challenge);
        Assert.Equal("Bearer scope=\"api a read write\"", (await api.GetAsync(path: "/write")).Challenge);
        Assert.Equal(200, (await api.GetAsync(Api.Token("api", "b", "all"), "/write")).Status);
    }

    [Fact]
    public async Task A_token_without_a_scope_of_the_policy_is_nobody_s_where_anybody_may_come()
    {
        await using Api api = await Api.StartAsync(options => options.Policies.Add(Api.Policy(scopes: ["api"])));

        Assert.Equal("nobody ", (await api.GetAsync(Api.Token("other"), "/open")).Body);
    }

    [Fact]
    public async Task Every_challenge_has_the_realm_and_the_metadata()
    {
        await using Api api = await Api.StartAsync(options =>
        {
            options.Policies.Add(Api.Policy());
            options.Realm = "orders api";
            options.ResourceMetadata = new Uri("https://api.example.com/.well-known/oauth-protected-resource");
        });
        const string End = "resource_metadata=\"https://api.example.com/.well-known/oauth-protected-resource\"";

        Assert.Equal($"Bearer realm=\"orders api\", {End}", (await api.GetAsync()).Challenge);
        Assert.Equal($"Bearer realm=\"orders api\", error=\"invalid_token\", error_description=\"The token is not a signed JWT.\", {End}", (await api.GetAsync("x")).Challenge);
        Assert.Equal(
            $"Bearer realm=\"orders api\", error=\"insufficient_scope\", error_description=\"The token lacks a scope that is needed.\", scope=\"read\", {End}",
            (await api.GetAsync(Api.Token(), "/read")).Challenge);
    }

    [Theory]
    [InlineData("bearer {0}", 200)]
    [InlineData("BEARER  {0}", 200)]
    [InlineData("Basic {0}", 401)]
    [InlineData("{0}", 401)]
    [InlineData("Bearer", 401)]
    [InlineData("Bearer {0}.x", 401)]
    [InlineData("Bearer {0}, Bearer {0}", 401)]
    public async Task Only_the_scheme_s_case_and_spaces_are_free(string header, int status)
    {
        await using Api api = await Start();
        Answer answer = await api.SendAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, header, Api.Token()));

        Assert.Equal(status, answer.Status);
        Assert.Equal(
            status == 401 && header.StartsWith("Bearer", StringComparison.Ordinal),
            answer.Challenges.Any(challenge => challenge.Contains("error=\"invalid_token\"", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Two_headers_are_an_invalid_request_whatever_they_say()
    {
        await using Api api = await Start();
        string answer = await api.SendRawAsync($"Authorization: Bearer {Api.Token()}", $"Authorization: Bearer {Api.Token()}");

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Contains("WWW-Authenticate: Bearer error=\"invalid_request\", error_description=\"The request has several Authorization headers.\"", answer, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 400 ", await api.SendRawAsync("Authorization: Basic YTpi", $"Authorization: Bearer {Api.Token()}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_header_that_is_no_ASCII_is_refused()
    {
        await using Api api = await Start();

        Assert.Contains(" 40", (await api.SendRawAsync("Authorization: Bearer é.é.é"))[..13], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_very_long_token_is_refused_by_its_length()
    {
        await using Api api = await Start();
        Answer answer = await api.GetAsync(new string('a', 100_000));

        Assert.Equal(401, answer.Status);
        Assert.Equal("Bearer error=\"invalid_token\", error_description=\"The token is too large.\"", answer.Challenge);
    }

    [Fact]
    public async Task Without_keys_the_server_is_at_fault()
    {
        FakeJwksEndpoint endpoint = new();
        endpoint.Fail();
        using HttpClient client = new(endpoint);
        using RemoteJwks keys = new(endpoint.JwksUri, new() { Client = client });
        await using Api api = await Api.StartAsync(options => options.Policies.Add(Remote(keys)));
        Answer answer = await api.GetAsync(Api.Token());

        Assert.Equal(503, answer.Status);
        Assert.Empty(answer.Challenges);
        Assert.Equal(401, (await api.GetAsync()).Status);
    }

    [Fact]
    public async Task Roles_are_those_of_the_token()
    {
        await using Api api = await Start();
        Answer refused = await api.GetAsync(Api.Token(), "/admin");

        Assert.Equal(403, refused.Status);
        Assert.Empty(refused.Challenges);
        Assert.Equal(200, (await api.GetAsync(Given.Pair.CreateToken(Api.Good with { Claims = new() { ["roles"] = new JsonArray("x", "admin") } }), "/admin")).Status);
    }

    [Fact]
    public async Task Names_and_roles_may_be_other_claims()
    {
        await using Api api = await Api.StartAsync(options =>
        {
            options.Policies.Add(Api.Policy());
            options.NameClaimType = "sub";
            options.RoleClaimType = "groups";
        });
        Answer answer = await api.GetAsync(Given.Pair.CreateToken(Api.Good with { Claims = new() { ["groups"] = "admin" } }), "/admin");

        Assert.Equal((200, "test-user test-user"), (answer.Status, answer.Body));
    }

    [Fact]
    public async Task The_log_names_events_and_errors_and_nothing_of_a_token()
    {
        await using Api api = await Start();
        string secret = Given.Pair.CreateToken(Api.Good with { Subject = "subject-in-secret", Claims = new() { ["aud"] = "audience-in-secret" } });
        await api.GetAsync(secret);
        await api.GetAsync(Given.Pair.CreateToken(Api.Good with { Subject = "subject-in-secret" }));

        Assert.Contains(api.Log.Entries, entry => entry is { Event: "TokenRejected", Text: "The scheme Bearer refused a request: AudienceMismatch, claim aud." });
        Assert.Contains(api.Log.Entries, entry => entry is { Event: "TokenAccepted" });
        Assert.DoesNotContain(
            api.Log.Entries,
            entry => entry.Text.Contains("in-secret", StringComparison.Ordinal) || secret.Split('.').Any(part => entry.Text.Contains(part, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_ticket_ends_with_the_token()
    {
        DateTimeOffset? end = null;
        await using Api api = await Api.StartAsync(
            options => options.Policies.Add(Api.Policy()),
            app => app.MapGet("/", async (HttpContext context) => end = (await context.AuthenticateAsync()).Properties!.ExpiresUtc).RequireAuthorization());
        await api.GetAsync(Given.Pair.CreateToken(Api.Good with { Claims = new() { ["exp"] = 4102444800 } }));

        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(4102444800), end);
    }

    // One tick past the latest date of .NET; properties keep whole seconds.
    [Fact]
    public async Task A_token_that_ends_after_the_latest_date_gives_a_ticket_that_ends_with_it()
    {
        DateTimeOffset? end = null;
        await using Api api = await Api.StartAsync(
            options => options.Policies.Add(Api.Policy()),
            app => app.MapGet("/", async (HttpContext context) => end = (await context.AuthenticateAsync()).Properties!.ExpiresUtc).RequireAuthorization());

        Assert.Equal(200, (await api.GetAsync(Given.Pair.CreateToken(Api.Good with { Claims = new() { ["exp"] = 253402300800 } }))).Status);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(253402300799), end);
    }

    [Fact]
    public async Task A_static_verifier_takes_the_place_of_a_real_one()
    {
        StaticTokenVerifier verifier = new(new Dictionary<string, StaticIdentity> { ["ann"] = new() { ClientId = "c", Subject = "Ann", Scopes = ["read"] } });
        await using Api api = await Api.StartAsync(options =>
        {
            options.Verifier = verifier;
            options.AllowTestVerifier = true;
        });

        Assert.Equal((200, "Ann "), ((await api.GetAsync("ann", "/read")).Status, (await api.GetAsync("ann", "/read")).Body));
        Assert.Equal(403, (await api.GetAsync("ann", "/write")).Status);
        Assert.Equal(401, (await api.GetAsync("bob", "/read")).Status);
    }

    [Fact]
    public async Task A_verifier_of_the_container_counts_for_the_scheme_Bearer()
    {
        StaticTokenVerifier verifier = new(new Dictionary<string, StaticIdentity> { ["ann"] = new() { ClientId = "c", Subject = "Ann" } }, requiredScopes: ["x"]);
        await using Api api = await Api.StartAsync(services => services.AddSingleton<ITokenVerifier>(verifier).AddAuthentication().AddJwtCore(options => options.AllowTestVerifier = true));

        Assert.Equal(403, (await api.GetAsync("ann")).Status);
    }

    private static Task<Api> Start() => Api.StartAsync(options => options.Policies.Add(Api.Policy()));

    private static VerificationPolicy Remote(RemoteJwks keys) =>
        new() { Issuer = Given.Issuer, Audience = Given.Audience, Algorithms = [JwtAlgorithm.RS256], Keys = keys };
}
