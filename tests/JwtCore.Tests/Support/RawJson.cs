namespace JwtCore.Tests.Support;

/// <summary>A JSON object as raw text, member by member: any spelling, any order, even one name twice.</summary>
internal sealed class RawJson
{
    private readonly List<(string Name, string Json)> _members = [];

    /// <summary>Replaces the member of this name, or appends one.</summary>
    public RawJson Set(string name, string json)
    {
        int index = _members.FindIndex(member => member.Name == name);
        if (index < 0)
        {
            return Add(name, json);
        }

        _members[index] = (name, json);
        return this;
    }

    /// <summary>Appends a member, whether or not there is one of this name.</summary>
    public RawJson Add(string name, string json)
    {
        _members.Add((name, json));
        return this;
    }

    public RawJson Remove(string name)
    {
        _members.RemoveAll(member => member.Name == name);
        return this;
    }

    public override string ToString() => $"{{{string.Join(',', _members.Select(member => $"\"{member.Name}\":{member.Json}"))}}}";

    /// <summary>A JSON string in which every character is an escape.</summary>
    public static string Escaped(string text) => $"\"{string.Concat(text.Select(c => $"\\u{(int)c:x4}"))}\"";
}
