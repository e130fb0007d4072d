using JwtCore.Jwks;

namespace JwtCore.Issuers;

/// <summary>
/// The issuers that are answered without a question for a while: those without a policy, and those whose question failed. In
/// bounded memory of its own, so that it takes no place from known issuers; the oldest entry makes room. Not thread-safe.
/// </summary>
/// <param name="most">The most entries.</param>
internal sealed class RefusedIssuers(int most)
{
    private readonly Dictionary<byte[], LinkedListNode<Entry>> _entries = new(IssuerText.Comparer);
    private readonly LinkedList<Entry> _byAge = [];

    public int Count => _entries.Count;

    /// <summary>The verdict on an issuer that is refused now; null when it is not.</summary>
    public VerifyError? Find(ReadOnlySpan<byte> issuer, TwoClocks now)
    {
        if (!_entries.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(issuer, out LinkedListNode<Entry>? found))
        {
            return null;
        }

        if (found.Value.IsOverAt(now))
        {
            Remove(found.Value.Issuer);
            return null;
        }

        return found.Value.Error;
    }

    /// <summary>Refuses an issuer for a while.</summary>
    public void Add(byte[] issuer, VerifyError error, TwoClocks since, TimeSpan lifetime)
    {
        Remove(issuer);
        if (_entries.Count == most)
        {
            Remove(_byAge.First!.Value.Issuer);
        }

        _entries.Add(issuer, _byAge.AddLast(new Entry(issuer, error, since, lifetime)));
    }

    /// <summary>Refuses an issuer no longer.</summary>
    public void Remove(byte[] issuer)
    {
        if (_entries.Remove(issuer, out LinkedListNode<Entry>? removed))
        {
            _byAge.Remove(removed);
        }
    }

    private sealed record Entry(byte[] Issuer, VerifyError Error, TwoClocks Since, TimeSpan Lifetime)
    {
        public bool IsOverAt(TwoClocks now) => Since.AgeAt(now) >= Lifetime;
    }
}
