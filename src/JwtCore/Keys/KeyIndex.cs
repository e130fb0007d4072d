using JwtCore.Algorithms;
using JwtCore.Text;

namespace JwtCore.Keys;

/// <summary>Finds the one key for a token among the keys of a set, in constant time. Immutable.</summary>
internal sealed class KeyIndex
{
    private readonly bool _isOnItsOwn;
    private readonly Jwk[] _all;
    private readonly TextTable _keyIds;
    private readonly Jwk[][] _byKeyId;
    private readonly Jwk[][] _byAlgorithm;

    /// <param name="keys">The keys, all distinct.</param>
    /// <param name="isOnItsOwn">There is one key, given by itself: without a key id it is a candidate for every token.</param>
    public KeyIndex(IReadOnlyList<Jwk> keys, bool isOnItsOwn)
    {
        _all = [.. keys];
        _isOnItsOwn = isOnItsOwn && _all[0].KeyId is null;
        IGrouping<string, Jwk>[] groups = [.. _all.Where(key => key.KeyId is not null).GroupBy(key => key.KeyId!, StringComparer.Ordinal)];
        _keyIds = new TextTable(groups.Select(group => group.Key));
        _byKeyId = [.. groups.Select(group => group.ToArray())];
        _byAlgorithm = new Jwk[Enum.GetValues<JwtAlgorithm>().Length + 1][];
        foreach (SignatureAlgorithm algorithm in AlgorithmTable.All)
        {
            _byAlgorithm[(int)algorithm.Id] = [.. _all.Where(key => key.Fits(algorithm))];
        }
    }

    /// <summary>Chooses by key id (RFC 7515 section 4.1.4): filter by id, then by type, then the rest must fit.</summary>
    /// <param name="algorithm">The token's algorithm, which the policy allows.</param>
    /// <param name="keyId">The content of the JSON string <c>kid</c>.</param>
    /// <param name="candidates">The one key.</param>
    public VerifyError Find(SignatureAlgorithm algorithm, ReadOnlySpan<byte> keyId, out Jwk[] candidates)
    {
        candidates = [];
        int index = _keyIds.FindJson(keyId, KeyedHash.OfJson(keyId));
        if (index < 0 && !_isOnItsOwn)
        {
            return VerifyError.KeyNotFound;
        }

        Jwk? chosen = null;
        foreach (Jwk key in index < 0 ? _all : _byKeyId[index])
        {
            if (key.KeyType == algorithm.KeyType)
            {
                if (chosen is not null)
                {
                    return VerifyError.KeyAmbiguous;
                }

                chosen = key;
            }
        }

        if (chosen is null || !chosen.Fits(algorithm))
        {
            return VerifyError.KeyAlgorithmMismatch;
        }

        candidates = chosen.Alone;
        return VerifyError.None;
    }

    /// <summary>Chooses for a token without key id: the keys that fit its algorithm.</summary>
    /// <param name="algorithm">The token's algorithm, which the policy allows.</param>
    /// <param name="most">How many keys may be tried; 1 unless the policy tolerates more.</param>
    /// <param name="candidates">The keys to try.</param>
    public VerifyError FindWithoutKeyId(SignatureAlgorithm algorithm, int most, out Jwk[] candidates)
    {
        candidates = _byAlgorithm[(int)algorithm.Id];
        return candidates.Length == 0 ? VerifyError.KeyNotFound
            : candidates.Length > most ? VerifyError.KeyAmbiguous
            : VerifyError.None;
    }
}
