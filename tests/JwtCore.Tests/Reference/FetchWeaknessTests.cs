using System.Net;
using JwtCore.Testing;

namespace JwtCore.Tests.Reference;

/// <summary>W19 to W24: how FastMCP fetches keys. Simulated time.</summary>
public class FetchWeaknessTests
{
    private static readonly TestKeyPair First = ReferenceEndpoint.Named("first");
    private static readonly TestKeyPair Second = ReferenceSetup.OtherPair.With(JwtAlgorithm.RS256, "second");
    private static readonly TestToken Good = ReferenceSetup.Good with { Lifetime = TimeSpan.FromDays(2) };
    private static readonly string Token = First.CreateToken(Good);

    [Fact]
    public async Task W19_Unknown_key_ids_cause_one_request_at_most_and_foreign_tokens_none()
    {
        using ReferenceEndpoint remote = new(First, Second);
        Assert.Equal(VerifyError.None, await remote.VerdictAsync(Token));
        await remote.PassAsync(TimeSpan.FromMinutes(1));
        int before = remote.Endpoint.Requests;

        for (int i = 0; i < 10; i++)
        {
            TestKeyPair unknown = ReferenceEndpoint.Named($"unknown-{i}");
            Assert.Equal(VerifyError.KeyNotFound, await remote.VerdictAsync(unknown.CreateToken(Good with { Issuer = "https://evil.example.com" })));
            Assert.Equal(VerifyError.KeyNotFound, await remote.VerdictAsync(unknown.CreateToken(Good with { Audience = "https://evil.example.com" })));
            Assert.Equal(VerifyError.KeyNotFound, await remote.VerdictAsync(unknown.CreateToken(Good with { Lifetime = TimeSpan.FromHours(-1) })));
            Assert.Equal(VerifyError.KeyAmbiguous, await remote.VerdictAsync(ReferenceSetup.Sign(Good)));
        }

        Assert.Equal(before, remote.Endpoint.Requests);
        for (int i = 0; i < 10; i++)
        {
            Assert.Equal(VerifyError.KeyNotFound, await remote.VerdictAsync(ReferenceEndpoint.Named($"unknown-{i}").CreateToken(Good)));
        }

        Assert.Equal(before + 1, remote.Endpoint.Requests);
    }

    [Fact]
    public async Task W20_Twenty_callers_without_keys_cause_one_request()
    {
        using ReferenceEndpoint remote = new(First);
        using ManualResetEventSlim gate = new();
        remote.Endpoint.Respond(_ =>
        {
            gate.Wait();
            return null;
        });
        JwtVerifier verifier = remote.Strict;

        Task<VerifyResult>[] callers = [.. Enumerable.Range(0, 20).Select(_ => verifier.VerifyAsync(Token.AsMemory(), TestContext.Current.CancellationToken).AsTask())];
        gate.Set();
        Assert.All(await Task.WhenAll(callers), result => Assert.True(result.IsValid));
        Assert.Equal(1, remote.Endpoint.Requests);
    }

    [Fact]
    public async Task W21_While_the_endpoint_is_down_known_keys_work_for_hours_and_requests_are_few()
    {
        using ReferenceEndpoint remote = new(First);
        Assert.Equal(VerifyError.None, await remote.VerdictAsync(Token));
        remote.Endpoint.Fail();
        int before = remote.Endpoint.Requests;

        for (int minute = 0; minute < 180; minute++)
        {
            await remote.PassAsync(TimeSpan.FromMinutes(1));
            Assert.Equal(VerifyError.None, await remote.VerdictAsync(Token));
        }

        Assert.InRange(remote.Endpoint.Requests - before, 10, 180 * remote.Keys.Guarantees.RequestsPerMinute);
        await remote.PassAsync(TimeSpan.FromHours(22));
        Assert.Equal(VerifyError.KeysUnavailable, await remote.VerdictAsync(Token));
    }

    [Theory]
    [InlineData("""{"keys":[]}"""), InlineData("{}"), InlineData("<html>down</html>"), InlineData("")]
    public async Task W22_An_answer_without_a_usable_key_never_costs_keys_that_are_held(string answer)
    {
        using ReferenceEndpoint remote = new(First);
        Assert.Equal(VerifyError.None, await remote.VerdictAsync(Token));
        remote.Endpoint.Respond(answer);
        await remote.PassAsync(TimeSpan.FromMinutes(11));

        Assert.False((await remote.Keys.RefreshAsync(TestContext.Current.CancellationToken)).IsSuccess);
        Assert.Equal(VerifyError.None, await remote.VerdictAsync(Token));
    }

    [Fact]
    public async Task W23_The_lifetime_is_the_answer_s_within_bounds_and_keys_are_fetched_ahead_of_its_end()
    {
        using ReferenceEndpoint remote = new(First);
        remote.Endpoint.MaxAge = TimeSpan.FromMinutes(2);
        Assert.Equal(VerifyError.None, await remote.VerdictAsync(Token));

        await remote.PassAsync(TimeSpan.FromMinutes(2) * 0.8 - TimeSpan.FromSeconds(1));
        Assert.Equal(1, remote.Endpoint.Requests);
        await remote.PassAsync(TimeSpan.FromSeconds(25));
        Assert.Equal(2, remote.Endpoint.Requests);

        remote.Endpoint.MaxAge = TimeSpan.FromDays(30);
        await remote.Keys.RefreshAsync(TestContext.Current.CancellationToken);
        int before = remote.Endpoint.Requests;
        await remote.PassAsync(new RemoteJwksOptions().MaxLifetime);
        Assert.Equal(before + 1, remote.Endpoint.Requests);
    }

    [Theory]
    [InlineData("http://test.example.com/jwks.json"), InlineData("http://127.0.0.1/jwks.json"), InlineData("file:///etc/passwd"), InlineData("ftp://test.example.com/"), InlineData("/jwks.json")]
    public void W24_Keys_come_by_https_alone(string address) => Assert.ThrowsAny<ArgumentException>(() => new RemoteJwks(address));

    [Fact]
    public async Task W24_An_answer_is_bounded_and_a_redirect_is_none()
    {
        using ReferenceEndpoint remote = new();
        remote.Endpoint.Respond($$"""{"keys":[],"x":"{{new string('x', 256 * 1024)}}"}""");
        Assert.Equal(RefreshOutcome.BodyTooLarge, (await remote.Keys.RefreshAsync(TestContext.Current.CancellationToken)).Outcome);

        remote.Endpoint.Respond("", HttpStatusCode.Redirect);
        Assert.Equal(RefreshOutcome.RedirectRefused, (await remote.Keys.RefreshAsync(TestContext.Current.CancellationToken)).Outcome);
        new RemoteJwks("http://127.0.0.1/jwks.json", new RemoteJwksOptions { AllowHttpOnLoopback = true }).Dispose();
    }
}
