using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using JwtCore.Claims;
using JwtCore.Jws;
using JwtCore.Pipeline;
using JwtCore.Text;

namespace JwtCore.Caching;

/// <summary>
/// Remembered tokens in fixed places, found by their fingerprints and then compared in full. A token has eight places, so
/// that finding one and making room for one take constant work whatever tokens somebody picks. Safe for concurrent use:
/// finding takes no lock; entering takes one, and gives way when another thread has it.
/// </summary>
internal sealed class TokenCache
{
    private const int MostWays = 8;

    // 96 bits of the signature: too many to guess, and a hit or miss tells about all of them together or nothing.
    private const int TailLength = 16;

    // One entry may take a fourth of the bytes, so that it cannot drive out all others.
    private const int LargestShare = 4;

    // How many places to look at for bytes to set free, so that entering takes constant work.
    private const int MostSteps = 64;

    private readonly Slot[] _slots;
    private readonly int _ways;
    private readonly int _sets;
    private readonly int _maxBytes;
    private readonly SeenTokens _seen;
    private readonly Lock _entering = new();
    private int _bytes;
    private int _hand;

    /// <param name="maxEntries">The most entries.</param>
    /// <param name="maxBytes">The most bytes they may take together.</param>
    public TokenCache(int maxEntries, int maxBytes)
    {
        _ways = Math.Min(MostWays, maxEntries);
        _sets = maxEntries / _ways;
        _slots = new Slot[_sets * _ways];
        _maxBytes = maxBytes;
        _seen = new SeenTokens(maxEntries);
    }

    /// <summary>How many tokens are remembered now.</summary>
    public int Count => _slots.Count(slot => slot.Entry is not null);

    /// <summary>How many bytes they take together.</summary>
    public int Bytes => Volatile.Read(ref _bytes);

    /// <summary>What is remembered of exactly this token, or null.</summary>
    public RememberedToken? Find(ReadOnlySpan<byte> token)
    {
        ulong fingerprint = Fingerprint(token);
        foreach (ref Slot slot in Set(fingerprint))
        {
            // A place may change between these lines: what counts is what stands in the entry itself.
            if (slot.Fingerprint == fingerprint && Volatile.Read(ref slot.Entry) is RememberedToken entry && entry.Is(token))
            {
                return entry;
            }
        }

        return null;
    }

    /// <summary>
    /// Remembers a token that verified, if it comes for the second time. Before that it allocates nothing.
    /// </summary>
    /// <param name="verification">The verification, which accepted the token.</param>
    /// <param name="wasRemembered">The token was remembered, and its keys were replaced by others that verified it now.</param>
    public void Remember(scoped ref Verification verification, bool wasRemembered)
    {
        ReadOnlySpan<byte> token = verification.Token;
        if ((wasRemembered || IsSecondSight(token)) && MayHold(RememberedToken.SizeOf(token.Length, in verification.Body)))
        {
            RememberCopy(token.ToArray(), verification.Setup, verification.Time);
        }
    }

    /// <summary>
    /// As <see cref="Remember"/>, for a token whose verdict came after its verification, and notes the use of one that is
    /// remembered.
    /// </summary>
    /// <param name="token">The token, which verified as ASCII.</param>
    /// <param name="setup">Of its verifier.</param>
    public void RememberLate(ReadOnlySpan<char> token, VerifierSetup setup)
    {
        byte[] ascii = new byte[token.Length];
        if (Ascii.FromUtf16(token, ascii, out _) != OperationStatus.Done)
        {
            return;
        }

        CallTime time = new(setup.Clock);
        RememberedToken? known = Find(ascii);
        if (known is not null && known.HasItsKeys(ref time))
        {
            known.MarkUsed();
        }
        else if (known is not null || IsSecondSight(ascii))
        {
            RememberCopy(ascii, setup, time);
        }
    }

