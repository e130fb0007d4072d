using System.Numerics;

namespace JwtCore.Caching;

/// <summary>
/// The fingerprints of tokens that verified once, in fixed memory: the newest takes the place of another. Forgetting one
/// only makes its token wait for another use. Safe for concurrent use.
/// </summary>
internal sealed class SeenTokens
{
    private readonly ulong[] _seen;
    private readonly int _mask;

    /// <param name="count">How many to hold at least.</param>
    public SeenTokens(int count)
    {
        _seen = new ulong[BitOperations.RoundUpToPowerOf2((uint)count)];
        _mask = _seen.Length - 1;
    }

    /// <summary>Whether the token was seen before; it is now.</summary>
    public bool Meet(ulong fingerprint)
    {
        ref ulong seen = ref At(fingerprint);
        if (Volatile.Read(ref seen) == fingerprint)
        {
            return true;
        }

        Volatile.Write(ref seen, fingerprint);
        return false;
    }

    /// <summary>Forgets a token.</summary>
    public void Forget(ulong fingerprint) => Volatile.Write(ref At(fingerprint), 0);

    private ref ulong At(ulong fingerprint) => ref _seen[unchecked((int)fingerprint) & _mask];
}
