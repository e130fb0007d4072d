using System.Text.Json.Nodes;
using JwtCore.Testing;

namespace JwtCore.Cli;

/// <summary>
/// The issuer that <c>serve</c> plays: its keys, which exist in memory alone, its outage and its tokens. Safe for concurrent use.
/// </summary>
/// <param name="address">The issuer, which is the server's own address.</param>
/// <param name="first">The key to sign with, with a key ID.</param>
/// <param name="audience">The audience of tokens that name no other.</param>
/// <param name="clock">The clock of tokens and outages.</param>
internal sealed class LocalIssuer(string address, TestKeyPair first, string audience, TimeProvider clock)
{
    private readonly Lock _lock = new();

    // Both are guarded by the lock.
    private TestKeyPair[] _keys = [first];
    private (long Since, TimeSpan? Length)? _outage;

    public string Address => address;

    public string Audience => audience;

    public JwtAlgorithm Algorithm => first.Algorithm;

    /// <summary>The secret that gets tokens and controls the issuer; another at each start.</summary>
    public ServeSecret Secret { get; } = new();

    /// <summary>The keys of the key set, the one that signs first.</summary>
    public IReadOnlyList<TestKeyPair> Keys
    {
        get
        {
            lock (_lock)
            {
                return _keys;
            }
        }
    }

    /// <summary>Whether an outage lasts: requests for metadata, keys and tokens are answered 503.</summary>
    public bool IsFailing
    {
        get
        {
            lock (_lock)
            {
                return _outage is (long since, var length) && (length is null || clock.GetElapsedTime(since) < length);
            }
        }
    }

    /// <summary>A key with its thumbprint as key ID (RFC 7638), so that no two keys share one.</summary>
    public static TestKeyPair NewKey(JwtAlgorithm algorithm)
    {
        TestKeyPair pair = TestKeyPair.Create(algorithm);
        return pair.With(algorithm, pair.Thumbprint());
    }

    /// <summary>
    /// Signs with a new key from now on. The key before stays in the set, so that its tokens stay valid; one rotation later
    /// it is gone.
    /// </summary>
    /// <returns>The new key's ID.</returns>
    public string Rotate()
    {
        TestKeyPair next = NewKey(Algorithm);
        lock (_lock)
        {
            _keys = [next, _keys[0]];
        }

        return next.KeyId!;
    }

    /// <summary>Begins an outage, in place of one that lasts.</summary>
    /// <param name="length">How long it lasts; null until <see cref="Recover"/>.</param>
    public void Fail(TimeSpan? length)
    {
        lock (_lock)
        {
            _outage = (clock.GetTimestamp(), length);
        }
    }

    public void Recover()
    {
        lock (_lock)
        {
            _outage = null;
        }
    }

    /// <summary>An access token by RFC 9068, signed by the newest key.</summary>
    public string Issue(TokenRequest request) => Keys[0].CreateToken(new TestToken
    {
        Issuer = Address,
        Subject = request.Subject,
        Audience = request.Audience,
        Scopes = request.Scopes,
        Lifetime = TimeSpan.FromSeconds(request.Lifetime),
        Claims = new JsonObject { ["client_id"] = request.ClientId, ["jti"] = Guid.NewGuid().ToString("N") },
        Header = new JsonObject { ["typ"] = "at+jwt" },
        TimeProvider = clock,
    });
}
