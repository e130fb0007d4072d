using JwtCore.Algorithms;
using JwtCore.Text;

namespace JwtCore.Keys;

/// <summary>Finds the key for a token among the keys of a set, in constant time. Immutable.</summary>
internal sealed class KeyIndex
{
    private readonly bool _isOnItsOwn;
    private readonly TextTable _keyIds;
    private readonly Jwk[][][] _byKeyId;
    private readonly Jwk[][] _all;

    /// <param name="keys">The keys, all distinct.</param>
    /// <param name="isOnItsOwn">There is one key, given by itself: without a key id it is a candidate for every token.</param>
    public KeyIndex(IReadOnlyList<Jwk> keys, bool isOnItsOwn)
    {
        _isOnItsOwn = isOnItsOwn && keys[0].KeyId is null;
        IGrouping<string, Jwk>[] groups = [.. keys.Where(key => key.KeyId is not null).GroupBy(key => key.KeyId!, StringComparer.Ordinal)];
        _keyIds = new TextTable(groups.Select(group => group.Key));
        _byKeyId = [.. groups.Select(CandidatesOf)];
        _all = CandidatesOf(keys);
    }

    /// <summary>Chooses by key id (RFC 7515 section 4.1.4), then by what can verify the algorithm.</summary>
    /// <param name="algorithm">The token's algorithm, which the policy allows.</param>
    /// <param name="keyId">The content of the JSON string <c>kid</c>.</param>
    /// <param name="candidates">The one key.</param>
    public VerifyError Find(SignatureAlgorithm algorithm, ReadOnlySpan<byte> keyId, out Jwk[] candidates)
    {
        int index = _keyIds.FindJson(keyId, KeyedHash.OfJson(keyId));
        if (index < 0 && !_isOnItsOwn)
        {
            candidates = [];
            return VerifyError.KeyNotFound;
        }

        candidates = (index < 0 ? _all : _byKeyId[index])[(int)algorithm.Id];
        return candidates.Length switch
        {
            0 => VerifyError.KeyAlgorithmMismatch,
            1 => VerifyError.None,
            _ => VerifyError.KeyAmbiguous,
        };
    }

    /// <summary>Chooses for a token without key id: the keys that can verify its algorithm.</summary>
    /// <param name="algorithm">The token's algorithm, which the policy allows.</param>
    /// <param name="most">How many keys may be tried; 1 unless the policy tolerates more.</param>
    /// <param name="candidates">The keys to try.</param>
    public VerifyError FindWithoutKeyId(SignatureAlgorithm algorithm, int most, out Jwk[] candidates)
    {
        candidates = _all[(int)algorithm.Id];
        return candidates.Length == 0 ? VerifyError.KeyNotFound
            : candidates.Length > most ? VerifyError.KeyAmbiguous
            : VerifyError.None;
    }

    // For each algorithm the keys that can verify it. Entries that differ in nothing that decides a verdict are one
    // candidate: issuers publish one modulus under several values of alg, with and without it.
    private static Jwk[][] CandidatesOf(IEnumerable<Jwk> keys)
    {
        Jwk[][] candidates = new Jwk[(int)AlgorithmTable.All[^1].Id + 1][];
        foreach (SignatureAlgorithm algorithm in AlgorithmTable.All)
        {
            candidates[(int)algorithm.Id] = [.. keys.Where(key => key.Fits(algorithm)).Distinct(Jwk.ByMaterial)];
        }

        return candidates;
    }
}
