using System.Text.Json.Nodes;
using JwtCore.Cli.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace JwtCore.Cli.Tests;

/// <summary>The issuer over real HTTP: what it publishes, the tokens it issues, rotation and outage.</summary>
public class ServeIssuerTests : CliTest
{
    private const string Metadata = "/.well-known/openid-configuration";
    private const string KeySet = "/.well-known/jwks.json";

    [Theory]
    [InlineData("/.well-known/openid-configuration")]
    [InlineData("/.well-known/oauth-authorization-server")]
    public async Task Both_kinds_of_metadata_name_the_issuer_its_keys_and_its_token_endpoint(string path)
    {
        await using LocalServe serve = await LocalServe.StartAsync();
        (int status, JsonNode json, _) = await serve.GetAsync(path);

        Assert.Equal(200, status);
        Assert.Equal(serve.Address, (string?)json["issuer"]);
        Assert.Equal(serve.Address + KeySet, (string?)json["jwks_uri"]);
        Assert.Equal(serve.Address + "/token", (string?)json["token_endpoint"]);
        Assert.Equal("client_credentials", (string?)json["grant_types_supported"]![0]);
    }

    [Fact]
    public async Task A_verifier_finds_the_keys_by_discovery_and_accepts_the_tokens()
    {
        await using LocalServe serve = await LocalServe.StartAsync("--alg", "ES256");
        string token = await serve.TokenAsync(("client_id", "worker"), ("scope", "read write"));

        Outcome outcome = await Run("verify", "--discover", serve.Address, "--allow-http-loopback", "--alg", "ES256", "--audience", "api", "--profile", "AccessToken", "--json", token);
        JsonNode json = JsonNode.Parse(outcome.Output)!;

        Assert.Equal(0, outcome.Code);
        Assert.Equal(("worker", "worker"), ((string?)json["subject"], (string?)json["claims"]!["client_id"]));
        Assert.Equal("""["read","write"]""", json["scopes"]!.ToJsonString());
        Assert.Equal(3600, (long)json["claims"]!["exp"]! - (long)json["claims"]!["iat"]!);
    }

    [Fact]
    public async Task The_form_sets_subject_audience_scopes_and_lifetime()
    {
        await using LocalServe serve = await LocalServe.StartAsync("--alg", "ES256", "--audience", "https://api.example.com");
        JsonNode usual = Payload(await serve.TokenAsync());
        JsonNode asked = Payload(await serve.TokenAsync(("subject", "user-1"), ("audience", "other"), ("scope", "a"), ("lifetime", "15m")));
        JsonNode expired = Payload(await serve.TokenAsync(("resource", "https://r.example.com"), ("lifetime", "-90")));

        Assert.Equal(("https://api.example.com", "client-1", null), ((string?)usual["aud"], (string?)usual["sub"], usual["scope"]));
        Assert.Equal(("other", "user-1", "a", 900L), ((string?)asked["aud"], (string?)asked["sub"], (string?)asked["scope"], Lifetime(asked)));
        Assert.Equal(("https://r.example.com", -90L), ((string?)expired["aud"], Lifetime(expired)));
        Assert.NotEqual((string?)usual["jti"], (string?)asked["jti"]);
    }

