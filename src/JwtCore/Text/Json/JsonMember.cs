namespace JwtCore.Text;

/// <summary>One member of a JSON object: where its name stands (between the quotes) and, at the top level, its value.</summary>
internal struct JsonMember
{
    public ulong Hash;
    public int Owner;
    public int NameStart;
    public int NameLength;
    public int ValueStart;
    public int ValueLength;

    /// <summary>Whether the value has an escape anywhere.</summary>
    public bool IsEscaped;

    public readonly ReadOnlySpan<byte> Name(ReadOnlySpan<byte> json) => json.Slice(NameStart, NameLength);

    public readonly ReadOnlySpan<byte> Value(ReadOnlySpan<byte> json) => json.Slice(ValueStart, ValueLength);

    /// <summary>Whether both are members of one object and have the same name, however it is spelt.</summary>
    public readonly bool HasNameOf(in JsonMember other, ReadOnlySpan<byte> json) =>
        Hash == other.Hash && Owner == other.Owner && JsonText.SameText(Name(json), other.Name(json));
}
