using System.Text.Json.Nodes;
using JwtCore.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace JwtCore.AspNetCore.Tests;

/// <summary>Tokens in the query, for clients that can send no header: on the paths that allow it, and in one place only.</summary>
public class QueryTokenTests
{
    [Theory]
    [InlineData("/hubs", 200)]
    [InlineData("/hubs/", 200)]
    [InlineData("/hubs/chat", 200)]
    [InlineData("/HUBS/chat", 200)]
    [InlineData("/%68ubs/chat", 200)]
    [InlineData("/hubs/../hubs/chat", 200)]
    [InlineData("/hubsx", 401)]
    [InlineData("/hubsx/chat", 401)]
    [InlineData("/hub", 401)]
    [InlineData("/", 401)]
    [InlineData("/api/hubs", 401)]
    [InlineData("/hubs/../api", 401)]
    [InlineData("/hubs/%2e%2e/api", 401)]
    [InlineData("/hubs%2fchat", 401)]
    public async Task A_token_in_the_query_counts_on_whole_segments_of_a_path(string path, int status)
    {
        await using Api api = await Start();

        Assert.StartsWith($"HTTP/1.1 {status} ", await api.SendRawAsync($"{path}?access_token={Api.Token()}", []), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200 ", await api.SendRawAsync(path, [$"Authorization: Bearer {Api.Token()}"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_option_the_query_is_not_looked_at()
    {
        await using Api api = await Start([]);

        Assert.Equal("Bearer", (await api.GetAsync(path: "/hubs?access_token=" + Api.Token())).Challenge);
        Assert.Equal(200, (await api.GetAsync(Api.Token(), "/hubs?access_token=" + Api.Token())).Status);
    }

    [Fact]
    public async Task A_bad_token_in_the_query_is_refused_like_one_in_the_header()
    {
        await using Api api = await Start();

        Assert.Equal("Bearer error=\"invalid_token\", error_description=\"The token is not a signed JWT.\"", (await api.GetAsync(path: "/hubs?access_token=x")).Challenge);
        Assert.Contains("expired", (await api.GetAsync(path: "/hubs?access_token=" + Given.Pair.CreateToken(Api.Good with { Lifetime = TimeSpan.FromHours(-1) }))).Challenge, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?access_token={0}", "Bearer {0}")]
    [InlineData("?access_token={0}&access_token={0}", null)]
    [InlineData("?access_token={0}&access_token=", null)]
    [InlineData("?access_token={0}&ACCESS_TOKEN={0}", null)]
    [InlineData("?access_token=x", "Bearer {0}")]
    [InlineData("?access_token={0}", "Bearer x")]
    [InlineData("?access_token={0}", "bearer")]
    public async Task Two_tokens_are_an_invalid_request_whatever_they_are(string query, string? header)
    {
        await using Api api = await Start();
        Answer answer = await api.SendAsync(header is null ? null : Fill(header), "/hubs" + Fill(query));

        Assert.Equal((400, "Bearer error=\"invalid_request\", error_description=\"The request has several tokens.\""), (answer.Status, answer.Challenge));
    }

    // On another path the query is nobody's business.
    [Fact]
    public async Task On_another_path_a_token_in_the_query_is_no_second_one()
    {
        await using Api api = await Start();

        Assert.Equal(200, (await api.GetAsync(Api.Token(), "/api?access_token=" + Api.Token())).Status);
    }

    [Theory]
    [InlineData("?access_token=", "Bearer {0}", 200)]
    [InlineData("?access_token", "Bearer {0}", 200)]
    [InlineData("?access_token=", null, 401)]
    [InlineData("?access_token={0}", "Basic YTpi", 200)]
    [InlineData("?token={0}", null, 401)]
    public async Task An_empty_parameter_and_a_header_of_another_scheme_are_no_token(string query, string? header, int status)
    {
        await using Api api = await Start();

        Assert.Equal(status, (await api.SendAsync(header is null ? null : Fill(header), "/hubs" + Fill(query))).Status);
    }

    [Fact]
    public async Task Two_headers_stay_an_invalid_request()
    {
        await using Api api = await Start();
        string header = $"Authorization: Bearer {Api.Token()}";

        Assert.Contains("The request has several Authorization headers.", await api.SendRawAsync("/hubs?access_token=" + Api.Token(), [header, header]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"jkt":"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"}""")]
    [InlineData("""{"x5t#S256":"bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2"}""")]
    [InlineData("{}")]
    public async Task A_bound_token_is_refused_in_the_query_even_where_the_policy_tolerates_it(string confirmation)
    {
        await using Api api = await Api.StartAsync(
            options =>
            {
                options.Policies.Add(new()
                {
                    Issuer = Given.Issuer,
                    Audience = Given.Audience,
                    Algorithms = [JwtAlgorithm.RS256],
                    Keys = Given.Pair.ToJwkSet(),
                    Tolerate = Tolerance.UnprovenPossession,
                });
                options.QueryTokenPaths.Add("/hubs");
            },
            Map);
        string token = Given.Pair.CreateToken(Api.Good with { Claims = new() { ["cnf"] = JsonNode.Parse(confirmation) } });

        // More than once: it is a remembered token by then.
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(200, (await api.GetAsync(token, "/hubs")).Status);
            Answer answer = await api.GetAsync(path: "/hubs?access_token=" + token);
            Assert.Equal((401, "Bearer error=\"invalid_token\", error_description=\"The token is bound to a key and came without proof.\""), (answer.Status, answer.Challenge));
        }

        Assert.Contains(api.Log.Entries, entry => entry.Text == "The scheme Bearer refused a request: ProofOfPossessionRequired, claim cnf.");
    }

    // RFC 6750 section 2.3.
    [Fact]
    public async Task The_answer_to_a_token_in_the_query_is_private()
    {
        await using Api api = await Start();

        Assert.Contains("Cache-Control: private", (await api.GetAsync(path: "/hubs?access_token=" + Api.Token())).Headers, StringComparison.Ordinal);
        Assert.DoesNotContain("Cache-Control", (await api.GetAsync(Api.Token(), "/hubs")).Headers, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_that_takes_the_token_itself_has_the_last_word()
    {
        await using Api api = await Api.StartAsync(
            options =>
            {
                options.Policies.Add(Api.Policy());
                options.QueryTokenPaths.Add("/hubs");
                options.Events.OnMessageReceived = context =>
                {
                    context.Token = context.Request.Cookies["token"];
                    return Task.CompletedTask;
                };
            },
            Map);

        Assert.StartsWith("HTTP/1.1 401 ", await api.SendRawAsync("/hubs?access_token=" + Api.Token(), ["Cookie: token=x"]), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200 ", await api.SendRawAsync("/hubs?access_token=" + Api.Token(), []), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_line_of_this_package_has_the_token()
    {
        await using Api api = await Start();
        string token = Api.Token();
        await api.GetAsync(path: "/hubs?access_token=" + token);
        await api.GetAsync(path: "/hubs?access_token=" + token + "x");
        await api.GetAsync(token, "/hubs?access_token=" + token);

        // ASP.NET Core's own lines about a request do, in categories that the page says to raise.
        Assert.Contains(api.Log.Entries, entry => entry.Event == "TokenRejected");
        Assert.All(
            api.Log.Entries.Where(entry => entry.Text.Contains(token, StringComparison.Ordinal)),
            entry => Assert.Contains("Request ", entry.Text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("hubs")]
    [InlineData("/")]
    [InlineData("/hubs/")]
    [InlineData("/hubs//chat")]
    [InlineData("/hubs/../api")]
    [InlineData("/./hubs")]
    [InlineData("/hubs/*")]
    [InlineData("/hubs/{name}")]
    [InlineData("/hubs?x")]
    [InlineData("/hubs#x")]
    [InlineData("/hubs%2Fchat")]
    [InlineData("/hubs ")]
    [InlineData("\\hubs")]
    [InlineData("https://example.com/hubs")]
    public async Task Nonsense_stops_the_host_and_is_named(string path)
    {
        OptionsValidationException refused = await Assert.ThrowsAsync<OptionsValidationException>(() => Start(["/ok", path]));

        Assert.StartsWith($"JwtCoreOptions of the scheme Bearer: QueryTokenPaths has \"{path}\". Give paths such as /hubs", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_null_stops_the_host() =>
        Assert.Contains("QueryTokenPaths has a null.", (await Assert.ThrowsAsync<OptionsValidationException>(() => Start([null!]))).Message, StringComparison.Ordinal);

    private static Task<Api> Start(params string[]? paths) => Api.StartAsync(
        options =>
        {
            options.Policies.Add(Api.Policy());
            foreach (string path in paths ?? ["/other", "/hubs"])
            {
                options.QueryTokenPaths.Add(path);
            }
        },
        Map);

    private static Task<Api> Start() => Start(null);

    private static void Map(WebApplication app) => app.MapGet("/{**path}", () => "").RequireAuthorization();

    private static string Fill(string text) => text.Replace("{0}", Api.Token(), StringComparison.Ordinal);
}