    [Fact]
    public async Task The_client_may_authenticate_by_header_or_form_and_not_by_both()
    {
        await using LocalServe serve = await LocalServe.StartAsync("--alg", "ES256");
        (string, string) Basic(string secret) => ("Authorization", "Basic " + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"my%20client:{secret}")));
        Task<(int Status, JsonNode Json)> Post(string form, params (string, string)[] headers) => serve.PostAsync("/token", form, headers: headers);

        (int status, JsonNode json) = await Post("grant_type=client_credentials", Basic(serve.Secret));

        Assert.Equal((200, "my client"), (status, (string?)Payload((string)json["access_token"]!)["client_id"]));
        Assert.Equal(401, (await Post("grant_type=client_credentials", Basic("x"))).Status);
        Assert.Equal(400, (await Post($"grant_type=client_credentials&client_secret={serve.Secret}", Basic(serve.Secret))).Status);
        Assert.Equal(400, (await Post("grant_type=client_credentials&client_id=other", Basic(serve.Secret))).Status);
        Assert.Equal(401, (await Post("grant_type=client_credentials", ("Authorization", "Bearer " + serve.Secret))).Status);
    }

    [Theory]
    [InlineData("", "invalid_request")]
    [InlineData("grant_type=password", "unsupported_grant_type")]
    [InlineData("grant_type=client_credentials&scope=a%22", "invalid_scope")]
    [InlineData("grant_type=client_credentials&lifetime=soon", "invalid_request")]
    [InlineData("grant_type=client_credentials&lifetime=366d", "invalid_request")]
    [InlineData("grant_type=client_credentials&audience=a&resource=b", "invalid_request")]
    [InlineData("grant_type=client_credentials&scope=a&scope=b", "invalid_request")]
    public async Task A_request_that_makes_no_token_says_why_as_OAuth_does(string form, string error)
    {
        await using LocalServe serve = await LocalServe.StartAsync("--alg", "ES256");

        (int status, JsonNode json) = await serve.PostAsync("/token", $"client_secret={serve.Secret}&{form}");

        Assert.Equal((400, error), (status, (string?)json["error"]));
        Assert.NotEqual("", (string?)json["error_description"]);
    }

    [Fact]
    public async Task Texts_of_a_token_have_at_most_1024_characters()
    {
        await using LocalServe serve = await LocalServe.StartAsync("--alg", "ES256");

        Assert.Equal(1024, ((string)Payload(await serve.TokenAsync(("subject", new string('x', 1024))))["sub"]!).Length);
        Assert.Equal(400, (await serve.PostAsync("/token", ("grant_type", "client_credentials"), ("subject", new string('x', 1025)))).Status);
    }

    [Fact]
    public async Task A_rotation_keeps_the_key_before_for_one_more()
    {
        await using LocalServe serve = await LocalServe.StartAsync("--alg", "ES256");
        string[] first = await KeyIds(serve);
        await serve.SayAsync("rotate", "rotated: ");
        string[] second = await KeyIds(serve);
        (int status, JsonNode json) = await serve.PostAsync("/rotate");
        string[] third = await KeyIds(serve);

        Assert.Single(first);
        Assert.Equal(first[0], second[1]);
        Assert.Equal((2, 2), (second.Length, third.Length));
        Assert.Equal((200, third[0], second[0]), (status, (string?)json["kid"], third[1]));
        Assert.Equal(third[0], (string?)Header(await serve.TokenAsync())["kid"]);
        Assert.DoesNotContain(first[0], third);
    }

    [Fact]
    public async Task An_outage_takes_metadata_keys_and_tokens_away_and_ends_by_itself()
    {
        FakeTimeProvider time = new(DateTimeOffset.UtcNow);
        await using LocalServe serve = await LocalServe.StartAsync(new ToolEnvironment { TimeProvider = time }, "--alg", "ES256");

        await serve.SayAsync("fail 30s", "failing: metadata, keys and tokens answer 503 for 30 seconds\n");
        time.Advance(TimeSpan.FromSeconds(30) - TimeSpan.FromTicks(1));
        (int Metadata, int Keys, int Tokens) during = await Statuses(serve);
        bool isFailing = (bool)(await serve.GetAsync("/state")).Json["failing"]!;
        time.Advance(TimeSpan.FromTicks(1));

        Assert.Equal(((503, 503, 503), true), (during, isFailing));
        Assert.Equal((200, 200, 200), await Statuses(serve));
        Assert.False((bool)(await serve.GetAsync("/state")).Json["failing"]!);
    }

    [Fact]
    public async Task An_outage_without_a_duration_lasts_until_recover()
    {
        FakeTimeProvider time = new(DateTimeOffset.UtcNow);
        await using LocalServe serve = await LocalServe.StartAsync(new ToolEnvironment { TimeProvider = time }, "--alg", "ES256");

        await serve.SayAsync("fail", "failing: metadata, keys and tokens answer 503 until recover\n");
        time.Advance(TimeSpan.FromDays(2));
        (int, int, int) during = await Statuses(serve);
        await serve.SayAsync("recover", "recovered\n");

        Assert.Equal((503, 503, 503), during);
        Assert.Equal((200, 200, 200), await Statuses(serve));
    }

    [Fact]
    public async Task Outage_and_recovery_go_by_HTTP_too_and_are_told()
    {
        await using LocalServe serve = await LocalServe.StartAsync("--alg", "ES256");

        int begun = (await serve.PostAsync("/fail", ("for", "5m"))).Status;
        await serve.WaitForAsync("answer 503 for 5 minutes\n");
        int during = (await serve.GetAsync(Metadata)).Status;
        int ended = (await serve.PostAsync("/recover")).Status;
        await serve.WaitForAsync("recovered\n");

        Assert.Equal((200, 503, 200, 200), (begun, during, ended, (await serve.GetAsync(Metadata)).Status));
        Assert.Equal(200, (await serve.PostAsync("/fail")).Status);
        Assert.Equal(400, (await serve.PostAsync("/fail", ("for", "0"))).Status);
        Assert.Equal(400, (await serve.PostAsync("/fail", ("for", "2d"))).Status);
        Assert.Equal(400, (await serve.PostAsync("/fail", ("duration", "5s"))).Status);
        Assert.Equal(400, (await serve.PostAsync("/rotate", ("now", "1"))).Status);
    }

    [Fact]
    public async Task A_key_of_a_file_signs_until_the_first_rotation()
    {
        string path = Write("key.json", Pair.ToPrivateJwk().ToJsonString());
        await using LocalServe serve = await LocalServe.StartAsync("--key", path);
        JsonNode set = (await serve.GetAsync(KeySet)).Json;
        await serve.SayAsync("rotate", "rotated: ");

        Assert.Equal(Pair.ToJwk().ToJsonString(), set["keys"]!.AsArray().Single()!.ToJsonString());
        Assert.Equal("ES256", (string?)(await serve.GetAsync(KeySet)).Json["keys"]![0]!["alg"]);
        Assert.Equal(Pair.ToPrivateJwk().ToJsonString(), await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_key_without_key_ID_gets_its_thumbprint()
    {
        await using LocalServe serve = await LocalServe.StartAsync("--key", Write("key.pem", Pair.ToPrivatePem()));

        Assert.Equal([Pair.Thumbprint()], await KeyIds(serve));
    }

    private static async Task<string[]> KeyIds(LocalServe serve) => [.. (await serve.GetAsync(KeySet)).Json["keys"]!.AsArray().Select(key => (string)key!["kid"]!)];

    private static async Task<(int Metadata, int Keys, int Tokens)> Statuses(LocalServe serve) =>
        ((await serve.GetAsync(Metadata)).Status, (await serve.GetAsync(KeySet)).Status, (await serve.PostAsync("/token", ("grant_type", "client_credentials"))).Status);

    private static JsonNode Header(string token) => Segment(token, 0);

    private static JsonNode Payload(string token) => Segment(token, 1);

    private static JsonNode Segment(string token, int index) => JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[index]))!;

    private static long Lifetime(JsonNode payload) => (long)payload["exp"]! - (long)payload["iat"]!;
}
