using System.Diagnostics;
using System.Text;
using JwtCore.Testing;

namespace JwtCore.LongRuns;

/// <summary>
/// An issuer whose keys change every few seconds, over HTTP on the loopback address, and the tokens of the moment. A key is
/// published a rotation before it signs and removed a rotation after, so that every verdict is certain: a good token of the
/// mix is good whoever judges it when, and one of a removed key is not.
/// </summary>
internal sealed class Rotation : IAsyncDisposable
{
    private const string SecretIssuer = "https://secret.example.com";
    private const string Audience = "https://api.example.com";
    private const int TokensOfAKind = 64;
    private const int Steps = 20;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(250);

    private readonly FakeJwksServer _server;
    private readonly RemoteJwks _keys;
    private readonly TestKeyPair _secret = TestKeyPair.Create(JwtAlgorithm.HS256, "secret");
    private readonly JwtVerifier _ofRemote;
    private readonly JwtVerifier _ofSecret;
    private readonly JwtVerifier _cached;
    private readonly Random _random = new(1);
    private int _generation;
    private TestKeyPair[] _previous;
    private TestKeyPair[] _signing;
    private TestKeyPair[] _coming;
    private SoakToken[] _ofPrevious = [];
    private SoakToken[] _mix = [];
    private int _longestWait;

    public Rotation()
    {
        _previous = MakePairs();
        _signing = MakePairs();
        _coming = MakePairs();
        _server = new FakeJwksServer([.. _previous, .. _signing, .. _coming]);
        _server.Endpoint.MaxAge = TimeSpan.FromSeconds(1);
        TimeSpan seconds = TimeSpan.FromSeconds(2);
        _keys = new RemoteJwks(_server.Endpoint.JwksUri, new RemoteJwksOptions
        {
            AllowHttpOnLoopback = true,
            MinLifetime = TimeSpan.FromSeconds(1),
            DefaultLifetime = TimeSpan.FromSeconds(1),
            MaxLifetime = TimeSpan.FromSeconds(1),
            Cooldown = seconds,
            CooldownWithoutKeys = TimeSpan.FromSeconds(1),
            MaxBackoff = seconds,
            RequestTimeout = seconds,
        });
        VerificationPolicy remote = new()
        {
            Issuer = new TestToken().Issuer!,
            Audience = Audience,
            Algorithms = [JwtAlgorithm.RS256, JwtAlgorithm.ES256],
            Keys = _keys,
        };
        VerificationPolicy secret = new()
        {
            Issuer = SecretIssuer,
            Audience = Audience,
            Algorithms = [JwtAlgorithm.HS256],
            Keys = _secret.ToJwkSet(),
        };
        _ofRemote = new JwtVerifier(remote);
        _ofSecret = new JwtVerifier(secret);

        // Smaller than what an hour brings, so that tokens are forgotten too.
        _cached = new JwtVerifier([remote, secret], new JwtVerifierOptions { Cache = new TokenCacheOptions { MaxEntries = 1024, MaxBytes = 2 << 20 } });
    }

    /// <summary>The tokens of the moment.</summary>
    public SoakToken[] Mix => Volatile.Read(ref _mix);

    public int Rotations => Volatile.Read(ref _generation) - 3;

    public int Fetches => _server.Endpoint.Requests;

    /// <summary>The longest time from the publication of a key to the first time it could verify, since this was asked last, in milliseconds.</summary>
    public int TakeLongestWait() => Interlocked.Exchange(ref _longestWait, 0);

    /// <summary>Loads the first keys and makes the first mix.</summary>
    public async Task StartAsync()
    {
        await _keys.RefreshAsync();
        Volatile.Write(ref _mix, MakeMix([]));
    }

    /// <summary>Rotates until told to stop. Counts steps, not time, so that a process that was stopped for a while goes on where it was.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            string unknown = Unknown(_signing[0]);
            for (int i = 0; i < Steps && !stop.IsCancellationRequested; i++)
            {
                await Task.Delay(Step, CancellationToken.None);
                VerifyResult result = await _ofRemote.VerifyAsync(unknown.AsMemory(), CancellationToken.None);
                Require(result.Error == VerifyError.KeyNotFound, $"an unknown key, awaited: {result.Error}");
            }

