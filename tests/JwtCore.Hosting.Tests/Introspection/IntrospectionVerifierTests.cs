using System.Net;
using System.Text;
using JwtCore.Hosting.Tests.Support;
using JwtCore.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace JwtCore.Hosting.Tests;

public class IntrospectionVerifierTests
{
    private const string Unusable = "The introspection endpoint at issuer.example.com gave no usable answer: ";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_active_token_is_accepted_with_what_the_endpoint_says_of_it()
    {
        using Introspecting given = new();
        VerifyResult result = await given.VerifyAsync("2YotnFZFEjr1zCsicMWpAA");

        TokenClaims claims = result.Claims!;
        Assert.Equal((VerifyError.None, Given.Issuer, "ann", "app", null, default), (result.Error, claims.Issuer, claims.Subject, claims.ClientId, claims.KeyId, claims.Algorithm));
        Assert.Equal(["read", "write"], claims.Scopes);
        Assert.Equal([("Basic YXBpOnNlY3JldA==", "token=2YotnFZFEjr1zCsicMWpAA&token_type_hint=access_token")], given.Endpoint.Requests);
    }

    [Fact]
    public async Task Id_and_secret_are_encoded_before_they_are_joined()
    {
        using Introspecting given = new(options => new()
        {
            Endpoint = options.Endpoint,
            Issuer = options.Issuer,
            Audience = options.Audience,
            Client = options.Client,
            AskAboutJwts = true,
            ClientId = "a:b c",
            ClientSecret = "d+e%\u00e9",
        });
        await given.VerifyAsync();

        Assert.Equal("a%3Ab+c:d%2Be%25%C3%A9", Encoding.ASCII.GetString(Convert.FromBase64String(given.Endpoint.Requests.Single().Authorization!["Basic ".Length..])));
    }

    [Theory]
    [InlineData("active", "false", VerifyError.NotVerified)]
    [InlineData("iss", null, VerifyError.IssuerMismatch)]
    [InlineData("iss", "\"https://issuer.example.com/\"", VerifyError.IssuerMismatch)]
    [InlineData("aud", null, VerifyError.AudienceMismatch)]
    [InlineData("aud", "[]", VerifyError.AudienceMismatch)]
    [InlineData("aud", "[\"https://other.example.com\"]", VerifyError.AudienceMismatch)]
    [InlineData("aud", "[\"https://other.example.com\",\"https://api.example.com\"]", VerifyError.None)]
    [InlineData("exp", null, VerifyError.ExpirationMissing)]
    [InlineData("exp", "1767225540", VerifyError.Expired)]
    [InlineData("exp", "1767225541", VerifyError.None)]
    [InlineData("nbf", "1767225661", VerifyError.NotYetValid)]
    [InlineData("iat", "1767225661", VerifyError.IssuedInFuture)]
    [InlineData("cnf", "{}", VerifyError.ProofOfPossessionRequired)]
    [InlineData("token_type", null, VerifyError.TypeMismatch)]
    [InlineData("token_type", "null", VerifyError.TypeMismatch)]
    [InlineData("token_type", "\"bearer\"", VerifyError.None)]
    [InlineData("token_type", "\"DPoP\"", VerifyError.TypeMismatch)]
    [InlineData("token_type", "\"refresh_token\"", VerifyError.TypeMismatch)]
    [InlineData("token_type", "1", VerifyError.TypeMismatch)]
    [InlineData("username", "\"ann\"", VerifyError.None)]
    public async Task An_answer_is_judged_as_a_token_is(string name, string? json, VerifyError expected)
    {
        using Introspecting given = new();
        given.Endpoint.Body = Endpoint.Active((name, json));

        Assert.Equal((expected, null), await given.JudgeAsync());
    }

    [Theory]
    [InlineData(null, VerifyError.None), InlineData("\"Bearer\"", VerifyError.None)]
    [InlineData("\"refresh_token\"", VerifyError.TypeMismatch), InlineData("null", VerifyError.TypeMismatch)]
    public async Task A_missing_type_is_taken_by_a_visible_word_and_another_type_is_not(string? json, VerifyError expected)
    {
        using Introspecting given = new(options => new()
        {
            Endpoint = options.Endpoint,
            Issuer = options.Issuer,
            Audience = options.Audience,
            Client = options.Client,
            TimeProvider = options.TimeProvider,
            AllowMissingTokenType = true,
            AskAboutJwts = true,
        });
        given.Endpoint.Body = Endpoint.Active(("token_type", json));

        Assert.Equal(expected, (await given.VerifyAsync()).Error);
    }

