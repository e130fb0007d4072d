using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using JwtCore.Cli.Tests.Support;
using JwtCore.Testing;
using Microsoft.Extensions.Time.Testing;

namespace JwtCore.Cli.Tests;

/// <summary>What the page is told of a token.</summary>
public class ServePageTests : CliTest
{
    private static readonly string[] Steps = [.. PipelineStep.All.Select(step => step.Name)];

    [Fact]
    public async Task A_good_token_passes_each_step_and_shows_claims_times_and_its_key()
    {
        FakeTimeProvider time = new(DateTimeOffset.FromUnixTimeSeconds(Now));
        await using LocalServe serve = await LocalServe.StartAsync(new ToolEnvironment { TimeProvider = time }, "--alg", "ES256");
        JsonNode report = await ExplainAsync(serve, await serve.TokenAsync(("subject", "user-1"), ("scope", "read")));

        Assert.True((bool)report["token"]!["valid"]!);
        Assert.Equal("The token is valid.", (string?)report["sentence"]);
        Assert.All(report["steps"]!.AsArray(), step => Assert.Equal("passed", (string?)step!["state"]));
        Assert.Equal(Steps, report["steps"]!.AsArray().Select(step => (string)step!["name"]!));
        Assert.Equal("\"user-1\"", Claim(report["verified"]!, "sub", "value"));
        Assert.Equal("expires 2026-01-01T01:00:00Z, in 1 hour", Claim(report["verified"]!, "exp", "note"));
        Assert.Equal("issued 2026-01-01T00:00:00Z, less than a second ago", Claim(report["verified"]!, "iat", "note"));
        Assert.Equal("[0]", report["fitting"]!.ToJsonString());
        Assert.Null(report["unverified"]);
    }

    [Fact]
    public async Task An_expired_token_fails_at_its_time_with_what_was_expected_and_found()
    {
        FakeTimeProvider time = new(DateTimeOffset.FromUnixTimeSeconds(Now));
        await using LocalServe serve = await LocalServe.StartAsync(new ToolEnvironment { TimeProvider = time }, "--alg", "ES256");
        JsonNode report = await ExplainAsync(serve, await serve.TokenAsync(("lifetime", "-2m")));

        AssertFails(report, "Time", VerifyError.Expired);
        Assert.Equal("exp: 1767225480 (2025-12-31T23:58:00Z), expired 2 minutes ago", (string?)report["token"]!["found"]);
        Assert.Contains("60", (string?)report["token"]!["expected"]!.ToString() + "1 min 60", StringComparison.Ordinal);
        Assert.Equal("expired 2025-12-31T23:58:00Z, 2 minutes ago", Claim(report["verified"]!, "exp", "note"));
        Assert.NotNull((string?)report["token"]!["hint"]);
    }

