namespace JwtCore;

/// <summary>
/// What the function of <see cref="RemoteJwks.FromLoader"/> answers: keys, and whether they are all keys of the issuer or come
/// in addition to those that are held. Immutable.
/// </summary>
public sealed class LoadedKeys
{
    private LoadedKeys(JwkSet? keys, ReadOnlyMemory<byte> text, bool isAddition, TimeSpan? lifetime)
    {
        Keys = keys;
        Text = text;
        IsAddition = isAddition;
        Lifetime = lifetime;
    }

    /// <summary>The keys; null for those in <see cref="Text"/>.</summary>
    internal JwkSet? Keys { get; }

    /// <summary>The keys as a JWK Set, in UTF-8.</summary>
    internal ReadOnlyMemory<byte> Text { get; }

    /// <summary>They come in addition to those that are held.</summary>
    internal bool IsAddition { get; }

    /// <summary>How long they are current, as the function says; null when it does not.</summary>
    internal TimeSpan? Lifetime { get; }

    /// <summary>These are all keys: they replace those that are held. None is a failure, which replaces nothing.</summary>
    /// <param name="keys">The keys. Shared secrets, and keys that were read from a JWK with private members, are skipped.</param>
    /// <param name="lifetime">When to ask again, within <see cref="RemoteJwksOptions.MinLifetime"/> and <see cref="RemoteJwksOptions.MaxLifetime"/>; null for <see cref="RemoteJwksOptions.DefaultLifetime"/>.</param>
    /// <returns>The answer.</returns>
    public static LoadedKeys All(JwkSet keys, TimeSpan? lifetime = null) => Of(keys, isAddition: false, lifetime);

    /// <summary>These are all keys, as a JWK Set (RFC 7517 section 5), which is read as one that came over the network.</summary>
    /// <param name="utf8Json">One JSON object in UTF-8, at most <see cref="RemoteJwksOptions.MaxBytes"/>. Nothing may write to it afterwards.</param>
    /// <param name="lifetime">As above.</param>
    /// <returns>The answer.</returns>
    public static LoadedKeys All(ReadOnlyMemory<byte> utf8Json, TimeSpan? lifetime = null) => new(null, utf8Json, isAddition: false, lifetime);

    /// <summary>
    /// These keys come in addition to those that are held, at most <see cref="RemoteJwksOptions.MaxKeys"/> together; the oldest
    /// goes first. For a provider that gives one key for each key ID. When the function was asked for a key ID, keys with another
    /// one are skipped. An empty set says that there is no such key.
    /// </summary>
    /// <param name="keys">The keys. Shared secrets, and keys that were read from a JWK with private members, are skipped.</param>
    /// <param name="lifetime">When to ask for all held key IDs again; as above.</param>
    /// <returns>The answer.</returns>
    public static LoadedKeys Added(JwkSet keys, TimeSpan? lifetime = null) => Of(keys, isAddition: true, lifetime);

    /// <summary>These keys come in addition, as a JWK Set (RFC 7517 section 5), which is read as one that came over the network.</summary>
    /// <param name="utf8Json">One JSON object in UTF-8, at most <see cref="RemoteJwksOptions.MaxBytes"/>. Nothing may write to it afterwards.</param>
    /// <param name="lifetime">As above.</param>
    /// <returns>The answer.</returns>
    public static LoadedKeys Added(ReadOnlyMemory<byte> utf8Json, TimeSpan? lifetime = null) => new(null, utf8Json, isAddition: true, lifetime);

    private static LoadedKeys Of(JwkSet keys, bool isAddition, TimeSpan? lifetime)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return new LoadedKeys(keys, default, isAddition, lifetime);
    }
}