    [Theory]
    [InlineData("{}", "ActiveNotBoolean")]
    [InlineData("{\"active\":\"true\"}", "ActiveNotBoolean")]
    [InlineData("{\"active\":1}", "ActiveNotBoolean")]
    [InlineData("{\"active\":null}", "ActiveNotBoolean")]
    [InlineData("{\"active\":[true]}", "ActiveNotBoolean")]
    [InlineData("{\"ACTIVE\":true}", "ActiveNotBoolean")]
    [InlineData("{\"active\":false,\"active\":true}", "NotClaims")]
    [InlineData("{\"active\":false,\"\\u0061ctive\":true}", "NotClaims")]
    [InlineData("[{\"active\":true}]", "NotClaims")]
    [InlineData("", "NotClaims")]
    [InlineData("<html>", "NotClaims")]
    [InlineData("{\"active\":true} {}", "NotClaims")]
    [InlineData("{\"active\":true,\"exp\":\"1767225900\"}", "NotClaims")]
    [InlineData("{\"active\":true,\"exp\":1767225900000}", "NotClaims")]
    public async Task An_answer_that_says_nothing_is_an_outage(string body, string cause)
    {
        using Introspecting given = new();
        given.Endpoint.Body = body;

        Assert.Equal((VerifyError.KeysUnavailable, $"{Unusable}{cause}, status 200. The requests with opaque tokens get 503."), await given.JudgeAsync());
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest, "StatusRefused, status 400")]
    [InlineData(HttpStatusCode.Unauthorized, "StatusRefused, status 401")]
    [InlineData(HttpStatusCode.InternalServerError, "StatusRefused, status 500")]
    [InlineData(HttpStatusCode.NoContent, "StatusRefused, status 204")]
    [InlineData(HttpStatusCode.Found, "Redirect, status 302")]
    [InlineData(HttpStatusCode.PermanentRedirect, "Redirect, status 308")]
    public async Task A_status_other_than_200_is_an_outage_that_the_log_names(HttpStatusCode status, string cause)
    {
        using Introspecting given = new();
        given.Endpoint.Status = status;

        Assert.Equal((VerifyError.KeysUnavailable, $"{Unusable}{cause}. The requests with opaque tokens get 503."), await given.JudgeAsync());
    }

    [Theory]
    [InlineData("application/json", true), InlineData("Application/JSON; charset=utf-8", true)]
    [InlineData("application/token-introspection+jwt", false), InlineData("application/jwt", false), InlineData("text/html", false), InlineData("", false)]
    public async Task Json_is_the_only_type_that_is_taken(string type, bool isTaken)
    {
        using Introspecting given = new();
        given.Endpoint.ContentType = type;

        Assert.Equal(
            (isTaken ? VerifyError.None : VerifyError.KeysUnavailable, isTaken ? null : $"{Unusable}ContentTypeRefused, status 200. The requests with opaque tokens get 503."),
            await given.JudgeAsync());
    }

    [Theory, InlineData(0, VerifyError.None), InlineData(1, VerifyError.KeysUnavailable)]
    public async Task A_body_above_the_limit_is_an_outage(int more, VerifyError expected)
    {
        using Introspecting given = new(options => Introspecting.Options(options.Client, options.TimeProvider, maxBytes: 500));
        given.Endpoint.Body = Endpoint.Active().PadRight(500 + more);
        (VerifyError error, string? line) = await given.JudgeAsync();

        Assert.Equal(expected, error);
        Assert.Equal(more > 0, line?.Contains("BodyTooLarge", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task An_answer_from_another_address_is_an_outage()
    {
        using Introspecting given = new();
        given.Endpoint.AnsweredFrom = new Uri("https://other.example.com/introspect");

        Assert.Contains("AddressChanged", (await given.JudgeAsync()).Line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_throws_is_an_outage_and_its_text_is_not_logged()
    {
        using Introspecting given = new();
        given.Endpoint.Instead = _ => throw new InvalidOperationException("opaque secret");
        (VerifyError error, string? line) = await given.JudgeAsync();

        Assert.Equal(VerifyError.KeysUnavailable, error);
        Assert.Equal($"{Unusable}ClientFailed. The requests with opaque tokens get 503.", line);
    }

    [Fact]
    public async Task An_endpoint_that_does_not_answer_is_an_outage_after_the_time_limit_whatever_the_client_does()
    {
        using Introspecting given = new();
        given.Endpoint.Instead = _ => new TaskCompletionSource().Task;
        Task<(VerifyError, string?)> judging = given.JudgeAsync();
        given.Time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(judging.IsCompleted);
        given.Time.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Equal((VerifyError.KeysUnavailable, $"{Unusable}TimedOut. The requests with opaque tokens get 503."), await judging);
    }

    [Fact]
    public async Task The_callers_cancellation_is_an_exception_and_ends_the_request()
    {
        using Introspecting given = new();
        using CancellationTokenSource caller = new();
        TaskCompletionSource told = new();
        given.Endpoint.Instead = token =>
        {
            token.Register(told.SetResult);
            return told.Task;
        };
        Task<VerifyResult> verifying = given.Verifier.VerifyAsync("opaque".AsMemory(), caller.Token).AsTask();
        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => verifying);
        await told.Task.WaitAsync(TimeSpan.FromMinutes(1), Cancellation);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await given.Verifier.VerifyAsync("opaque".AsMemory(), caller.Token));
    }

    [Fact]
    public async Task So_many_requests_run_at_once_and_the_others_wait_within_their_time_limit()
    {
        using Introspecting given = new(options => Introspecting.Options(options.Client, options.TimeProvider, atOnce: 2));
        TaskCompletionSource answer = new();
        given.Endpoint.Instead = _ => answer.Task;
        Task<VerifyResult>[] first = [given.VerifyAsync("a"), given.VerifyAsync("b"), given.VerifyAsync("c")];
        Assert.Equal(2, given.Endpoint.Requests.Count);
        given.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.All(await Task.WhenAll(first), result => Assert.Equal(VerifyError.KeysUnavailable, result.Error));

        // The client still has its requests, so no place is free; then it ends them.
        Task<VerifyResult> next = given.VerifyAsync("d");
        Assert.Equal(2, given.Endpoint.Requests.Count);
        given.Endpoint.Instead = null;
        answer.SetResult();
        Assert.Equal(VerifyError.None, (await next).Error);
    }

    [Fact]
    public async Task Nobody_is_asked_about_a_text_that_is_no_token()
    {
        using Introspecting given = new();

        Assert.Equal(VerifyError.None, (await given.VerifyAsync(new string('a', 4_096))).Error);
        Assert.Single(given.Endpoint.Requests);
        Assert.Equal(VerifyError.TokenTooLarge, (await given.VerifyAsync(new string('a', 4_097))).Error);
        foreach (string text in (string[])["", "a b", "a\r\nb", "\u00e4", "a\0", "a\"b", "{}"])
        {
            Assert.Equal(VerifyError.NotVerified, (await given.VerifyAsync(text)).Error);
        }

        Assert.Equal(VerifyError.None, (await given.VerifyAsync("aA0-._~+/=")).Error);
        Assert.Equal(2, given.Endpoint.Requests.Count);
    }

    [Theory]
    [InlineData("a.b.c", false), InlineData("a.b.c.d.e", false), InlineData("..", false), InlineData("....", false)]
    [InlineData("a.b.c.d", false), InlineData("a.b.c.d.e.f", false), InlineData("a", true), InlineData("a.b", true)]
    public async Task The_shape_of_a_token_decides_who_judges_it(string token, bool isAsked)
    {
        JwtVerifier jwts = new(Given.InCode().ToPolicy());
        using Introspecting given = new(jwts: jwts);
        using Introspecting alone = new();

        Assert.Equal(isAsked ? VerifyError.None : (await jwts.VerifyAsync(token.AsMemory(), Cancellation)).Error, (await given.VerifyAsync(token)).Error);
        Assert.Equal(isAsked ? 1 : 0, given.Endpoint.Requests.Count);
        Assert.Equal(VerifyError.None, (await alone.VerifyAsync(token)).Error);
    }

    // What the issuer's keys do not verify, its endpoint is not asked about.
    [Fact]
    public async Task A_JWT_that_is_refused_stays_refused()
    {
        using Introspecting given = new(jwts: new JwtVerifier(Given.InCode().ToPolicy()));
        TestKeyPair forger = TestKeyPair.Create(JwtAlgorithm.RS256);

        string token = forger.CreateToken(new TestToken { Audience = Given.Audience });
        foreach (string text in (string[])[token, $"{token}.", $".{token}", $"{token}...", $"{token}.{token}"])
        {
            Assert.False((await given.VerifyAsync(text)).IsValid);
        }

        Assert.Empty(given.Endpoint.Requests);
    }

    [Fact]
    public async Task Without_a_word_about_it_nothing_is_remembered()
    {
        using Introspecting given = new();
        await given.VerifyAsync();
        await given.VerifyAsync();

        Assert.Equal((2, 0), (given.Endpoint.Requests.Count, given.Verifier.Remembered));
    }

    [Fact]
    public async Task An_answer_is_remembered_so_long_and_no_longer()
    {
        using Introspecting given = Remembering();
        await given.VerifyAsync();
        given.Endpoint.Body = "{\"active\":false}";
        given.Time.Advance(TimeSpan.FromSeconds(30) - TimeSpan.FromTicks(1));
        Assert.Equal((VerifyError.None, "ann"), ((await given.VerifyAsync()).Error, (await given.VerifyAsync()).Claims!.Subject));
        Assert.Equal(VerifyError.NotVerified, (await given.VerifyAsync("another")).Error);
        given.Time.Advance(TimeSpan.FromTicks(1));

        Assert.Equal(VerifyError.NotVerified, (await given.VerifyAsync()).Error);
        Assert.Equal(3, given.Endpoint.Requests.Count);
    }

    [Fact]
    public async Task An_answer_is_not_remembered_beyond_exp()
    {
        using Introspecting given = Remembering();
        given.Endpoint.Body = Endpoint.Active(("exp", "1767225605"));
        Assert.Equal(VerifyError.None, (await given.VerifyAsync()).Error);
        given.Endpoint.Body = "{\"active\":false}";
        given.Time.Advance(TimeSpan.FromSeconds(5) - TimeSpan.FromTicks(1));
        Assert.Equal(VerifyError.None, (await given.VerifyAsync()).Error);
        Assert.Single(given.Endpoint.Requests);
        given.Time.Advance(TimeSpan.FromTicks(1));

        Assert.Equal(VerifyError.NotVerified, (await given.VerifyAsync()).Error);
        Assert.Equal(2, given.Endpoint.Requests.Count);
    }

    // The endpoint may say active within the skew; it says so each time.
    [Theory, InlineData(0, 0), InlineData(1, 1)]
    public async Task An_answer_at_its_exp_is_accepted_and_not_remembered(int left, int remembered)
    {
        using Introspecting given = Remembering();
        given.Endpoint.Body = Endpoint.Active(("exp", $"{Introspecting.Now.ToUnixTimeSeconds() + left}"));

        Assert.Equal(VerifyError.None, (await given.VerifyAsync()).Error);
        Assert.Equal(remembered, given.Verifier.Remembered);
    }

    // The age runs from the question: an endpoint that is slow to answer cannot make it longer.
    [Fact]
    public async Task The_age_of_an_answer_runs_from_the_request()
    {
        using Introspecting given = Remembering();
        TaskCompletionSource answer = new();
        given.Endpoint.Instead = _ => answer.Task;
        Task<VerifyResult> slow = given.VerifyAsync();
        given.Time.Advance(TimeSpan.FromSeconds(4));
        answer.SetResult();
        await slow;
        given.Time.Advance(TimeSpan.FromSeconds(26));
        await given.VerifyAsync();

        Assert.Equal(2, given.Endpoint.Requests.Count);
    }

    [Theory]
    [InlineData("{\"active\":false}", HttpStatusCode.OK), InlineData("{}", HttpStatusCode.OK), InlineData("", HttpStatusCode.InternalServerError)]
    public async Task Only_an_active_token_is_remembered(string body, HttpStatusCode status)
    {
        using Introspecting given = Remembering();
        given.Endpoint.Body = body;
        given.Endpoint.Status = status;
        await given.VerifyAsync();
        given.Endpoint.Body = Endpoint.Active();
        given.Endpoint.Status = HttpStatusCode.OK;

        Assert.Equal(VerifyError.None, (await given.VerifyAsync()).Error);
        Assert.Equal(1, given.Verifier.Remembered);
    }

    [Fact]
    public async Task The_memory_is_bounded_and_a_full_one_drives_nobody_out_until_its_answers_are_old()
    {
        using Introspecting given = Remembering(maxRemembered: 3);
        for (int i = 0; i < 10; i++)
        {
            await given.VerifyAsync($"t{i}");
        }

        Assert.Equal((3, 10), (given.Verifier.Remembered, given.Endpoint.Requests.Count));
        await given.VerifyAsync("t0");
        await given.VerifyAsync("t9");
        Assert.Equal(11, given.Endpoint.Requests.Count);
        given.Time.Advance(TimeSpan.FromSeconds(30));
        await given.VerifyAsync("t9");
        Assert.Equal(1, given.Verifier.Remembered);
    }

    [Fact]
    public async Task Old_answers_go_also_while_no_token_is_active()
    {
        using Introspecting given = Remembering();
        await given.VerifyAsync();
        given.Endpoint.Body = "{\"active\":false}";
        given.Time.Advance(TimeSpan.FromSeconds(30) - TimeSpan.FromTicks(1));
        await given.VerifyAsync("another");
        Assert.Equal(1, given.Verifier.Remembered);
        given.Time.Advance(TimeSpan.FromTicks(1));
        await given.VerifyAsync("another");

        Assert.Equal(0, given.Verifier.Remembered);
    }

    [Fact]
    public async Task A_flood_of_failures_is_one_line_a_minute_for_each_cause_with_the_number_of_the_others()
    {
        using Introspecting given = new();
        given.Endpoint.Status = HttpStatusCode.InternalServerError;
        for (int i = 0; i < 100; i++)
        {
            await given.VerifyAsync();
        }

        Assert.Single(given.Log.Entries);
        given.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal($"{Unusable}StatusRefused, status 500; 99 more like it since the last line. The requests with opaque tokens get 503.", (await given.JudgeAsync()).Line);
        given.Endpoint.Body = "";
        given.Endpoint.Status = HttpStatusCode.OK;
        Assert.Contains("NotClaims", (await given.JudgeAsync()).Line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_of_a_token_or_an_answer_stands_in_the_log()
    {
        using Introspecting given = new();
        given.Endpoint.Body = "{\"active\":\"secret-answer\"}";
        await given.VerifyAsync("secret-token");

        Assert.All(given.Log.Entries, entry => Assert.DoesNotContain("secret", entry.Text, StringComparison.Ordinal));
        Assert.Single(given.Log.Entries);
    }

    [Fact]
    public async Task The_container_makes_it_beside_the_verifier_of_the_settings_in_any_order()
    {
        foreach (bool isFirst in (bool[])[false, true])
        {
            using HttpClient client = new(new Endpoint());
            ServiceCollection services = new();
            services.AddSingleton(Given.Environment()).AddLogging();
            _ = isFirst ? Add(services, client) : services;
            services.AddJwtCoreVerifier(settings =>
            {
                settings.PublicKey = Given.Pair.ToPublicPem();
                settings.Issuer = Given.Issuer;
                settings.Audience = Given.Audience;
            });
            _ = isFirst ? services : Add(services, client);
            await using ServiceProvider provider = services.BuildServiceProvider();

            IntrospectionVerifier both = Assert.IsType<IntrospectionVerifier>(provider.GetRequiredService<ITokenVerifier>());
            Assert.Same(both, provider.GetRequiredService<IntrospectionVerifier>());
            Assert.Same(provider.GetRequiredService<JwtVerifier>(), both.Jwts);
            Assert.True((await both.VerifyAsync(Given.Pair.CreateToken(new TestToken { Audience = Given.Audience }).AsMemory(), Cancellation)).IsValid);
            Assert.Equal(VerifyError.Expired, (await both.VerifyAsync("opaque".AsMemory(), Cancellation)).Error);
        }

        static IServiceCollection Add(IServiceCollection services, HttpClient client) =>
            services.AddJwtCoreIntrospection(_ => Introspecting.Options(client, TimeProvider.System, askAboutJwts: false));
    }

    private static Introspecting Remembering(int maxRemembered = 10_000) =>
        new(options => Introspecting.Options(options.Client, options.TimeProvider, TimeSpan.FromSeconds(30), maxRemembered));
}
