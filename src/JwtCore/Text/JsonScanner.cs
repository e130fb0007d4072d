using System.Buffers;

namespace JwtCore.Text;

/// <summary>
/// The tokens of JSON (RFC 8259): each method moves a position over one of them, or says that there is none. The text is
/// valid UTF-8.
/// </summary>
internal static class JsonScanner
{
    // What ends a run of plain characters in a string: quote, backslash, control characters (RFC 8259 section 7).
    private static readonly SearchValues<byte> StringStops = SearchValues.Create(
        "\"\\\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u0009\u000A\u000B\u000C\u000D\u000E\u000F"u8 +
        "\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001A\u001B\u001C\u001D\u001E\u001F"u8);

    // RFC 8259 section 2.
    public static int SkipSpace(ReadOnlySpan<byte> json, int position)
    {
        while (position < json.Length && json[position] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            position++;
        }

        return position;
    }

    // RFC 8259 section 7. From the opening quote to behind the closing one.
    public static JsonFlaw SkipString(ReadOnlySpan<byte> json, ref int position)
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
    public static bool SkipLiteral(ReadOnlySpan<byte> json, ref int position)
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
    public static bool SkipNumber(ReadOnlySpan<byte> json, ref int position)
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
