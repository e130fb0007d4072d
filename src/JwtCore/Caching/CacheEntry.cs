namespace JwtCore.Caching;

/// <summary>
/// A remembered token, and when what is remembered of it ends. Immutable but for the mark of its use, so that whoever
/// finds it may read it without a lock, also while it is replaced.
/// </summary>
internal abstract class CacheEntry
{
    private readonly byte[] _token;
    private readonly int _signedLength;
    private readonly KeySource _source;
    private readonly long _expiration;
    private bool _isUsed;

    /// <param name="token">The whole token; copied.</param>
    /// <param name="signedLength">How many of its bytes are signed; the signature is behind them.</param>
    /// <param name="source">Where the keys that verified it came from.</param>
    /// <param name="keys">The keys that verified it.</param>
    /// <param name="expiration">When the token expires, in ticks since 1970.</param>
    protected CacheEntry(ReadOnlySpan<byte> token, int signedLength, KeySource source, JwkSet keys, long expiration)
    {
        _token = token.ToArray();
        _signedLength = signedLength;
        _source = source;
        Keys = keys;
        _expiration = expiration;
    }

    /// <summary>The keys that verified the token. The entry is good for as long as its source has these very keys.</summary>
    public JwkSet Keys { get; }

    /// <summary>The bytes that the entry keeps, with everything it refers to alone.</summary>
    public abstract int Size { get; }

    /// <summary>The whole token.</summary>
    public ReadOnlySpan<byte> Token => _token;

    /// <summary>
    /// Whether this is the token, byte for byte: header, payload and signature, since another signature over the same
    /// claims was never verified. The signature is the secret part, and compared in fixed time.
    /// </summary>
    public bool Is(ReadOnlySpan<byte> token) =>
        token.Length == _token.Length
        && token[.._signedLength].SequenceEqual(_token.AsSpan(0, _signedLength))
        && FixedTimeText.AreEqual(token[_signedLength..], _token.AsSpan(_signedLength));

    /// <summary>Whether this is the token of another entry.</summary>
    public bool IsSameToken(CacheEntry other) => Is(other._token);

    /// <summary>The fingerprint of the token.</summary>
    public ulong Fingerprint() => CacheFingerprint.Of(_token);

    /// <summary>Notes that the entry was of use. Written only when not noted yet: all threads share the memory.</summary>
    public void MarkUsed()
    {
        if (!Volatile.Read(ref _isUsed))
        {
            Volatile.Write(ref _isUsed, true);
        }
    }

    /// <summary>Whether the entry was of use since this was asked last.</summary>
    public bool TakeUsed()
    {
        bool isUsed = Volatile.Read(ref _isUsed);
        Volatile.Write(ref _isUsed, false);
        return isUsed;
    }

    /// <summary>Whether the entry can be of no use any more: its token expired, or its source has the newcomer's keys now.</summary>
    public bool IsDead(CacheEntry newcomer, long now) =>
        now >= _expiration || (ReferenceEquals(_source, newcomer._source) && !ReferenceEquals(Keys, newcomer.Keys));
}
