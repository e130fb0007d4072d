using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace JwtCore.Text;

/// <summary>
/// The members that <see cref="StrictJson"/> met, in order, at all levels. The first <see cref="InlineCapacity"/> stand
/// in the struct itself; more of them move to <see cref="RentedMembers"/>, which <see cref="Release"/> gives back. Adding takes
/// constant expected time whatever the names are.
/// </summary>
internal struct JsonMembers
{
    public const int InlineCapacity = 32;

    private InlineMembers _inline;
    private RentedMembers _rented;

    // One bit per leading six bits of the hashes: a clear bit proves that a name is new.
    private ulong _filter;

    /// <summary>The number of members at all levels.</summary>
    public int Count { get; private set; }

    // How many objects there are; the ordinal of each tells its members from those of others.
    private int _objects;

    /// <summary>Starts anew in memory that may hold anything; the member slots themselves are left as they are.</summary>
    public void Reset()
    {
        _rented = default;
        _filter = 0;
        _objects = 0;
        Count = 0;
    }

    /// <summary>The ordinal of the next object, the owner of its members; the top-level object is 0.</summary>
    public int BeginObject() => _objects++;

    /// <summary>Says where the value of a member stands, and whether it has an escape anywhere.</summary>
    public void SetValue(int index, int start, int length, bool isEscaped)
    {
        ref JsonMember member = ref this[index];
        member.ValueStart = start;
        member.ValueLength = length;
        member.IsEscaped = isEscaped;
    }

    /// <summary>Copies the members of the top-level object: all that <see cref="FindTopLevel"/> looks at.</summary>
    public readonly JsonMember[] TopLevel()
    {
        int count = CountTopLevel();
        JsonMember[] copy = new JsonMember[count];
        foreach (ref readonly JsonMember member in All)
        {
            if (member.Owner == 0)
            {
                copy[^count--] = member;
            }
        }

        return copy;
    }

    /// <summary>The members in order; nothing is added while they are looked at.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<JsonMember> All => (_rented.Members ?? (ReadOnlySpan<JsonMember>)_inline)[..Count];

    /// <summary>How many members the top-level object has.</summary>
    public readonly int CountTopLevel()
    {
        int count = 0;
        foreach (ref readonly JsonMember member in All)
        {
            count += member.Owner == 0 ? 1 : 0;
        }

        return count;
    }

    /// <summary>Shows members that others show, too: they are neither changed nor given back.</summary>
    public void Share(JsonMember[] members)
    {
        _rented = RentedMembers.Shared(members);
        Count = members.Length;
    }

    /// <summary>The member at an index below <see cref="Count"/>.</summary>
    [UnscopedRef]
    public ref JsonMember this[int index]
    {
        get
        {
            if (_rented.Members is JsonMember[] rented)
            {
                return ref rented[index];
            }

            return ref _inline[index];
        }
    }

    /// <summary>Finds the top-level members that have one of a table's names: for each name the index of its member, or -1.</summary>
    /// <param name="json">The text that the members were found in.</param>
    /// <param name="table">The names.</param>
    /// <param name="located">Memory for one number per name.</param>
    public readonly void Locate(ReadOnlySpan<byte> json, TextTable table, Span<int> located)
    {
        located[..table.Count].Fill(-1);
        ReadOnlySpan<JsonMember> members = All;
        for (int i = 0; i < members.Length; i++)
        {
            ref readonly JsonMember member = ref members[i];
            if (member.Owner == 0)
            {
                int index = table.FindJson(member.Name(json), member.Hash);
                if (index >= 0)
                {
                    located[index] = i;
                }
            }
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
        if (_rented.Members is null && Count > InlineCapacity)
        {
            return FindByReading(json, name);
        }

        ulong hash = KeyedHash.Of(name);
        foreach (ref readonly JsonMember member in All)
        {
            if (member.Hash == hash && member.Owner == 0 && JsonText.TextEquals(member.Name(json), name))
            {
                return member.Value(json);
            }
        }

        return default;
    }

    /// <summary>Adds a member of the top-level object without its value, inline and known to be new.</summary>
    public void AddExpected(ulong hash, int nameStart, int nameLength)
    {
        _filter |= FilterBit(hash);
        Append(hash, 0, nameStart, nameLength);
    }

    /// <summary>Adds a member without its value; false when its object already has one of that name.</summary>
    public bool TryAdd(ReadOnlySpan<byte> json, int owner, int nameStart, int nameLength, bool isEscaped)
    {
        ReadOnlySpan<byte> name = json.Slice(nameStart, nameLength);
        ulong hash = KeyedHash.WithOwner(isEscaped ? KeyedHash.OfEscaped(name) : KeyedHash.Of(name), owner);
        if (Count >= InlineCapacity)
        {
            return TryAddRented(json, new JsonMember { Hash = hash, Owner = owner, NameStart = nameStart, NameLength = nameLength });
        }

        bool perhapsKnown = (_filter & FilterBit(hash)) != 0;
        _filter |= FilterBit(hash);
        Append(hash, owner, nameStart, nameLength);
        return !perhapsKnown || IsNew(json);
    }

    /// <summary>Gives rented memory back. The inline members stay readable only while <see cref="Count"/> fits them.</summary>
    public void Release() => _rented.Release();

    private bool TryAddRented(ReadOnlySpan<byte> json, in JsonMember member)
    {
        bool isNew = _rented.TryAdd(json, member, All);
        Count += isNew ? 1 : 0;
        return isNew;
    }

    private static ulong FilterBit(ulong hash) => 1UL << (int)(hash >> 58);

    private void Append(ulong hash, int owner, int nameStart, int nameLength)
    {
        ref JsonMember member = ref _inline[Count++];
        member.Hash = hash;
        member.Owner = owner;
        member.NameStart = nameStart;
        member.NameLength = nameLength;
    }

    // Whether the last inline member is unlike all before it.
    private bool IsNew(ReadOnlySpan<byte> json)
    {
        ref readonly JsonMember last = ref _inline[Count - 1];
        for (int i = 0; i < Count - 1; i++)
        {
            if (_inline[i].HasNameOf(last, json))
            {
                return false;
            }
        }

        return true;
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

    [InlineArray(InlineCapacity)]
    private struct InlineMembers
    {
        private JsonMember _element;
    }
}
