using System.Buffers;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace JwtCore.Text;

/// <summary>
/// The members that <see cref="StrictJson"/> met, in order, at all levels. The first <see cref="InlineCapacity"/> stand
/// in the struct itself; more of them move to rented memory, which <see cref="Release"/> gives back. Adding takes
/// constant expected time whatever the names are.
/// </summary>
internal struct JsonMembers
{
    public const int InlineCapacity = 32;

    private InlineMembers _inline;
    private JsonMember[]? _rented;
    private bool _isShared;

    // Open addressing over the rented members: index + 1, zero for an empty slot; a power of two, at most half full.
    private int[]? _slots;
    private int _slotMask;

    // One bit per leading six bits of the hashes: a clear bit proves that a name is new.
    private ulong _filter;

    /// <summary>The number of members at all levels.</summary>
    public int Count { get; private set; }

    /// <summary>Starts anew in memory that may hold anything; the member slots themselves are left as they are.</summary>
    public void Reset()
    {
        _rented = null;
        _isShared = false;
        _slots = null;
        _slotMask = 0;
        _filter = 0;
        Count = 0;
    }

    /// <summary>Gives rented memory back. The inline members stay readable only while <see cref="Count"/> fits them.</summary>
    public void Release()
    {
        if (_rented is not null && !_isShared)
        {
            ArrayPool<JsonMember>.Shared.Return(_rented);
            ArrayPool<int>.Shared.Return(_slots!);
            _rented = null;
            _slots = null;
        }
    }

    /// <summary>Copies the members of the top-level object: all that <see cref="FindTopLevel"/> looks at.</summary>
    public readonly JsonMember[] TopLevel()
    {
        int count = CountTopLevel();
        JsonMember[] copy = new JsonMember[count];
        foreach (ref readonly JsonMember member in (_rented ?? (ReadOnlySpan<JsonMember>)_inline)[..Count])
        {
            if (member.Owner == 0)
            {
                copy[^count--] = member;
            }
        }

        return copy;
    }

    /// <summary>How many members the top-level object has.</summary>
    public readonly int CountTopLevel()
    {
        int count = 0;
        foreach (ref readonly JsonMember member in (_rented ?? (ReadOnlySpan<JsonMember>)_inline)[..Count])
        {
            count += member.Owner == 0 ? 1 : 0;
        }

        return count;
    }

    /// <summary>Shows members that others show, too: they are neither changed nor given back.</summary>
    public void Share(JsonMember[] members)
    {
        _rented = members;
        _isShared = true;
        Count = members.Length;
    }

    /// <summary>The member at an index below <see cref="Count"/>.</summary>
    [UnscopedRef]
    public ref JsonMember this[int index]
    {
        get
        {
            if (_rented is not null)
            {
                return ref _rented[index];
            }

            return ref _inline[index];
        }
    }

    /// <summary>
    /// The value of a top-level member, or nothing. After <see cref="Release"/> it is still found in place while all
    /// members are inline; otherwise the text is read again.
    /// </summary>
    /// <param name="json">The text that the members were found in; it passed the gate.</param>
    /// <param name="name">The unescaped name.</param>
    public readonly ReadOnlySpan<byte> FindTopLevel(ReadOnlySpan<byte> json, scoped ReadOnlySpan<byte> name)
    {
        if (_rented is null && Count > InlineCapacity)
        {
            return FindByReading(json, name);
        }

        ulong hash = NameHash.Of(name);
        foreach (ref readonly JsonMember member in (_rented ?? (ReadOnlySpan<JsonMember>)_inline)[..Count])
        {
            if (member.Hash == hash && member.Owner == 0 && JsonText.TextEquals(member.Name(json), name))
            {
                return member.Value(json);
            }
        }

        return default;
    }

    /// <summary>Adds a member without its value; false when its object already has one of that name.</summary>
    public bool TryAdd(ReadOnlySpan<byte> json, int owner, int nameStart, int nameLength)
    {
        ulong hash = NameHash.WithOwner(NameHash.OfJson(json.Slice(nameStart, nameLength)), owner);
        ulong bit = 1UL << (int)(hash >> 58);
        bool perhapsKnown = (_filter & bit) != 0;
        _filter |= bit;

        if (Count >= InlineCapacity)
        {
            return TryAddRented(json, new JsonMember { Hash = hash, Owner = owner, NameStart = nameStart, NameLength = nameLength });
        }

        ref JsonMember member = ref _inline[Count];
        member.Hash = hash;
        member.Owner = owner;
        member.NameStart = nameStart;
        member.NameLength = nameLength;
        for (int i = 0; perhapsKnown && i < Count; i++)
        {
            if (Same(json, _inline[i], member))
            {
                return false;
            }
        }

        Count++;
        return true;
    }

    private bool TryAddRented(ReadOnlySpan<byte> json, in JsonMember member)
    {
        if (_rented is null || Count == _rented.Length || Count * 2 >= _slots!.Length)
        {
            Grow();
        }

        int slot = unchecked((int)member.Hash) & _slotMask;
        while (_slots![slot] != 0)
        {
            if (Same(json, _rented![_slots[slot] - 1], member))
            {
                return false;
            }

            slot = (slot + 1) & _slotMask;
        }

        _rented![Count++] = member;
        _slots[slot] = Count;
        return true;
    }

    private void Grow()
    {
        JsonMember[] members = ArrayPool<JsonMember>.Shared.Rent(Count * 4);
        if (_rented is null)
        {
            ((ReadOnlySpan<JsonMember>)_inline)[..Count].CopyTo(members);
        }
        else
        {
            _rented.AsSpan(0, Count).CopyTo(members);
        }

        int count = Count;
        Release();

        int slotCount = (int)BitOperations.RoundUpToPowerOf2((uint)members.Length * 2);
        int[] slots = ArrayPool<int>.Shared.Rent(slotCount);
        Debug.Assert(slots.Length >= slotCount, "the pool rents at least what was asked for");
        slots.AsSpan(0, slotCount).Clear();
        _slotMask = slotCount - 1;
        for (int i = 0; i < count; i++)
        {
            int slot = unchecked((int)members[i].Hash) & _slotMask;
            while (slots[slot] != 0)
            {
                slot = (slot + 1) & _slotMask;
            }

            slots[slot] = i + 1;
        }

        _rented = members;
        _slots = slots;
    }

    private static ReadOnlySpan<byte> FindByReading(ReadOnlySpan<byte> json, scoped ReadOnlySpan<byte> name)
    {
        Utf8JsonReader reader = new(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool found = JsonText.TextEquals(reader.ValueSpan, name);
            reader.Read();
            int start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (found)
            {
                return json[start..(int)reader.BytesConsumed];
            }
        }

        return default;
    }

    private static bool Same(ReadOnlySpan<byte> json, in JsonMember left, in JsonMember right) =>
        left.Hash == right.Hash && left.Owner == right.Owner && JsonText.SameText(left.Name(json), right.Name(json));

    [InlineArray(InlineCapacity)]
    private struct InlineMembers
    {
        private JsonMember _element;
    }
}
