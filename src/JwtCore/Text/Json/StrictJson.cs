using System.Runtime.CompilerServices;
using System.Text.Unicode;

namespace JwtCore.Text;

/// <summary>
/// The one gate for JSON from a token: RFC 8259 in UTF-8, one top-level object and nothing after it, no lone
/// surrogates, bounded depth, no duplicate member names at any level. One pass, linear time, no exceptions; what it
/// leaves behind is a table of members. Once a text has passed, its readers need no error paths.
/// </summary>
internal static class StrictJson
{
    private const int Malformed = -(int)JsonFlaw.Malformed;

    /// <summary>Checks a text whose top level must be an object, and lists its members.</summary>
    /// <param name="json">The whole text.</param>
    /// <param name="maxDepth">The deepest nesting allowed, at most 64; the top-level object is 1.</param>
    /// <param name="members">Filled from empty. The caller releases it, also after a flaw.</param>
    public static JsonFlaw CheckObject(ReadOnlySpan<byte> json, int maxDepth, ref JsonMembers members)
    {
        int start = JsonScanner.SkipSpace(json, 0);
        return JsonScanner.At(json, start) == '{' ? CheckValue(json, maxDepth, ref members) : JsonFlaw.Malformed;
    }

    /// <summary>As <see cref="CheckObject"/>, for a text whose top level may be any value.</summary>
    public static JsonFlaw CheckValue(ReadOnlySpan<byte> json, int maxDepth, ref JsonMembers members)
    {
        if (!Utf8.IsValid(json))
        {
            return JsonFlaw.InvalidUtf8;
        }

        JsonStringEnds stops = new(json);
        int end = SkipValue(json, JsonScanner.SkipSpace(json, 0), maxDepth, ref stops, ref members);
        return end < 0 ? (JsonFlaw)(-end)
            : JsonScanner.SkipSpace(json, end) == json.Length ? JsonFlaw.None
            : JsonFlaw.Malformed;
    }

    /// <summary>Whether a text is one JSON number and nothing else.</summary>
    public static bool IsNumber(ReadOnlySpan<byte> text) =>
        !text.IsEmpty && JsonScanner.SkipNumber(text, 0) == text.Length;

    // RFC 8259 section 3. From its first byte to behind it; depth is how much deeper containers may nest.
    private static int SkipValue(ReadOnlySpan<byte> json, int position, int depth, ref JsonStringEnds stops, ref JsonMembers members) =>
        JsonScanner.At(json, position) switch
        {
            '"' => JsonScanner.SkipString(json, position, ref stops, out _),
            '{' => SkipObject(json, position, depth, ref stops, ref members),
            '[' => SkipArray(json, position, depth, ref stops, ref members),
            't' or 'f' or 'n' => JsonScanner.SkipLiteral(json, position),
            _ => JsonScanner.SkipNumber(json, position),
        };

    // RFC 8259 section 4.
    private static int SkipObject(ReadOnlySpan<byte> json, int position, int depth, ref JsonStringEnds stops, ref JsonMembers members)
    {
        if (depth == 0)
        {
            return -(int)JsonFlaw.TooDeep;
        }

        int owner = members.BeginObject();
        position = JsonScanner.SkipSpace(json, position + 1);
        if (JsonScanner.At(json, position) == '}')
        {
            return position + 1;
        }

        if (owner == 0 && members.Expected is MemberOrder shape && SkipExpected(json, ref position, depth, ref stops, ref members, shape))
        {
            return position;
        }

        while (JsonScanner.At(json, position) == '"')
        {
            int member = members.Count;
            int behindColon = SkipName(json, position, owner, ref stops, ref members);
            if (behindColon < 0)
            {
                return behindColon;
            }

            if (SkipMemberValue(json, ref position, behindColon, depth, ref stops, ref members, member))
            {
                return position;
            }
        }

        return Malformed;
    }

    // The members of the top-level object for as long as they are those expected: true at the end of the object or at a
    // flaw, false when the position is where another member begins.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool SkipExpected(ReadOnlySpan<byte> json, ref int position, int depth, ref JsonStringEnds stops, ref JsonMembers members, MemberOrder shape)
    {
        int next = position;
        int member = 0;
        bool isEnd = false;

        // A value with members of its own puts them among the others, and so ends what is expected.
        while (!isEnd && members.Count == member && shape.Expects(json, next, member, out int length))
        {
            members.AddExpected(shape.HashOf(member), next + 1, length - "\"\":".Length);
            isEnd = SkipMemberValue(json, ref next, next + length, depth, ref stops, ref members, member);
            member++;
        }

        if (isEnd && member == shape.Count && members.Count == member)
        {
            members.Confirm(shape);
        }

        position = next;
        return isEnd;
    }

    // From behind the colon of a member to behind the comma: true at the end of the object or at a flaw.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool SkipMemberValue(ReadOnlySpan<byte> json, ref int position, int behindColon, int depth, ref JsonStringEnds stops, ref JsonMembers members, int member)
    {
        int start = JsonScanner.SkipSpace(json, behindColon);
        int escapedStrings = stops.EscapedStrings;
        int end = JsonScanner.At(json, start) == '"'
            ? JsonScanner.SkipString(json, start, ref stops, out _)
            : SkipValue(json, start, depth - 1, ref stops, ref members);
        if (end < 0)
        {
            position = end;
            return true;
        }

        members.SetValue(member, start, end - start, stops.EscapedStrings != escapedStrings);
        end = JsonScanner.SkipSpace(json, end);
        int next = JsonScanner.At(json, end++);
        position = next switch
        {
            ',' => JsonScanner.SkipSpace(json, end),
            '}' => end,
            _ => Malformed,
        };
        return next != ',';
    }

    // From the opening quote of a member's name to behind the colon.
    private static int SkipName(ReadOnlySpan<byte> json, int position, int owner, ref JsonStringEnds stops, ref JsonMembers members)
    {
        int nameStart = position + 1;
        position = JsonScanner.SkipString(json, position, ref stops, out bool isEscaped);
        if (position < 0)
        {
            return position;
        }

        if (!members.TryAdd(json, owner, nameStart, position - 1 - nameStart, isEscaped))
        {
            return -(int)JsonFlaw.DuplicateName;
        }

        position = JsonScanner.SkipSpace(json, position);
        return JsonScanner.At(json, position) == ':' ? position + 1 : Malformed;
    }

    // RFC 8259 section 5.
    private static int SkipArray(ReadOnlySpan<byte> json, int position, int depth, ref JsonStringEnds stops, ref JsonMembers members)
    {
        if (depth == 0)
        {
            return -(int)JsonFlaw.TooDeep;
        }

        position = JsonScanner.SkipSpace(json, position + 1);
        if (JsonScanner.At(json, position) == ']')
        {
            return position + 1;
        }

        while (true)
        {
            position = SkipValue(json, position, depth - 1, ref stops, ref members);
            if (position < 0)
            {
                return position;
            }

            position = JsonScanner.SkipSpace(json, position);
            int next = JsonScanner.At(json, position++);
            if (next != ',')
            {
                return next == ']' ? position : Malformed;
            }

            position = JsonScanner.SkipSpace(json, position);
        }
    }
}
