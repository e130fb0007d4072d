using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace JwtCore.Hosting;

/// <summary>
/// Answers that may be used again for a short time, by the SHA-256 of their tokens: a dump of this memory has no token in it. Bounded in
/// number; a full memory takes no newcomer, so that nobody drives out others. Ages run on the monotonic clock. Thread-safe.
/// </summary>
/// <param name="lifetime">How long an answer may be used; zero for never.</param>
/// <param name="most">The most answers.</param>
/// <param name="clock">Measures ages.</param>
internal sealed class IntrospectionMemory(TimeSpan lifetime, int most, TimeProvider clock)
{
    private readonly ConcurrentDictionary<(UInt128 High, UInt128 Low), (TokenClaims Claims, long Since)> _answers = new();
    private readonly Lock _sweeping = new();
    private long _swept = clock.GetTimestamp();

    /// <summary>How many there are, expired ones included that were not swept out yet.</summary>
    public int Count => _answers.Count;

    /// <summary>The claims of a token that was active a moment ago and has not reached its <c>exp</c>, or null.</summary>
    public TokenClaims? Find(string token)
    {
        if (lifetime <= TimeSpan.Zero)
        {
            return null;
        }

        // Here too: an endpoint that calls nothing active adds nothing, and what is old must not stay for that.
        Sweep();
        return _answers.TryGetValue(Hash(token), out (TokenClaims Claims, long Since) known) && IsFresh(known.Since) && IsCurrent(known.Claims) ? known.Claims : null;
    }

    /// <summary>Keeps the claims of an active token, if there is room.</summary>
    /// <param name="token">The token.</param>
    /// <param name="claims">What the endpoint answered.</param>
    /// <param name="since">When it was asked, not when it answered.</param>
    public void Add(string token, TokenClaims claims, long since)
    {
        if (lifetime <= TimeSpan.Zero)
        {
            return;
        }

        if (_answers.Count < most && IsCurrent(claims))
        {
            _answers[Hash(token)] = (claims, since);
        }
    }

    private bool IsFresh(long since) => clock.GetElapsedTime(since) < lifetime;

    // RFC 7662 section 4: an answer is not kept beyond exp. The skew is for judging an answer, not for using it again.
    private bool IsCurrent(TokenClaims claims) => claims.ExpiresAt > clock.GetUtcNow();

    // Once per lifetime, so that a full memory costs each newcomer nothing but a look at the clock.
    private void Sweep()
    {
        if (IsFresh(Volatile.Read(ref _swept)) || !_sweeping.TryEnter())
        {
            return;
        }

        try
        {
            Volatile.Write(ref _swept, clock.GetTimestamp());
            foreach (KeyValuePair<(UInt128 High, UInt128 Low), (TokenClaims Claims, long Since)> answer in _answers)
            {
                if (!IsFresh(answer.Value.Since) || !IsCurrent(answer.Value.Claims))
                {
                    _answers.TryRemove(answer);
                }
            }
        }
        finally
        {
            _sweeping.Exit();
        }
    }

    private static (UInt128 High, UInt128 Low) Hash(string token)
    {
        Span<UInt128> hash = stackalloc UInt128[2];
        SHA256.HashData(MemoryMarshal.AsBytes(token.AsSpan()), MemoryMarshal.AsBytes(hash));
        return (hash[0], hash[1]);
    }
}