            TestKeyPair[] next = MakePairs();
            _server.Endpoint.Publish([.. _signing, .. _coming, .. next]);
            await WaitForAsync(next[0].KeyId!, _previous[0].KeyId!);
            SoakToken[] retired = _ofPrevious;
            _ofPrevious = [.. Mix.Where(token => token.Load is Load.RS256 or Load.ES256).Take(32)];
            (_previous, _signing, _coming) = (_signing, _coming, next);
            Volatile.Write(ref _mix, MakeMix(retired));
        }
    }

    public async ValueTask DisposeAsync()
    {
        _keys.Dispose();
        await _server.DisposeAsync();
    }

    private static void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw new InvalidOperationException(what);
        }
    }

    private TestKeyPair[] MakePairs()
    {
        int generation = Interlocked.Increment(ref _generation);
        return [TestKeyPair.Create(JwtAlgorithm.RS256, $"rsa-{generation}"), TestKeyPair.Create(JwtAlgorithm.ES256, $"ec-{generation}")];
    }

    private async Task WaitForAsync(string present, string absent)
    {
        long start = Stopwatch.GetTimestamp();
        while (_keys.Status.Keys is var keys && !(keys.Any(key => key.KeyId == present) && keys.All(key => key.KeyId != absent)))
        {
            await Task.Delay(10);
        }

        _longestWait = Math.Max(_longestWait, (int)Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }

    private SoakToken[] MakeMix(SoakToken[] retired)
    {
        List<SoakToken> mix = [];
        AddGood(mix, Load.RS256, _ofRemote, _signing[0], Good());
        AddGood(mix, Load.ES256, _ofRemote, _signing[1], Good());
        AddGood(mix, Load.HS256, _ofSecret, _secret, Good() with { Issuer = SecretIssuer });
        foreach (TestKeyPair pair in _signing)
        {
            AddBad(mix, _ofRemote, pair);
            AddBad(mix, _cached, pair);
        }

        mix.AddRange(BadTokens.For(_secret, Good() with { Issuer = SecretIssuer })
            .Select(bad => new SoakToken(Load.Refused, _ofSecret, Encoding.UTF8.GetBytes(bad.Token), bad.Expected, bad.Name)));
        foreach (SoakToken token in retired)
        {
            mix.Add(token with { Load = Load.Refused, Expected = VerifyError.KeyNotFound, Name = "a removed key" });
            mix.Add(token with { Load = Load.Refused, Verifier = _cached, Expected = VerifyError.KeyNotFound, Name = "a removed key, remembered before" });
        }

        SoakToken[] shuffled = [.. mix];
        _random.Shuffle(shuffled);
        return shuffled;
    }

    // Each good token goes to a verifier that remembers nothing, and three times to one that remembers.
    private void AddGood(List<SoakToken> mix, Load load, JwtVerifier verifier, TestKeyPair pair, TestToken good)
    {
        for (int i = 0; i < TokensOfAKind; i++)
        {
            byte[] token = Encoding.UTF8.GetBytes(pair.CreateToken(good with { Subject = $"user-{i}" }));
            mix.Add(new SoakToken(load, verifier, token, VerifyError.None, "good"));
            mix.AddRange(Enumerable.Repeat(new SoakToken(Load.Cached, _cached, token, VerifyError.None, "good, remembered"), 3));
        }
    }

    private static void AddBad(List<SoakToken> mix, JwtVerifier verifier, TestKeyPair pair)
    {
        string good = pair.CreateToken(Good());
        int signature = good.LastIndexOf('.') + 1;
        for (int i = 0; i < 8; i++)
        {
            string changed = $"{good[..(signature + i)]}{(good[signature + i] == 'A' ? 'B' : 'A')}{good[(signature + i + 1)..]}";
            Add($"signature changed at {i}", changed, VerifyError.SignatureInvalid);
            Add("an unknown key", Unknown(pair), VerifyError.KeyNotFound);
        }

        Add("expired", pair.CreateToken(Good() with { Lifetime = TimeSpan.FromHours(-1) }), VerifyError.Expired);
        Add("another audience", pair.CreateToken(Good() with { Audience = "https://other.example.com" }), VerifyError.AudienceMismatch);
        Add("one segment", good[..signature].Replace(".", "", StringComparison.Ordinal), VerifyError.NotCompactJws);

        void Add(string name, string token, VerifyError expected) => mix.Add(new SoakToken(Load.Refused, verifier, Encoding.UTF8.GetBytes(token), expected, name));
    }

    private static string Unknown(TestKeyPair pair) => pair.CreateToken(Good() with { Header = new() { ["kid"] = "unknown" } });

    private static TestToken Good() => new() { Audience = Audience, Scopes = ["read", "write"] };
}
