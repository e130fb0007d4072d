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
    public static JsonFlaw CheckObject(ReadOnlySpan<byte> json, int maxDepth, ref JsonMembers members) =>
        CheckObject(json, maxDepth, null, ref members, out _);

    /// <summary>As above, quicker for an object whose members come in the expected order; the outcome is the same.</summary>
    /// <param name="json">The whole text.</param>
    /// <param name="maxDepth">The deepest nesting allowed, at most 64; the top-level object is 1.</param>
    /// <param name="expected">The order in which the members probably come, or null.</param>
    /// <param name="members">Filled from empty. The caller releases it, also after a flaw.</param>
    /// <param name="cameAsExpected">True when the members are exactly the expected ones, in their order.</param>
    public static JsonFlaw CheckObject(ReadOnlySpan<byte> json, int maxDepth, MemberOrder? expected, ref JsonMembers members, out bool cameAsExpected)
    {
        cameAsExpected = false;
        int start = JsonScanner.SkipSpace(json, 0);
        if (JsonScanner.At(json, start) != '{')
        {
            return JsonFlaw.Malformed;
        }

        if (!Utf8.IsValid(json))
        {
            return JsonFlaw.InvalidUtf8;
        }

        JsonStringEnds stops = new(json);
        int end = expected is null
            ? SkipObject(json, start, maxDepth, ref stops, ref members)
            : SkipExpectedObject(json, start, maxDepth, expected, ref stops, ref members, out cameAsExpected);
        return FlawAt(json, end);
    }

    /// <summary>Checks a text whose top level may be any value, and lists the members of all objects in it.</summary>
    /// <param name="json">The whole text.</param>
    /// <param name="maxDepth">The deepest nesting allowed, at most 64; a top-level object or array is 1.</param>
    /// <param name="members">Filled from empty. The caller releases it, also after a flaw.</param>
    public static JsonFlaw CheckValue(ReadOnlySpan<byte> json, int maxDepth, ref JsonMembers members)
    {
        if (!Utf8.IsValid(json))
        {
            return JsonFlaw.InvalidUtf8;
        }

        JsonStringEnds stops = new(json);
        return FlawAt(json, SkipValue(json, JsonScanner.SkipSpace(json, 0), maxDepth, ref stops, ref members));
    }

    /// <summary>Whether a text is one JSON number and nothing else.</summary>
    public static bool IsNumber(ReadOnlySpan<byte> text) =>
        !text.IsEmpty && JsonScanner.SkipNumber(text, 0) == text.Length;

    // A negative end is a flaw; behind a whole value there is nothing but space.
    private static JsonFlaw FlawAt(ReadOnlySpan<byte> json, int end) => end < 0 ? (JsonFlaw)(-end)
        : JsonScanner.SkipSpace(json, end) == json.Length ? JsonFlaw.None
        : JsonFlaw.Malformed;

    // RFC 8259 section 3. From its first byte to behind it; depth is how much deeper containers may nest.
    private static int SkipValue(ReadOnlySpan<byte> json, int position, int depth, ref JsonStringEnds stops, ref JsonMembers members) =>
        JsonScanner.At(json, position) switch
        {
            '"' => JsonScanner.SkipString(json, position, ref stops),
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
        return JsonScanner.At(json, position) == '}' ? position + 1 : SkipMembers(json, position, owner, depth, ref stops, ref members);
    }

    // The top-level object: first the members that come as expected, then the others.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int SkipExpectedObject(
        ReadOnlySpan<byte> json, int position, int depth, MemberOrder expected, ref JsonStringEnds stops, ref JsonMembers members, out bool cameAsExpected)
    {
        int owner = members.BeginObject();
        position = JsonScanner.SkipSpace(json, position + 1);
        cameAsExpected = false;
        if (JsonScanner.At(json, position) == '}')
        {
            return position + 1;
        }

        int member = 0;
        bool isEnd = false;

        // A nested object adds its members to the list; from there on positions no longer match the expected order.
        while (!isEnd && members.Count == member && expected.Expects(json, position, member, out int length))
        {
            members.AddExpected(expected.HashOf(member), position + 1, length - "\"\":".Length);
            isEnd = SkipMemberValue(json, ref position, position + length, depth, ref stops, ref members, member);
            member++;
        }

        cameAsExpected = isEnd && member == expected.Count && members.Count == member;
        return isEnd ? position : SkipMembers(json, position, owner, depth, ref stops, ref members);
    }

    // From the first of the members that are left to behind the end of their object. Not inlined: in a larger method the
    // JIT's budget for inlining ends before the small methods that this loop calls.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int SkipMembers(ReadOnlySpan<byte> json, int position, int owner, int depth, ref JsonStringEnds stops, ref JsonMembers members)
    {
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

    // From behind the colon of a member to behind the comma: true at the end of the object or at a flaw.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool SkipMemberValue(ReadOnlySpan<byte> json, ref int position, int behindColon, int depth, ref JsonStringEnds stops, ref JsonMembers members, int member)
    {
        int start = JsonScanner.SkipSpace(json, behindColon);
        int escapedStrings = stops.EscapedStrings;
        int end = JsonScanner.At(json, start) == '"'
            ? JsonScanner.SkipString(json, start, ref stops)
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
        int escapedStrings = stops.EscapedStrings;
        position = JsonScanner.SkipString(json, position, ref stops);
        if (position < 0)
        {
            return position;
        }

        if (!members.TryAdd(json, owner, nameStart, position - 1 - nameStart, stops.EscapedStrings != escapedStrings))
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
