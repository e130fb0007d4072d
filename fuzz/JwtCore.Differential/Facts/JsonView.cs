using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace JwtCore.Differential.Facts;

/// <summary>
/// A segment's JSON seen by a lenient reader: all its faults, not the first alone, and its members as far as they can be
/// read. Independent of the core's own gate; slow, for tokens about which libraries disagree.
/// </summary>
internal sealed class JsonView
{
    private const int Deepest = 64;

    private readonly Dictionary<string, JsonElement> _members = new(StringComparer.Ordinal);
    private bool _isWhole;

    public JsonView(byte[] bytes)
    {
        ReadOnlySpan<byte> rest = bytes;
        if (rest.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            Faults |= JsonFaults.ByteOrderMark;
            rest = rest[3..];
        }

        if (!Utf8.IsValid(rest))
        {
            Faults |= JsonFaults.InvalidUtf8;
            rest = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(rest));
        }

        try
        {
            Walk(rest);
        }
        catch (JsonException)
        {
            // The reader's way to say it; what was read before stays.
            Faults |= _isWhole ? JsonFaults.MoreBehind : JsonFaults.Syntax;
        }
    }

    public JsonFaults Faults { get; private set; }

    public IEnumerable<JsonElement> Values => _members.Values;

    /// <summary>The last top-level member of that name.</summary>
    public JsonElement? this[string name] => _members.TryGetValue(name, out JsonElement value) ? value : null;

    public bool Has(string name) => _members.ContainsKey(name);

    /// <summary>The member is there and of another type.</summary>
    public bool HasOther(string name, params JsonValueKind[] kinds) => this[name] is JsonElement value && !kinds.Contains(value.ValueKind);

    private void Walk(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = new(json, new JsonReaderOptions { MaxDepth = 100_000 });
        Stack<HashSet<string>> open = [];
        string name = "";
        while (reader.Read())
        {
            // A container counts itself only in what it contains.
            int depth = reader.CurrentDepth + (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray ? 1 : 0);
            Faults |= depth > Deepest ? JsonFaults.TooDeep : JsonFaults.None;
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    open.Push(new HashSet<string>(StringComparer.Ordinal));
                    break;
                case JsonTokenType.EndObject:
                    open.Pop();
                    _isWhole = open.Count == 0 && reader.CurrentDepth == 0;
                    break;
                case JsonTokenType.PropertyName:
                    name = Text(reader);
                    Faults |= open.Peek().Add(name) ? JsonFaults.None : JsonFaults.DuplicateName;
                    break;
                case JsonTokenType.String:
                    Text(reader);
                    break;
            }

            bool isTop = reader.CurrentDepth == 0 && reader.TokenType != JsonTokenType.EndObject;
            Faults |= isTop && reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.EndArray) ? JsonFaults.NoObject : JsonFaults.None;
            if (reader.CurrentDepth == 1 && reader.TokenType is not (JsonTokenType.PropertyName or JsonTokenType.EndObject or JsonTokenType.EndArray) && open.Count == (reader.TokenType == JsonTokenType.StartObject ? 2 : 1))
            {
                _members[name] = Value(reader);
            }
        }
    }

    private string Text(Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate; the escaped text stands for it.
            Faults |= JsonFaults.LoneSurrogate;
            return Encoding.UTF8.GetString(reader.ValueSpan);
        }
    }

    // A copy of the reader: the walk itself goes on into the value.
    private static JsonElement Value(Utf8JsonReader reader) => JsonElement.ParseValue(ref reader);
}
