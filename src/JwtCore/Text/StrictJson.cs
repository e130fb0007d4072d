using System.Text.Unicode;

namespace JwtCore.Text;

/// <summary>
/// The one gate for JSON from a token: RFC 8259 in UTF-8, one top-level object and nothing after it, no lone
/// surrogates, bounded depth, no duplicate member names at any level. One pass, linear time, no exceptions; what it
/// leaves behind is a table of members. Once a text has passed, its readers need no error paths.
/// </summary>
internal static class StrictJson
{
    /// <summary>Checks a text whose top level must be an object, and lists its members.</summary>
    /// <param name="json">The whole text.</param>
    /// <param name="maxDepth">The deepest nesting allowed, at most 64; the top-level object is 1.</param>
    /// <param name="members">Filled from empty. The caller releases it, also after a flaw.</param>
    public static JsonFlaw CheckObject(ReadOnlySpan<byte> json, int maxDepth, ref JsonMembers members)
    {
        int start = JsonScanner.SkipSpace(json, 0);
        return start < json.Length && json[start] == '{' ? CheckValue(json, maxDepth, ref members) : JsonFlaw.Malformed;
    }

    /// <summary>As <see cref="CheckObject"/>, for a text whose top level may be any value.</summary>
    public static JsonFlaw CheckValue(ReadOnlySpan<byte> json, int maxDepth, ref JsonMembers members)
    {
        const int array = -1;

        if (!Utf8.IsValid(json))
        {
            return JsonFlaw.InvalidUtf8;
        }

        // For each open container: the ordinal of the object, or that it is an array.
        Span<int> owners = stackalloc int[Limits.DeepestJson];
        int depth = 0;
        int objects = 0;
        int openMember = 0;
        int valueStart = 0;
        int position = JsonScanner.SkipSpace(json, 0);

        // The labels are the grammar's own places: before a value, before a member name, after a value.
    Value:
        if (position == json.Length)
        {
            return JsonFlaw.Malformed;
        }

        byte first = json[position];
        if (first is (byte)'{' or (byte)'[')
        {
            if (depth == maxDepth)
            {
                return JsonFlaw.TooDeep;
            }

            bool isObject = first == '{';
            owners[depth++] = isObject ? objects++ : array;
            position = JsonScanner.SkipSpace(json, position + 1);
            if (position == json.Length || json[position] != (isObject ? '}' : ']'))
            {
                if (isObject)
                {
                    goto Name;
                }

                goto Value;
            }

            position++;
            depth--;
        }
        else
        {
            position = first == '"' ? JsonScanner.SkipString(json, position)
                : first is (byte)'t' or (byte)'f' or (byte)'n' ? JsonScanner.SkipLiteral(json, position)
                : JsonScanner.SkipNumber(json, position);
            if (position < 0)
            {
                return (JsonFlaw)(-position);
            }
        }

    AfterValue:
        if (depth == 0)
        {
            return JsonScanner.SkipSpace(json, position) == json.Length ? JsonFlaw.None : JsonFlaw.Malformed;
        }

        int owner = owners[depth - 1];
        if (depth == 1 && owner == 0)
        {
            ref JsonMember member = ref members[openMember];
            member.ValueStart = valueStart;
            member.ValueLength = position - valueStart;
        }

        position = JsonScanner.SkipSpace(json, position);
        if (position == json.Length)
        {
            return JsonFlaw.Malformed;
        }

        byte next = json[position];
        if (next == ',')
        {
            position = JsonScanner.SkipSpace(json, position + 1);
            if (owner == array)
            {
                goto Value;
            }

            goto Name;
        }

        if (next == (owner == array ? ']' : '}'))
        {
            position++;
            depth--;
            goto AfterValue;
        }

        return JsonFlaw.Malformed;

    Name:
        if (position == json.Length || json[position] != '"')
        {
            return JsonFlaw.Malformed;
        }

        int nameStart = position + 1;
        position = JsonScanner.SkipString(json, position);
        if (position < 0)
        {
            return (JsonFlaw)(-position);
        }

        if (!members.TryAdd(json, owners[depth - 1], nameStart, position - 1 - nameStart))
        {
            return JsonFlaw.DuplicateName;
        }

        position = JsonScanner.SkipSpace(json, position);
        if (position == json.Length || json[position] != ':')
        {
            return JsonFlaw.Malformed;
        }

        position = JsonScanner.SkipSpace(json, position + 1);
        if (depth == 1)
        {
            openMember = members.Count - 1;
            valueStart = position;
        }

        goto Value;
    }

    /// <summary>Whether a text is one JSON number and nothing else.</summary>
    public static bool IsNumber(ReadOnlySpan<byte> text) =>
        !text.IsEmpty && JsonScanner.SkipNumber(text, 0) == text.Length;
}
