using System.Text;
using JwtCore.Keys;

namespace JwtCore.Jwks;

/// <summary>What the calls of one attempt brought together, held to the rules for keys that came over the network. Not thread-safe.</summary>
/// <param name="options">Of the source.</param>
internal sealed class FunctionAnswer(RemoteJwksOptions options)
{
    private readonly List<Jwk> _keys = [];
    private readonly List<SkippedKey> _skipped = [];

    /// <summary>The keys.</summary>
    public IReadOnlyList<Jwk> Keys => _keys;

    /// <summary>What cannot verify, or may not.</summary>
    public IReadOnlyList<SkippedKey> Skipped => _skipped;

    /// <summary>Whether there is a key with this ID.</summary>
    public bool Has(string keyId) => _keys.Exists(key => key.KeyId == keyId);

    /// <summary>Takes what one call returned.</summary>
    /// <param name="loaded">What it returned.</param>
    /// <param name="wanted">The key ID that it was asked for, or null.</param>
    /// <returns>Null, or why it is refused.</returns>
    public HttpAnswer? Take(LoadedKeys loaded, string? wanted)
    {
        HttpAnswer? refusal = loaded.Keys is null ? TakeText(loaded.Text.Span) : TakeKeys(loaded.Keys);
        if (refusal is null && loaded.IsAddition && wanted is not null)
        {
            // Asked for by a token that nobody verified: it must not bring about the exchange of another key.
            Skip(key => key.KeyId == wanted ? null : "its kid is not the one that was asked for.");
        }

        return refusal;
    }

    /// <summary>Takes over what another one has.</summary>
    public void Add(FunctionAnswer other)
    {
        _keys.AddRange(other._keys);
        _skipped.AddRange(other._skipped);
    }

    private HttpAnswer? TakeText(ReadOnlySpan<byte> text)
    {
        if (text.Length > options.MaxBytes)
        {
            return TooLong();
        }

        try
        {
            (List<Jwk> keys, List<SkippedKey> skipped) = JwkSetReader.Read(text, publicOnly: true, options.Use, options.MaxKeys);
            _keys.AddRange(keys);
            _skipped.AddRange(skipped);
            return null;
        }
        catch (FormatException refusal)
        {
            // The message has fixed words, and the sentence its own beginning.
            return Refuse(BodyLook.Of(text.ToArray()), refusal.Message[(refusal.Message.IndexOf(": ", StringComparison.Ordinal) + 2)..].TrimEnd('.'));
        }
    }

    private HttpAnswer? TakeKeys(JwkSet set)
    {
        int count = set.Keys.Count + set.Skipped.Count;
        if (count > options.MaxKeys)
        {
            return Refuse(FetchedBody.KeySet, $"it has {count} entries; the most is {options.MaxKeys}");
        }

        _keys.AddRange(set.Keys);
        _skipped.AddRange(set.Skipped);
        Skip(key => key.KeyType == "oct" ? $"{SkippedKey.SharedSecret}, which a loader may not bring."
            : key.PrivateMember is string member ? $"it has the private member {member}, which must never be published."
            : null);
        return Encoding.UTF8.GetByteCount(new JwkSet(_keys).ToJson()) > options.MaxBytes ? TooLong() : null;
    }

    private void Skip(Func<Jwk, string?> refuse)
    {
        _skipped.AddRange(_keys.Select((key, index) => (Index: index, Reason: refuse(key))).Where(key => key.Reason is not null).Select(key => new SkippedKey(key.Index, key.Reason!)));
        _keys.RemoveAll(key => refuse(key) is not null);
    }

    private HttpAnswer TooLong() => new(RefreshOutcome.BodyTooLarge)
    {
        Cause = FetchCause.BodyTooLarge,
        Detail = $"the keys that the function returned are longer than {options.MaxBytes} bytes.",
    };

    private static HttpAnswer Refuse(FetchedBody look, string detail) => new(RefreshOutcome.KeySetMalformed)
    {
        Cause = FetchCause.NotAKeySet,
        Look = look,
        Detail = detail,
    };
}
