using System.Collections.Concurrent;

namespace JwtCore.Issuers;

/// <summary>
/// The known issuers, in bounded memory. Seven eighths of the places are for issuers that proved themselves by a token that
/// verified; those never make room for one that did not, whoever names it. Among equals the one that was not used for
/// longest makes room. Reads take no lock; changes are made under that of the register.
/// </summary>
/// <param name="most">The most issuers, at least 8.</param>
internal sealed class KnownIssuers(int most)
{
    private readonly ConcurrentDictionary<byte[], KnownIssuer> _all = new(IssuerText.Comparer);
    private readonly int _mostProven = most - (most / 8);
    private int _count;
    private int _proven;

    /// <summary>All of them, as of about now.</summary>
    public IEnumerable<KnownIssuer> All => _all.Select(entry => entry.Value);

    /// <summary>How many there are.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>The known issuer, or null.</summary>
    public KnownIssuer? Find(ReadOnlySpan<byte> issuer) =>
        _all.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(issuer, out KnownIssuer? known) ? known : null;

    /// <summary>Adds one in the place of the former one.</summary>
    /// <param name="added">The new one, not proven unless the former is.</param>
    /// <param name="former">The one with the same issuer, or null.</param>
    /// <returns>The one that made room, or null.</returns>
    public KnownIssuer? Add(KnownIssuer added, KnownIssuer? former)
    {
        if (former is not null)
        {
            // The issuer stays, so its place stays, too.
            added.IsProven = former.IsProven;
            former.IsDropped = true;
            _all[added.Issuer] = added;
            return null;
        }

        KnownIssuer? evicted = _count == most ? RemoveOldest(isProven: false) : null;
        _all[added.Issuer] = added;
        _count++;
        return evicted;
    }

    /// <summary>Takes note that a token of a known issuer verified.</summary>
    /// <returns>The one that made room among the proven ones, or null.</returns>
    public KnownIssuer? Prove(KnownIssuer known)
    {
        if (known.IsProven || known.IsDropped)
        {
            return null;
        }

        KnownIssuer? evicted = _proven == _mostProven ? RemoveOldest(isProven: true) : null;
        known.IsProven = true;
        _proven++;
        return evicted;
    }

    /// <summary>Removes one that is not dropped yet.</summary>
    public void Remove(KnownIssuer known)
    {
        known.IsDropped = true;
        _all.TryRemove(known.Issuer, out _);
        _count--;
        _proven -= known.IsProven ? 1 : 0;
    }

    private KnownIssuer RemoveOldest(bool isProven)
    {
        KnownIssuer oldest = All.Where(known => known.IsProven == isProven).MinBy(known => known.UsedAt)!;
        Remove(oldest);
        return oldest;
    }
}
