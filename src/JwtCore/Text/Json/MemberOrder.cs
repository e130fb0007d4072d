using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace JwtCore.Text;

/// <summary>
/// The member names of an object that passed the gate, in their order. Issuers write the same members in the same order
/// time after time, and a name that stands where it is expected needs no hashing, no search for its like and no look-up.
/// Immutable.
/// </summary>
internal sealed class MemberOrder
{
    /// <summary>The longest that the names of one order may be together, in bytes: as long as a payload that is held inline.</summary>
    public const int LongestNames = 2_048;

    private readonly ExpectedName[] _names;
    private readonly int[] _located;

    /// <param name="json">A text that passed the gate.</param>
    /// <param name="members">Its members; <see cref="IsPlain"/>.</param>
    /// <param name="table">The names to find among them.</param>
    public MemberOrder(ReadOnlySpan<byte> json, in JsonMembers members, TextTable table)
    {
        Table = table;
        _names = new ExpectedName[members.Count];
        _located = new int[table.Count];
        members.Locate(json, table, _located);
        ReadOnlySpan<JsonMember> all = members.All;
        for (int i = 0; i < all.Length; i++)
        {
            _names[i] = new ExpectedName([(byte)'"', .. all[i].Name(json), .. "\":"u8], all[i].Hash);
        }
    }

    public int Count => _names.Length;

    /// <summary>The names that <see cref="Located"/> is about.</summary>
    public TextTable Table { get; }

    /// <summary>For each name of the table the index of its member, or -1.</summary>
    public ReadOnlySpan<int> Located => _located;

    /// <summary>Whether an order can be made of members: all of one object, inline, short enough, each with its colon right behind a name without escapes.</summary>
    public static bool IsPlain(ReadOnlySpan<byte> json, in JsonMembers members)
    {
        if (members.Count is 0 or > JsonMembers.InlineCapacity)
        {
            return false;
        }

        int length = 0;
        foreach (ref readonly JsonMember member in members.All)
        {
            length += member.NameLength;
            if (member.Owner != 0 || json[member.NameStart + member.NameLength + 1] != ':' || JsonText.IsEscaped(member.Name(json)))
            {
                return false;
            }
        }

        return length <= LongestNames;
    }

    /// <summary>Whether the name at a position, its quote there, is the one expected for a member.</summary>
    /// <param name="json">The text.</param>
    /// <param name="position">Where a member begins.</param>
    /// <param name="index">The number of the member.</param>
    /// <param name="length">The length of name, quotes and colon.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Expects(ReadOnlySpan<byte> json, int position, int index, out int length)
    {
        length = 0;
        if (index >= _names.Length)
        {
            return false;
        }

        ref readonly ExpectedName name = ref _names[index];
        length = name.Length;
        return name.Begins(json, position);
    }

    /// <summary>The hash of a name.</summary>
    public ulong HashOf(int index) => _names[index].Hash;

    /// <summary>Whether members are the expected ones, by their hashes alone.</summary>
    public bool IsLike(in JsonMembers members)
    {
        ReadOnlySpan<JsonMember> all = members.All;
        bool isLike = all.Length == _names.Length;
        for (int i = 0; isLike && i < _names.Length; i++)
        {
            isLike = all[i].Hash == _names[i].Hash;
        }

        return isLike;
    }

    // What stands before a value: the name in quotes, and the colon.
    private readonly struct ExpectedName(byte[] text, ulong hash)
    {
        // Short ones are compared by a single load, under a mask of their length.
        private readonly Vector128<byte> _start = Padded(text);
        private readonly Vector128<byte> _mask = Padded([.. text.Select(_ => byte.MaxValue)]);

        public int Length { get; } = text.Length;

        public ulong Hash => hash;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool Begins(ReadOnlySpan<byte> json, int position) =>
            Length <= Vector128<byte>.Count && json.Length - position >= Vector128<byte>.Count
                ? (Vector128.Create(json.Slice(position, Vector128<byte>.Count)) & _mask) == _start
                : json[position..].StartsWith(text);

        private static Vector128<byte> Padded(ReadOnlySpan<byte> text)
        {
            Span<byte> padded = stackalloc byte[16];
            text[..Math.Min(text.Length, padded.Length)].CopyTo(padded);
            return Vector128.Create(padded);
        }
    }
}
