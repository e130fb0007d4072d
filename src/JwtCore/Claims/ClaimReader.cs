using JwtCore.Text;

namespace JwtCore.Claims;

/// <summary>The claims of one payload by their numbers in <see cref="ClaimNames"/>. The payload passed the JSON gate.</summary>
internal readonly ref struct ClaimReader
{
    private readonly ReadOnlySpan<byte> _payload;
    private readonly ReadOnlySpan<JsonMember> _members;
    private readonly ReadOnlySpan<int> _located;

    /// <param name="payload">The payload.</param>
    /// <param name="members">Its members, which must stay while claims are read.</param>
    /// <param name="order">The order in which exactly these members come, or null when none is known.</param>
    /// <param name="table">The names to read.</param>
    /// <param name="located">Memory for one number per name.</param>
    public ClaimReader(ReadOnlySpan<byte> payload, in JsonMembers members, MemberOrder? order, TextTable table, Span<int> located)
    {
        _payload = payload;
        _members = members.All;
        if (order is not null && ReferenceEquals(order.Table, table))
        {
            _located = order.Located;
            return;
        }

        members.Locate(payload, table, located);
        _located = located;
    }

    /// <summary>Whether the payload has the claim, and its JSON value.</summary>
    public bool TryGet(int claim, out ReadOnlySpan<byte> json)
    {
        int index = _located[claim];
        json = index < 0 ? default : _members[index].Value(_payload);
        return index >= 0;
    }

    /// <summary>Where in the payload the content of a string value stands.</summary>
    public int ContentStart(int claim) => _members[_located[claim]].ValueStart + 1;

    /// <summary>Whether a value that is there has an escape anywhere.</summary>
    public bool IsEscaped(int claim) => _members[_located[claim]].IsEscaped;

    public static bool IsString(ReadOnlySpan<byte> json) => json[0] == '"';

    public static bool IsNumber(ReadOnlySpan<byte> json) => json[0] == '-' || char.IsAsciiDigit((char)json[0]);

    /// <summary>The content of a JSON string, between its quotes.</summary>
    public static ReadOnlySpan<byte> Content(ReadOnlySpan<byte> json) => json[1..^1];

    /// <summary>Whether a value is an array of strings, and how many there are.</summary>
    public static bool IsArrayOfStrings(ReadOnlySpan<byte> json, out int count)
    {
        count = 0;
        if (json[0] != '[')
        {
            return false;
        }

        // The array passed the JSON gate, so an element that starts with a quote is a whole string.
        JsonStringEnds stops = new(json);
        int position = JsonScanner.SkipSpace(json, 1);
        while (json[position] == '"')
        {
            count++;
            position = JsonScanner.SkipSpace(json, JsonScanner.SkipString(json, position, ref stops));
            if (json[position] == ',')
            {
                position = JsonScanner.SkipSpace(json, position + 1);
            }
        }

        return json[position] == ']';
    }
}
