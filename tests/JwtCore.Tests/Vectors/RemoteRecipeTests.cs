using System.Net;
using System.Text;
using JwtCore.Tests.Jwks;
using JwtCore.Tests.Scenarios;
using Microsoft.Extensions.Time.Testing;

namespace JwtCore.Tests.Vectors;

/// <summary>The recipes of the acceptance suite about remote keys: its own token, keys and policy. A test's name starts with the record's id.</summary>
public sealed class RemoteRecipeTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeSeconds(AcceptanceFile.Now));
    private readonly Site _site = new();
    private readonly AcceptanceCase _good = AcceptanceFile.Find("P16");
    private readonly RemoteJwks _keys;
    private readonly JwtVerifier _verifier;

    public RemoteRecipeTests()
    {
        _keys = new RemoteJwks("https://issuer.example/keys", new RemoteJwksOptions { TimeProvider = _time, Client = _site.Client, Random = new Random(1) });

        // Its clock stands still, so that no token expires while keys grow old.
        _verifier = new JwtVerifier(_good.Policy(_keys), new JwtVerifierOptions { TimeProvider = new FakeTimeProvider(_time.GetUtcNow()) });
        _site.Answer = _ => Site.Text(Encoding.UTF8.GetString(_good.Keys));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _keys.Dispose();
        _site.Dispose();
    }

    [Fact]
    public async Task R04_A_body_of_50_MB_without_length_is_given_up_at_the_limit()
    {
        Endless body = new(50_000_000);
        _site.Answer = _ => new(HttpStatusCode.OK) { Content = new StreamContent(body) };
        Assert.Equal(VerifyError.KeysUnavailable, await VerifyAsync());
        Assert.Equal(RefreshOutcome.BodyTooLarge, _keys.Status.LastAttempts[0].Outcome);
        Assert.InRange(body.Taken, 256 * 1024, 512 * 1024);
    }

    [Theory, InlineData(256 * 1024, RefreshOutcome.BodyTooLarge), InlineData(8 * 1024 * 1024, RefreshOutcome.KeySetMalformed)]
    public async Task R06_A_set_of_a_hundred_thousand_keys_is_refused_by_its_size_and_by_its_count(int maxBytes, RefreshOutcome expected)
    {
        _site.Answer = _ => Site.Text($$"""{"keys":[{{string.Join(',', Enumerable.Repeat("""{"kty":"EC"}""", 100_000))}}]}""");
        using RemoteJwks keys = new("https://issuer.example/keys", new RemoteJwksOptions { TimeProvider = _time, Client = _site.Client, MaxBytes = maxBytes });
        Assert.Equal(expected, (await keys.RefreshAsync(Cancellation)).Outcome);
        Assert.Equal(JwksState.NotLoaded, keys.Status.State);
    }

    [Theory, InlineData("http://issuer.example/keys"), InlineData("file:///etc/passwd"), InlineData("https://issuer.example/other")]
    public async Task R07_A_redirect_of_the_key_set_is_not_followed(string location)
    {
        _site.Answer = _ =>
        {
            HttpResponseMessage response = new(HttpStatusCode.Found) { Content = new ByteArrayContent(_good.Keys) };
            response.Headers.TryAddWithoutValidation("Location", location);
            return response;
        };
        Assert.Equal(VerifyError.KeysUnavailable, await VerifyAsync());
        Assert.Equal(RefreshOutcome.RedirectRefused, _keys.Status.LastAttempts[0].Outcome);
        Assert.Equal(["https://issuer.example/keys"], _site.Requests);
    }

    [Fact]
    public async Task R08_A_body_that_drips_is_given_up_in_time_and_others_are_served_meanwhile()
    {
        Assert.Equal(VerifyError.None, await VerifyAsync());
        Drip drip = new();
        _site.Answer = _ => new(HttpStatusCode.OK) { Content = new StreamContent(drip) };
        Task<JwksAttempt> attempt = _keys.RefreshAsync(Cancellation);
        await drip.Waits;
        for (int second = 0; second < 10; second++)
        {
            Assert.False(attempt.IsCompleted);
            Task<VerifyError> other = VerifyAsync();
            Assert.True(other.IsCompleted);
            Assert.Equal(VerifyError.None, await other);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(RefreshOutcome.TimedOut, (await attempt).Outcome);
        Assert.Equal(VerifyError.None, await VerifyAsync());
    }

    [Fact]
    public async Task R09_A_hundred_verifications_at_once_without_keys_make_one_request()
    {
        TaskCompletionSource all = new();
        _site.AnswerAsync = async (_, token) =>
        {
            await all.Task.WaitAsync(token);
            return Site.Text(Encoding.UTF8.GetString(_good.Keys));
        };
        Task<VerifyError>[] verifications = [.. Enumerable.Range(0, 100).Select(_ => VerifyAsync())];
        Assert.All(verifications, verification => Assert.False(verification.IsCompleted));
        all.SetResult();
        Assert.All(await Task.WhenAll(verifications), error => Assert.Equal(VerifyError.None, error));
        Assert.Single(_site.Requests);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task R10_A_removed_key_stops_verifying_though_nobody_sends_an_unknown_one(bool isReachable)
    {
        Assert.Equal(VerifyError.None, await VerifyAsync());
        _site.Answer = _ => isReachable ? Site.Keys(World.First) : throw new HttpRequestException("down");
        TimeSpan bound = isReachable ? _keys.Guarantees.UpdateDelay : _keys.Guarantees.RevocationBound;
        for (TimeSpan passed = TimeSpan.Zero; passed < bound; passed += TimeSpan.FromSeconds(10))
        {
            _time.Advance(TimeSpan.FromSeconds(10));
            await _keys.Idle;
        }

        Assert.Equal(isReachable ? VerifyError.KeyNotFound : VerifyError.KeysUnavailable, await VerifyAsync());
    }

    private async Task<VerifyError> VerifyAsync() => (await _verifier.VerifyAsync(_good.Token.AsMemory(), Cancellation)).Error;
}
