using JwtCore.Testing;
using JwtCore.Tests.Jwks;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Issuers;

/// <summary>The remote keys of issuers that come and go.</summary>
public sealed class IssuerKeysTests : IDisposable
{
    private readonly Tenants _tenants = new();
    private readonly Site _site = new();

    public IssuerKeysTests()
    {
        _site.Answer = request => Site.Keys(request.RequestUri!.Host == "a.example.com" ? Tenants.PairA : Tenants.PairB);
        _tenants.Find = (issuer, _) => new(_tenants.Policies.GetValueOrDefault(issuer) is VerificationPolicy policy ? policy with { Keys = Source(issuer) } : null);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _tenants.Dispose();
        _site.Dispose();
    }

    [Fact]
    public async Task Each_issuer_loads_its_own_keys_and_an_unknown_one_loads_nothing()
    {
        Assert.Equal(VerifyError.None, await _tenants.VerifyAsync(Tenants.PairA, Tenants.A));
        Assert.Equal(VerifyError.SignatureInvalid, await _tenants.VerifyAsync(Tenants.PairA, Tenants.B));
        Assert.Equal(VerifyError.None, await _tenants.VerifyAsync(Tenants.PairB, Tenants.B));
        Assert.Equal(VerifyError.IssuerNotTrusted, await _tenants.VerifyAsync(Tenants.PairA, "https://c.example.com"));
        Assert.Equal(["https://a.example.com/keys", "https://b.example.com/keys"], _site.Requests);
    }

    [Fact]
    public async Task A_new_source_for_the_same_keys_changes_nothing()
    {
        await UseAsync();
        KeySource keys = _tenants.Directory.Known.Single().Policy.Keys;
        await _tenants.Directory.RefreshAsync(Tenants.A, Cancellation);
        Assert.Same(keys, _tenants.Directory.Known.Single().Policy.Keys);

        // Nor does another policy with the same keys: those that are loaded stay.
        _tenants.Policies[Tenants.A] = _tenants.Policies[Tenants.A] with { MaxAge = TimeSpan.FromDays(2) };
        await _tenants.Directory.RefreshAsync(Tenants.A, Cancellation);
        Assert.Equal(TimeSpan.FromDays(2), _tenants.Directory.Known.Single().Policy.MaxAge);
        Assert.Same(keys, _tenants.Directory.Known.Single().Policy.Keys);
        await UseAsync();
        Assert.Single(_site.Requests);
    }

    [Fact]
    public async Task Keys_of_a_forgotten_issuer_are_fetched_no_more()
    {
        await UseAsync();
        _tenants.Directory.Forget(Tenants.A);
        _tenants.Time.Advance(TimeSpan.FromHours(12));
        await Task.Delay(20, Cancellation);
        Assert.Single(_site.Requests);
    }

    [Fact]
    public async Task Keys_of_a_known_issuer_are_fetched_ahead()
    {
        await UseAsync();
        _tenants.Time.Advance(TimeSpan.FromMinutes(11));
        RemoteJwks keys = (RemoteJwks)_tenants.Directory.Known.Single().Policy.Keys;
        await keys.Idle;
        Assert.Equal(2, _site.Requests.Length);
    }

    // The application may keep one source for all; what one issuer does not use any more the others do.
    [Fact]
    public async Task A_source_that_several_issuers_share_goes_on_until_the_last_of_them_is_forgotten_and_again_when_one_comes_back()
    {
        using RemoteJwks shared = Source(Tenants.A);
        _tenants.Find = (issuer, _) => new(_tenants.Policies[Tenants.A] with { Issuer = issuer, Keys = shared });
        await UseAsync();
        Assert.Equal(VerifyError.None, await _tenants.VerifyAsync(Tenants.PairA, Tenants.B));
        _tenants.Directory.Forget(Tenants.A);
        _tenants.Time.Advance(TimeSpan.FromMinutes(11));
        await shared.Idle;
        Assert.Equal(2, _site.Requests.Length);

        _tenants.Directory.Forget(Tenants.B);
        _tenants.Time.Advance(TimeSpan.FromHours(1));
        await shared.Idle;
        Assert.Equal(2, _site.Requests.Length);

        // In use again, what is overdue is fetched, and from then on ahead.
        await UseAsync();
        await shared.Idle;
        Assert.Equal(3, _site.Requests.Length);
        _tenants.Time.Advance(TimeSpan.FromMinutes(11));
        await shared.Idle;
        Assert.Equal(4, _site.Requests.Length);
    }

    [Fact]
    public async Task A_source_that_rests_while_it_loads_asks_no_more_after_that()
    {
        TaskCompletionSource<HttpResponseMessage> answer = new();
        _site.AnswerAsync = (_, _) => answer.Task;
        Task<VerifyError> verifying = _tenants.VerifyAsync(Tenants.PairA, Tenants.A);
        RemoteJwks? keys = null;
        while (keys?.Running is null)
        {
            keys = (RemoteJwks?)_tenants.Directory.Known.FirstOrDefault()?.Policy.Keys;
            await Task.Yield();
        }

        _tenants.Policies.Remove(Tenants.A);
        _tenants.Directory.Forget(Tenants.A);
        answer.SetResult(Site.Keys(Tenants.PairA));

        // A token that waited for keys meanwhile is judged by what counts then.
        Assert.Equal(VerifyError.IssuerNotTrusted, await verifying);
        await keys.Idle;
        _tenants.Time.Advance(TimeSpan.FromHours(12));
        await keys.Idle;
        Assert.Single(_site.Requests);
    }

    [Fact]
    public async Task All_issuers_share_one_budget_of_key_requests()
    {
        using IssuerDirectory directory = new(
            (issuer, _) => new(Tenants.Policy(issuer, Tenants.PairA) with { Keys = Source(issuer) }),
            new() { VerifierOptions = new() { TimeProvider = _tenants.Time, KeyRequestsPerMinute = 3 } });
        string[] issuers = [.. Enumerable.Range(0, 10).Select(i => $"https://{i}.example.com")];
        foreach (string issuer in issuers)
        {
            // Its first load is free.
            Assert.Equal(VerifyError.SignatureInvalid, (await directory.VerifyAsync(Tenants.Token(Tenants.PairA, issuer).AsMemory(), Cancellation)).Error);
        }

        _tenants.Time.Advance(TimeSpan.FromMinutes(1));
        int before = _site.Requests.Length;
        TestKeyPair other = Tenants.PairA.With(JwtAlgorithm.ES256, "other");
        foreach (string issuer in issuers)
        {
            Assert.Equal(VerifyError.KeyNotFound, (await directory.VerifyAsync(Tenants.Token(other, issuer).AsMemory(), Cancellation)).Error);
        }

        Assert.Equal(3, _site.Requests.Length - before);
    }

    private async Task UseAsync() => Assert.Equal(VerifyError.None, await _tenants.VerifyAsync(Tenants.PairA, Tenants.A));

    private RemoteJwks Source(string issuer) => new($"{issuer}/keys", new RemoteJwksOptions { TimeProvider = _tenants.Time, Client = _site.Client });
}
