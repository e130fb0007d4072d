using System.Buffers;
using System.Text.Unicode;

namespace JwtCore.Text;

/// <summary>Why a text is not strict JSON.</summary>
internal enum JsonFlaw
{
    None = 0,
    InvalidUtf8,
    Malformed,
    LoneSurrogate,
    TooDeep,
    DuplicateName,
}

/// <summary>
/// The one gate for JSON from a token: RFC 8259 in UTF-8, one top-level object and nothing after it, no lone
/// surrogates, bounded depth, no duplicate member names at any level. One pass, linear time, no exceptions; what it
/// leaves behind is a table of members. Once a text has passed, its readers need no error paths.
/// </summary>
internal static class StrictJson
{
    // What ends a run of plain characters in a string: quote, backslash, control characters (RFC 8259 section 7).
    private static readonly SearchValues<byte> StringStops = SearchValues.Create(
        "\"\\\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u0009\u000A\u000B\u000C\u000D\u000E\u000F"u8 +
        "\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001A\u001B\u001C\u001D\u001E\u001F"u8);

    /// <summary>Checks a text whose top level must be an object, and lists its members.</summary>
    /// <param name="json">The whole text.</param>
    /// <param name="maxDepth">The deepest nesting allowed, at most 64; the top-level object is 1.</param>
    /// <param name="members">Filled from empty. The caller releases it, also after a flaw.</param>
    public static JsonFlaw CheckObject(ReadOnlySpan<byte> json, int maxDepth, ref JsonMembers members)
    {
        int start = SkipSpace(json, 0);
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
        int position = SkipSpace(json, 0);

        // The labels are the grammar's own places: before a value, before a member name, after a value.
    Value:
        if (position == json.Length)
        {
            return JsonFlaw.Malformed;
        }

        byte first = json[position];
        if (first == '"')
        {
            JsonFlaw flaw = SkipString(json, ref position);
            if (flaw != JsonFlaw.None)
            {
                return flaw;
            }
        }
        else if (first is (byte)'{' or (byte)'[')
        {
            if (depth == maxDepth)
            {
                return JsonFlaw.TooDeep;
            }

            bool isObject = first == '{';
            owners[depth++] = isObject ? objects++ : array;
            position = SkipSpace(json, position + 1);
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
        else if (!(first is (byte)'t' or (byte)'f' or (byte)'n' ? SkipLiteral(json, ref position) : SkipNumber(json, ref position)))
        {
            return JsonFlaw.Malformed;
        }

    AfterValue:
        if (depth == 0)
        {
            return SkipSpace(json, position) == json.Length ? JsonFlaw.None : JsonFlaw.Malformed;
        }

        int owner = owners[depth - 1];
        if (depth == 1 && owner == 0)
        {
            ref JsonMember member = ref members[openMember];
            member.ValueLength = position - member.ValueStart;
        }

        position = SkipSpace(json, position);
        if (position == json.Length)
        {
            return JsonFlaw.Malformed;
        }

        byte next = json[position];
        if (next == ',')
        {
            position = SkipSpace(json, position + 1);
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
        JsonFlaw nameFlaw = SkipString(json, ref position);
        if (nameFlaw != JsonFlaw.None)
        {
            return nameFlaw;
        }

        if (!members.TryAdd(json, owners[depth - 1], nameStart, position - 1 - nameStart))
        {
            return JsonFlaw.DuplicateName;
        }

        position = SkipSpace(json, position);
        if (position == json.Length || json[position] != ':')
        {
            return JsonFlaw.Malformed;
        }

        position = SkipSpace(json, position + 1);
        if (depth == 1)
        {
            openMember = members.Count - 1;
            members[openMember].ValueStart = position;
        }

        goto Value;
    }

    /// <summary>Whether a text is one JSON number and nothing else.</summary>
    public static bool IsNumber(ReadOnlySpan<byte> text)
    {
        int position = 0;
        return !text.IsEmpty && SkipNumber(text, ref position) && position == text.Length;
    }

    // RFC 8259 section 2.
    private static int SkipSpace(ReadOnlySpan<byte> json, int position)
    {
        while (position < json.Length && json[position] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            position++;
        }

        return position;
    }

    // RFC 8259 section 7. From the opening quote to behind the closing one.
    private static JsonFlaw SkipString(ReadOnlySpan<byte> json, ref int position)
    {
        int at = position + 1;
        while (true)
        {
            int plain = json[at..].IndexOfAny(StringStops);
            if (plain < 0)
            {
                return JsonFlaw.Malformed;
            }

            at += plain;
            if (json[at] == '"')
            {
                position = at + 1;
                return JsonFlaw.None;
            }

            JsonFlaw flaw = json[at] == '\\' ? SkipEscape(json, ref at) : JsonFlaw.Malformed;
            if (flaw != JsonFlaw.None)
            {
                return flaw;
            }
        }
    }

    // From the backslash to behind the escape; a pair of surrogates is one escape.
    private static JsonFlaw SkipEscape(ReadOnlySpan<byte> json, ref int at)
    {
        if (at + 1 == json.Length)
        {
            return JsonFlaw.Malformed;
        }

        switch (json[at + 1])
        {
            case (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t':
                at += 2;
                return JsonFlaw.None;
            case (byte)'u':
                break;
            default:
                return JsonFlaw.Malformed;
        }

        if (!TryReadUnit(json, at, out int unit))
        {
            return JsonFlaw.Malformed;
        }

        at += 6;
        if (unit is < 0xD800 or > 0xDFFF)
        {
            return JsonFlaw.None;
        }

        bool paired = unit <= 0xDBFF && TryReadUnit(json, at, out int low) && low is >= 0xDC00 and <= 0xDFFF;
        at += paired ? 6 : 0;
        return paired ? JsonFlaw.None : JsonFlaw.LoneSurrogate;
    }

    // The four digits of a \uXXXX that starts at a position, if one does.
    private static bool TryReadUnit(ReadOnlySpan<byte> json, int at, out int unit)
    {
        unit = 0;
        if (json.Length - at < 6 || json[at] != '\\' || json[at + 1] != 'u')
        {
            return false;
        }

        foreach (byte digit in json.Slice(at + 2, 4))
        {
            if (!char.IsAsciiHexDigit((char)digit))
            {
                return false;
            }

            unit = (unit << 4) | (digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
        }

        return true;
    }

    // RFC 8259 section 3.
    private static bool SkipLiteral(ReadOnlySpan<byte> json, ref int position)
    {
        ReadOnlySpan<byte> literal = json[position] switch
        {
            (byte)'t' => "true"u8,
            (byte)'f' => "false"u8,
            _ => "null"u8,
        };
        bool found = json[position..].StartsWith(literal);
        position += literal.Length;
        return found;
    }

    // RFC 8259 section 6.
    private static bool SkipNumber(ReadOnlySpan<byte> json, ref int position)
    {
        int at = position + (json[position] == '-' ? 1 : 0);
        int digits = CountDigits(json, at);
        if (digits == 0 || (digits > 1 && json[at] == '0'))
        {
            return false;
        }

        at += digits;
        if (at < json.Length && json[at] == '.')
        {
            digits = CountDigits(json, at + 1);
            if (digits == 0)
            {
                return false;
            }

            at += 1 + digits;
        }

        if (at < json.Length && json[at] is (byte)'e' or (byte)'E')
        {
            at++;
            if (at < json.Length && json[at] is (byte)'+' or (byte)'-')
            {
                at++;
            }

            digits = CountDigits(json, at);
            if (digits == 0)
            {
                return false;
            }

            at += digits;
        }

        position = at;
        return true;
    }

    private static int CountDigits(ReadOnlySpan<byte> json, int at)
    {
        int end = at;
        while (end < json.Length && char.IsAsciiDigit((char)json[end]))
        {
            end++;
        }

        return end - at;
    }
}
