using System.Buffers;
using System.Diagnostics;
using System.Numerics;

namespace JwtCore.Text;

/// <summary>
/// The members of a text that has more of them than <see cref="JsonMembers"/> holds inline: in rented memory, where they are
/// found by their hashes; or in an array that belongs to somebody else, which is neither changed nor given back.
/// </summary>
internal struct RentedMembers
{
    private JsonMember[]? _members;

    // Open addressing: index + 1, zero for an empty slot; a power of two, at most half full. Null for a shared array.
    private int[]? _slots;
    private int _slotMask;

    /// <summary>The memory, or null when nothing is rented or shared.</summary>
    public readonly JsonMember[]? Members => _members;

    /// <summary>Shows an array that belongs to somebody else.</summary>
    public static RentedMembers Shared(JsonMember[] members) => new() { _members = members };

    /// <summary>Adds a member; false when its object already has one of that name.</summary>
    /// <param name="json">The text that the members are from.</param>
    /// <param name="member">The member.</param>
    /// <param name="known">The members so far, wherever they are.</param>
    public bool TryAdd(ReadOnlySpan<byte> json, in JsonMember member, scoped ReadOnlySpan<JsonMember> known)
    {
        if (_members is null || known.Length == _members.Length || known.Length * 2 >= _slots!.Length)
        {
            Grow(known);
        }

        int slot = unchecked((int)member.Hash) & _slotMask;
        while (_slots![slot] != 0)
        {
            if (_members![_slots[slot] - 1].HasNameOf(member, json))
            {
                return false;
            }

            slot = (slot + 1) & _slotMask;
        }

        _members![known.Length] = member;
        _slots[slot] = known.Length + 1;
        return true;
    }

    /// <summary>Gives rented memory back.</summary>
    public void Release()
    {
        if (_slots is not null)
        {
            ArrayPool<JsonMember>.Shared.Return(_members!);
            ArrayPool<int>.Shared.Return(_slots);
            this = default;
        }
    }

    private void Grow(scoped ReadOnlySpan<JsonMember> known)
    {
        JsonMember[] members = ArrayPool<JsonMember>.Shared.Rent(known.Length * 4);
        known.CopyTo(members);
        int count = known.Length;
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

        _members = members;
        _slots = slots;
    }
}
