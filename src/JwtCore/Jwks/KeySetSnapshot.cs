using System.Net.Http.Headers;

namespace JwtCore.Jwks;

/// <summary>The keys that are held, and where they came from. Immutable; the same <see cref="Keys"/> object means the same keys.</summary>
internal sealed record KeySetSnapshot
{
    /// <summary>The keys that verify.</summary>
    public required JwkSet Keys { get; init; }

    /// <summary>The keys as the last answer had them.</summary>
    public required JwkSet Answer { get; init; }

    /// <summary>Those of the keys that the last answer lacks; null for none.</summary>
    public SparedKeys? Spared { get; init; }

    /// <summary>What the last answer had beside them.</summary>
    public required IReadOnlyList<SkippedKey> Skipped { get; init; }

    /// <summary>The text that they were read from.</summary>
    public required byte[] Body { get; init; }

    /// <summary>Where that text was.</summary>
    public required Uri Address { get; init; }

    /// <summary>Its entity tag there, or null.</summary>
    public required EntityTagHeaderValue? EntityTag { get; init; }

    /// <summary>When the answer that confirmed them was asked for.</summary>
    public required TwoClocks LoadedAt { get; init; }

    /// <summary>When the last answer that had them in its body was asked for: trust counts from there, whatever a 304 says.</summary>
    public required TwoClocks ReadAt { get; init; }

    /// <summary>The source gives keys by their IDs, so that it may hold none and be current.</summary>
    public bool IsByKeyId { get; init; }

    public bool HasKeys => Keys.Keys.Count > 0;

    /// <summary>A set that was read.</summary>
    public static KeySetSnapshot Of(FetchResult result, TwoClocks start) => new()
    {
        Keys = result.Keys!,
        Answer = result.Keys!,
        Skipped = result.Skipped,
        Body = result.Answer.Content,
        Address = result.Address!,
        EntityTag = result.Answer.EntityTag,
        LoadedAt = start,
        ReadAt = start,
        IsByKeyId = result.IsAddition,
    };

    /// <summary>With more keys. Their age is that of the others: nothing was heard of those.</summary>
    /// <param name="added">The keys. Each replaces those with its key ID.</param>
    /// <param name="most">How many keys there may be together; the oldest go first.</param>
    public KeySetSnapshot Add(IReadOnlyList<Jwk> added, int most)
    {
        JwkSet keys = Join(Keys);
        return this with
        {
            Keys = keys,
            Answer = ReferenceEquals(Answer, Keys) ? keys : Join(Answer),
            Spared = Spared is null ? null : Spared with { Without = Join(Spared.Without) },
        };

        JwkSet Join(JwkSet set)
        {
            Jwk[] all = [.. set.Keys.Where(key => !added.Any(one => one.KeyId == key.KeyId)), .. added];
            return added.All(set.Keys.Contains) ? set : new JwkSet(all.Skip(all.Length - most));
        }
    }

    /// <summary>Unchanged, by its entity tag or its bytes. An entity tag means something at its own address alone.</summary>
    public KeySetSnapshot Confirm(FetchResult result, TwoClocks start) => this with
    {
        Address = result.Address!,
        EntityTag = result.Answer.EntityTag ?? (Address == result.Address ? EntityTag : null),
        LoadedAt = start,
        ReadAt = result.Answer.Content.Length > 0 ? start : ReadAt,
    };
}
