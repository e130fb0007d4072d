using JwtCore.Testing;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Scenarios;

/// <summary>One issuer, one endpoint, one source, one verifier, and a clock that goes when told.</summary>
internal sealed class World : IAsyncDisposable
{
    public static readonly TestKeyPair First = TestKeyPair.Create(JwtAlgorithm.ES256, "first");
    public static readonly TestKeyPair Second = TestKeyPair.Create(JwtAlgorithm.ES256, "second");

    private readonly ITransport _transport;

    public World(ITransport transport, Func<RemoteJwksOptions, RemoteJwksOptions>? change = null, TokenCacheOptions? cache = null)
    {
        _transport = transport;
        Time = new ManualTime(Tokens.Now);
        RemoteJwksOptions options = transport.Options(Time);
        Keys = new RemoteJwks(transport.Address, change?.Invoke(options) ?? options);
        Verifier = new JwtVerifier(Policy(Keys), new JwtVerifierOptions { TimeProvider = Time, Cache = cache });
    }

    public ManualTime Time { get; }

    public RemoteJwks Keys { get; }

    public JwtVerifier Verifier { get; }

    public FakeJwksEndpoint Endpoint => _transport.Endpoint;

    /// <summary>A world in one process with these keys published.</summary>
    public static World Direct(params TestKeyPair[] pairs) => new(new DirectTransport(new FakeJwksEndpoint(pairs)));

    public static VerificationPolicy Policy(KeySource keys, Expected? issuer = null) => TestPolicies.With(keys, [JwtAlgorithm.ES256, JwtAlgorithm.RS256], issuer);

    /// <summary>A token of this pair that is valid for sixty days.</summary>
    public string Token(TestKeyPair pair) => Token(pair, Time);

    public static string Token(TestKeyPair pair, TimeProvider time)
    {
        System.Text.Json.Nodes.JsonObject claims = Tokens.Claims();
        claims["exp"] = time.GetUtcNow().ToUnixTimeSeconds() + 60 * 24 * 3600;
        return pair.Sign(claims.ToJsonString());
    }

    public VerifyError Verify(string token)
    {
        Verifier.TryVerify(token, out VerifiedToken verified);
        return verified.Error;
    }

    public async Task<VerifyError> VerifyAsync(string token) =>
        (await Verifier.VerifyAsync(token.AsMemory(), TestContext.Current.CancellationToken)).Error;

    /// <summary>Loads the keys and checks that they came.</summary>
    public async Task LoadAsync() => Assert.True((await Keys.RefreshAsync(TestContext.Current.CancellationToken)).IsSuccess);

    /// <summary>Waits until so many requests came.</summary>
    public async Task ArrivedAsync(int requests)
    {
        while (Endpoint.Requests < requests)
        {
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Lets time pass in steps, each after everything that the one before started has ended.</summary>
    public async Task PassAsync(TimeSpan length, double stepSeconds = 10, Action? afterEachStep = null)
    {
        TimeSpan step = TimeSpan.FromSeconds(stepSeconds);
        for (TimeSpan passed = TimeSpan.Zero; passed < length; passed += step)
        {
            Time.Advance(step < length - passed ? step : length - passed);
            await Keys.Idle;
            afterEachStep?.Invoke();
            await Keys.Idle;
        }
    }

    /// <summary>How long it takes until a token gets this answer, asked every second.</summary>
    public async Task<TimeSpan> UntilAsync(VerifyError expected, string token, TimeSpan atMost)
    {
        for (TimeSpan passed = TimeSpan.Zero; passed <= atMost; passed += TimeSpan.FromSeconds(1))
        {
            if (Verify(token) == expected)
            {
                return passed;
            }

            await Keys.Idle;
            Time.Advance(TimeSpan.FromSeconds(1));
            await Keys.Idle;
        }

        Assert.Fail($"Not {expected} within {atMost}.");
        return default;
    }

    public async ValueTask DisposeAsync()
    {
        Keys.Dispose();
        await _transport.DisposeAsync();
    }
}
