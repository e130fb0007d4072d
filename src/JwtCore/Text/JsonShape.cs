namespace JwtCore.Text;

/// <summary>
/// The member names of an object that passed the gate, in their order. Issuers write the same members in the same order
/// time after time, and a name that stands where it is expected needs no hashing, no search for its like and no look-up.
/// Immutable.
/// </summary>
internal sealed class JsonShape
{
    // What stands before a value: the name in quotes, and the colon.
    private readonly byte[][] _prefixes;
    private readonly ulong[] _hashes;
    private readonly int[] _located;

    /// <param name="json">A text that passed the gate.</param>
    /// <param name="members">Its members; <see cref="IsPlain"/>.</param>
    /// <param name="table">The names to find among them.</param>
    public JsonShape(ReadOnlySpan<byte> json, ref JsonMembers members, NameTable table)
    {
        Table = table;
        _prefixes = new byte[members.Count][];
        _hashes = new ulong[members.Count];
        _located = new int[table.Count];
        table.Locate(json, ref members, _located);
        for (int i = 0; i < members.Count; i++)
        {
            _prefixes[i] = [(byte)'"', .. members[i].Name(json), .. "\":"u8];
            _hashes[i] = members[i].Hash;
        }
    }

    public int Count => _prefixes.Length;

    /// <summary>The names that <see cref="Located"/> is about.</summary>
    public NameTable Table { get; }

    /// <summary>For each name of the table the index of its member, or -1.</summary>
    public ReadOnlySpan<int> Located => _located;

    /// <summary>Whether members are all of one object, inline, and have their colon right behind a name without escapes.</summary>
    public static bool IsPlain(ReadOnlySpan<byte> json, ref JsonMembers members)
    {
        for (int i = 0; i < members.Count; i++)
        {
            ref readonly JsonMember member = ref members[i];
            if (member.Owner != 0 || json[member.NameStart + member.NameLength + 1] != ':' || JsonText.IsEscaped(member.Name(json)))
            {
                return false;
            }
        }

        return members.Count is > 0 and <= JsonMembers.InlineCapacity;
    }

    /// <summary>Whether the name at a position, its quote there, is the one expected for a member.</summary>
    /// <param name="json">The text.</param>
    /// <param name="position">Where a member begins.</param>
    /// <param name="index">The number of the member.</param>
    /// <param name="length">The length of name, quotes and colon.</param>
    /// <param name="hash">The hash of the name.</param>
    public bool Expects(ReadOnlySpan<byte> json, int position, int index, out int length, out ulong hash)
    {
        length = 0;
        hash = 0;
        if (index >= _prefixes.Length || !json[position..].StartsWith(_prefixes[index]))
        {
            return false;
        }

        length = _prefixes[index].Length;
        hash = _hashes[index];
        return true;
    }

    /// <summary>Whether members are the expected ones, by their hashes alone.</summary>
    public bool IsLike(ref JsonMembers members)
    {
        bool isLike = members.Count == _hashes.Length;
        for (int i = 0; isLike && i < _hashes.Length; i++)
        {
            isLike = members[i].Hash == _hashes[i];
        }

        return isLike;
    }
}