    [Fact]
    public async Task A_forged_token_fails_at_its_signature_and_what_it_says_stands_in_unverified()
    {
        await using LocalServe serve = await LocalServe.StartAsync("--alg", "ES256");
        string[] parts = (await serve.TokenAsync()).Split('.');
        string forged = $"{parts[0]}.{System.Buffers.Text.Base64Url.EncodeToString("""{"sub":"admin"}"""u8)}.{parts[2]}";
        JsonNode report = await ExplainAsync(serve, forged);

        AssertFails(report, "Signature", VerifyError.SignatureInvalid);
        Assert.Null(report["verified"]);
        Assert.Equal("\"admin\"", Claim(report["unverified"]!, "sub", "value"));
        Assert.Null(report["token"]!["found"]);
        Assert.Equal("[0]", report["fitting"]!.ToJsonString());
    }

    [Fact]
    public async Task A_difference_stands_with_both_texts_whole()
    {
        await using LocalServe serve = await LocalServe.StartAsync("--alg", "ES256");
        string token = await serve.TokenAsync();
        JsonNode report = await ExplainAsync(serve, token, request => request["issuer"] = serve.Address + "/");
        JsonNode difference = report["token"]!["difference"]!;

        AssertFails(report, "Issuer", VerifyError.IssuerMismatch);
        Assert.Equal((serve.Address + "/", serve.Address, serve.Address.Length), ((string?)difference["expected"], (string?)difference["found"], (int)difference["position"]!));
        AssertFails(await ExplainAsync(serve, token, request => request["audience"] = "API"), "Audience", VerifyError.AudienceMismatch);
    }

    [Fact]
    public async Task What_is_not_given_is_not_checked_and_shown_so()
    {
        await using LocalServe serve = await LocalServe.StartAsync("--alg", "ES256");
        JsonNode report = await ExplainAsync(serve, await serve.TokenAsync(), request => (request["issuer"], request["audience"]) = (null, ""));

        Assert.True((bool)report["token"]!["valid"]!);
        Assert.Equal(["Issuer", "Audience"], report["steps"]!.AsArray().Where(step => (string?)step!["state"] == "waived").Select(step => (string)step!["name"]!));
    }

    [Theory]
    [InlineData("", "Form", VerifyError.NotCompactJws)]
    [InlineData("Bearer a.b.c", "Form", VerifyError.NotCompactJws)]
    [InlineData("a.b.c.d.e", "Form", VerifyError.EncryptedTokenNotSupported)]
    [InlineData("e30.e30.", "Header", VerifyError.HeaderMalformed)]
    [InlineData("eyJhbGciOiJub25lIn0.e30.", "Header", VerifyError.AlgorithmNotAllowed)]
    [InlineData("eyJhbGciOiJFUzI1NiIsImtpZCI6IngifQ.e30.AAAA", "Key", VerifyError.KeyNotFound)]
    public async Task A_text_that_comes_less_far_fails_where_it_ends(string token, string step, VerifyError error)
    {
        await using LocalServe serve = await LocalServe.StartAsync("--alg", "ES256");

        AssertFails(await ExplainAsync(serve, token), step, error);
    }

    [Fact]
    public async Task A_token_of_more_than_the_limit_fails_at_its_size()
    {
        await using LocalServe serve = await LocalServe.StartAsync("--alg", "ES256");

        AssertFails(await ExplainAsync(serve, new string('x', 16_384)), "Form", VerifyError.NotCompactJws);
        AssertFails(await ExplainAsync(serve, new string('x', 16_385)), "Size", VerifyError.TokenTooLarge);
    }

    [Fact]
    public async Task Keys_may_be_pasted_as_set_JWK_PEM_or_secret()
    {
        await using LocalServe serve = await LocalServe.StartAsync();
        TestKeyPair hmac = TestKeyPair.FromSecret(new byte[] { 97, 98, 99, 100, 101, 102, 103, 104, 97, 98, 99, 100, 101, 102, 103, 104, 97, 98, 99, 100, 101, 102, 103, 104, 97, 98, 99, 100, 101, 102, 103, 104 }, JwtAlgorithm.HS256);
        string token = Pair.CreateToken(new TestToken { Audience = "api" });
        async Task<JsonNode> With(string keys, string text, string algorithm = "ES256") => await ExplainAsync(serve, text, request =>
        {
            (request["keys"], request["issuer"]) = (keys, "https://issuer.example.com");
            request["algorithms"] = new JsonArray(algorithm);
        });

        JsonNode mixed = await With($$"""{"keys":[{"kty":"EC"},{{Pair.ToJwk().ToJsonString()}}]}""", token);
        Assert.True((bool)mixed["token"]!["valid"]!);
        Assert.Equal("[1]", mixed["fitting"]!.ToJsonString());
        Assert.Equal((false, true), ((bool)mixed["keys"]![0]!["usable"]!, mixed["keys"]![0]!["reason"] is not null));
        Assert.True((bool)(await With(Pair.ToJwk().ToJsonString(), token))["token"]!["valid"]!);
        Assert.True((bool)(await With(Pair.ToPublicPem(), token))["token"]!["valid"]!);
        Assert.True((bool)(await With("abcdefghabcdefghabcdefghabcdefgh", hmac.CreateToken(new TestToken { Audience = "api" }), "HS256"))["token"]!["valid"]!);
    }

    [Theory]
    [InlineData("nonsense", "ES256", "Keys: The key is refused")]
    [InlineData("{\"keys\":7}", "ES256", "Keys: ")]
    [InlineData("short", "HS256", "Keys: ")]
    [InlineData("{\"keys\":[]}", "none", "Algorithms: choose at least one of ")]
    public async Task Keys_and_algorithms_that_make_no_policy_are_told(string keys, string algorithm, string message)
    {
        await using LocalServe serve = await LocalServe.StartAsync("--alg", "ES256");
        (int status, JsonNode json) = await serve.ExplainAsync(new JsonObject { ["token"] = "x", ["algorithms"] = new JsonArray(algorithm), ["keys"] = keys });

        Assert.Equal(400, status);
        Assert.StartsWith(message, (string?)json["error_description"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"token":"x","algorithms":[]}""")]
    [InlineData("""{"token":"x","algorithms":"ES256"}""")]
    [InlineData("""{"token":1,"algorithms":["ES256"]}""")]
    [InlineData("""{"token":"x","algorithms":["ES256"],"algorithm":"ES256"}""")]
    [InlineData("""{"token":"x","token":"y","algorithms":["ES256"]}""")]
    public async Task A_body_of_another_form_is_refused(string body)
    {
        await using LocalServe serve = await LocalServe.StartAsync("--alg", "ES256");

        Assert.Equal(400, (await serve.PostAsync("/explain", body, "application/json")).Status);
    }

    [Fact]
    public async Task Addresses_in_tokens_and_keys_are_never_fetched()
    {
        await using LocalServe serve = await LocalServe.StartAsync("--alg", "ES256");
        using TcpListener bait = new(IPAddress.Loopback, 0);
        bait.Start();
        string address = $"http://{bait.LocalEndpoint}";
        string token = Pair.CreateToken(new TestToken
        {
            Issuer = address,
            Header = new JsonObject { ["jku"] = $"{address}/jwks", ["x5u"] = $"{address}/x5u", ["kid"] = $"{address}/kid", ["jwk"] = Pair.ToJwk() },
        });

        await ExplainAsync(serve, token, request => (request["issuer"], request["audience"]) = (address, address));
        foreach (string keys in new[] { address, $"{address}/jwks", $$"""{"keys":"{{address}}"}""", $$"""{"jwks_uri":"{{address}}"}""" })
        {
            Assert.Equal(400, (await serve.ExplainAsync(new JsonObject { ["token"] = token, ["algorithms"] = new JsonArray("ES256"), ["keys"] = keys })).Status);
        }

        Assert.False(bait.Pending());
    }

    [Fact]
    public async Task Neither_token_nor_keys_reach_a_log()
    {
        await using LocalServe serve = await LocalServe.StartAsync("--alg", "ES256");
        int before = serve.Output.Length;
        await ExplainAsync(serve, await serve.TokenAsync());
        await serve.ExplainAsync(new JsonObject { ["token"] = "hunter2", ["algorithms"] = new JsonArray("HS256"), ["keys"] = "hunter2" });

        Assert.Equal(("", ""), (serve.Output[before..], serve.Error));
    }

    [Fact]
    public void The_pages_files_make_text_nodes_and_load_nothing_from_elsewhere()
    {
        (string html, string css, string js) = (Text(PageFiles.Html), Text(PageFiles.Styles), Text(PageFiles.Script));

        Assert.DoesNotMatch("innerHTML|outerHTML|insertAdjacentHTML|document\\.write|DOMParser|srcdoc|createContextualFragment|eval\\(|new Function|setTimeout\\(['\"]|location|history|localStorage|sessionStorage|cookie|console\\.|window\\.open|sendBeacon|WebSocket|XMLHttpRequest", js);
        Assert.DoesNotMatch("https?:|//[a-z]|url\\(|@import", html + css + Regex.Replace(js, "(?m)^ *// .*$", ""));
        Assert.DoesNotMatch("<script(?! src=\"/page\\.js\")|style=|\\son[a-z]+=|<a (?!class=\"skip\")|action=|<img|<iframe|<object|<base", html);
        Assert.Equal(["/state", "/explain", "/token", "/rotate", "/fail", "/recover"], Regex.Matches(js, "'(/[a-z]+)'").Select(match => match.Groups[1].Value).Distinct());
        Assert.Contains("JSON.stringify(value)", js, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_field_of_the_page_has_a_label_and_every_region_a_name()
    {
        string html = Text(PageFiles.Html);
        foreach (Match field in Regex.Matches(html, "<(?:input|textarea)[^>]* id=\"([a-z]+)\""))
        {
            Assert.Contains($"<label for=\"{field.Groups[1].Value}\">", html, StringComparison.Ordinal);
        }

        Assert.Equal(Regex.Count(html, "<section "), Regex.Count(html, "<section [^>]*aria-labelledby=\""));
        Assert.All(Regex.Matches(html, "aria-(?:labelledby|describedby)=\"([a-z-]+)\""), reference => Assert.Contains($"id=\"{reference.Groups[1].Value}\"", html, StringComparison.Ordinal));
        Assert.Contains("<html lang=\"en\">", html, StringComparison.Ordinal);
        Assert.Contains("role=\"status\"", html, StringComparison.Ordinal);
    }

    private static async Task<JsonNode> ExplainAsync(LocalServe serve, string token, Action<JsonObject>? change = null)
    {
        JsonObject request = new()
        {
            ["token"] = token,
            ["issuer"] = serve.Address,
            ["audience"] = "api",
            ["algorithms"] = new JsonArray("ES256"),
            ["keys"] = null,
        };
        change?.Invoke(request);
        (int status, JsonNode json) = await serve.ExplainAsync(request);
        Assert.True(status == 200, json.ToJsonString());
        return json;
    }

    private static void AssertFails(JsonNode report, string step, VerifyError error)
    {
        int failed = Array.IndexOf(Steps, step);
        Assert.Equal((false, error.ToString()), ((bool)report["token"]!["valid"]!, (string?)report["token"]!["error"]));
        Assert.Equal(
            Steps.Select((_, index) => index < failed ? "passed" : index == failed ? "failed" : "open"),
            report["steps"]!.AsArray().Select(one => (string)one!["state"]!));
        Assert.Equal(error.ToString(), (string?)report["steps"]![failed]!["detail"]);
        Assert.Equal(ErrorSentences.Of(error), (string?)report["sentence"]);
    }

    private static string? Claim(JsonNode contents, string name, string member) =>
        (string?)contents["claims"]!.AsArray().Single(claim => (string?)claim!["name"] == name)![member];

    private static string Text(ServerAnswer file) => System.Text.Encoding.UTF8.GetString(file.Body);
}
