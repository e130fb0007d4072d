using System.Text;
using JwtCore.Testing;
using JwtCore.Tests.Scenarios;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Jwks.Functions;

/// <summary>A source whose keys a function loads, a verifier with it, and a clock that goes when told.</summary>
internal sealed class LoaderWorld : IDisposable
{
    private readonly List<string?> _calls = [];
    private readonly Random _random = new FixedRandom(1);

    public LoaderWorld(Func<RemoteJwksOptions, RemoteJwksOptions>? change = null, int perMinute = 60)
    {
        RemoteJwksOptions options = new() { TimeProvider = Time, Random = _random };
        Keys = RemoteJwks.FromLoader("alb", CallAsync, change?.Invoke(options) ?? options);
        Verifier = new JwtVerifier(World.Policy(Keys), new JwtVerifierOptions { TimeProvider = Time, KeyRequestsPerMinute = perMinute });
    }

    public ManualTime Time { get; } = new(Tokens.Now);

    public RemoteJwks Keys { get; }

    public JwtVerifier Verifier { get; }

    /// <summary>What the provider has, by key ID.</summary>
    public Dictionary<string, TestKeyPair> Provider { get; } = [];

    /// <summary>The function. By default it gives one key for each key ID.</summary>
    public Func<string?, CancellationToken, Task<LoadedKeys>>? LoadAsync { get; set; }

    /// <summary>What the function was asked for.</summary>
    public string?[] Calls
    {
        get
        {
            lock (_calls)
            {
                return [.. _calls];
            }
        }
    }

    /// <summary>The text of what would be logged about the last attempt.</summary>
    public string LastSentence => Keys.Status.LastAttempts[0].Explain();

    public string?[] KeyIds => [.. Keys.Status.Keys.Select(key => key.KeyId)];

    /// <summary>A pair that the provider has.</summary>
    public TestKeyPair Publish(string keyId) => Provider[keyId] = TestKeyPair.Create(JwtAlgorithm.ES256, keyId);

    public static byte[] TextOf(params TestKeyPair[] pairs) => Encoding.UTF8.GetBytes(Site.SetOf(pairs));

    public Task<JwksAttempt> RefreshAsync() => Keys.RefreshAsync(TestContext.Current.CancellationToken);

    public async Task<VerifyError> VerifyAsync(TestKeyPair pair) =>
        (await Verifier.VerifyAsync(World.Token(pair, Time).AsMemory(), TestContext.Current.CancellationToken)).Error;

    public void Dispose() => Keys.Dispose();

    private Task<LoadedKeys> CallAsync(string? keyId, CancellationToken cancellation)
    {
        lock (_calls)
        {
            _calls.Add(keyId);
        }

        return LoadAsync is not null ? LoadAsync(keyId, cancellation)
            : Task.FromResult(LoadedKeys.Added(keyId is not null && Provider.TryGetValue(keyId, out TestKeyPair? pair) ? pair.ToJwkSet() : new JwkSet()));
    }
}
