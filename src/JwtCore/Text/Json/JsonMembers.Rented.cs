using System.Buffers;
using System.Diagnostics;
using System.Numerics;

namespace JwtCore.Text;

// More members than fit inline: in rented memory, found by their hashes.
internal partial struct JsonMembers
{
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
}