    // Another thread may write to the caller's memory during the call. What is remembered outlives the call, so it is
    // verified again, from the copy that is remembered.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RememberCopy(byte[] token, VerifierSetup setup, CallTime time)
    {
        if (CompactJws.Split(token, setup.AllowsPadding, out CompactJws jws) != VerifyError.None)
        {
            return;
        }

        Unsafe.SkipInit(out TokenBody body);
        body.Reset();
        try
        {
            Verification again = new(setup, jws, time, ref body);
            if (again.Run() == VerifyError.None)
            {
                Add(new RememberedToken(token, again.SignedLength, again.Policy, again.Choice, again.Key!, in body), time.Now);
            }
        }
        finally
        {
            body.Release();
        }
    }

    /// <summary>Whether a token that just verified did so before, not long ago. Allocates nothing.</summary>
    public bool IsSecondSight(ReadOnlySpan<byte> token) => _seen.Meet(Fingerprint(token));

    /// <summary>Whether an entry of so many bytes may enter at all; to be asked before it is made.</summary>
    public bool MayHold(int size) => size <= _maxBytes / LargestShare;

    /// <summary>
    /// Remembers a token that verified, if there is room for it or something to forget: a dead entry first, otherwise one
    /// that was of no use since room was needed last.
    /// </summary>
    /// <param name="entry">The token.</param>
    /// <param name="now">The time of the call in ticks since 1970.</param>
    public void Add(RememberedToken entry, long now)
    {
        // Who loses a race leaves it to the next use of the token.
        if (!MayHold(entry.Size) || !_entering.TryEnter())
        {
            return;
        }

        try
        {
            ulong fingerprint = Fingerprint(entry.Token);
            Span<Slot> set = Set(fingerprint);
            int place = FindPlace(set, entry, now);
            if (place >= 0 && TryFreeBytes(entry, now))
            {
                set[place].Fingerprint = fingerprint;
                Volatile.Write(ref set[place].Entry, entry);
                _bytes += entry.Size;
                _seen.Forget(fingerprint);
            }
        }
        finally
        {
            _entering.Exit();
        }
    }

    // A hash of the end of the signature under the keys of this process. It proves nothing; the whole token is compared
    // afterwards.
    private static ulong Fingerprint(ReadOnlySpan<byte> token) => KeyedHash.Of(token.Length > TailLength ? token[^TailLength..] : token);

    private Span<Slot> Set(ulong fingerprint)
    {
        // The high half of the product is below the number of sets, and as evenly spread as the fingerprints are.
        int set = (int)Math.BigMul(fingerprint, (ulong)_sets, out _);
        return _slots.AsSpan(set * _ways, _ways);
    }

    // An empty place in the set, or -1.
    private int FindPlace(Span<Slot> set, RememberedToken entry, long now)
    {
        int empty = -1;
        for (int i = 0; i < set.Length; i++)
        {
            if (set[i].Entry is not RememberedToken other)
            {
                empty = i;
            }
            else if (other.Is(entry.Token))
            {
                // Another thread may have entered it just now.
                return ReferenceEquals(other.Keys, entry.Keys) ? -1 : Clear(set, i);
            }
        }

        for (int i = 0; empty < 0 && i < set.Length; i++)
        {
            empty = set[i].Entry!.IsDead(entry, now) ? Clear(set, i) : -1;
        }

        // From another place each time, so that no place is the one that always goes first.
        for (int i = 0; empty < 0 && i < set.Length; i++)
        {
            int at = (i + (_hand & (MostWays - 1))) % set.Length;
            empty = set[at].Entry!.TakeUsed() ? -1 : Clear(set, at);
        }

        _hand = (_hand + 1) % _slots.Length;
        return empty;
    }

    private bool TryFreeBytes(RememberedToken entry, long now)
    {
        for (int i = 0; i < MostSteps && _bytes > _maxBytes - entry.Size; i++)
        {
            if (_slots[_hand].Entry is RememberedToken other && (other.IsDead(entry, now) || !other.TakeUsed()))
            {
                Clear(_slots, _hand);
            }

            _hand = (_hand + 1) % _slots.Length;
        }

        return _bytes <= _maxBytes - entry.Size;
    }

    private int Clear(Span<Slot> slots, int at)
    {
        _bytes -= slots[at].Entry!.Size;
        Volatile.Write(ref slots[at].Entry, null);
        return at;
    }

    private struct Slot
    {
        public ulong Fingerprint;
        public RememberedToken? Entry;
    }
}
