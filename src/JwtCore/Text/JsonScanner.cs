using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace JwtCore.Text;

/// <summary>
/// The tokens of JSON (RFC 8259): each method goes from the start of one to behind it. A negative answer is a
/// <see cref="JsonFlaw"/>, negated: positions stay in registers that way. The text is valid UTF-8.
/// </summary>
internal static class JsonScanner
{
    private const int Malformed = -(int)JsonFlaw.Malformed;

    // RFC 8259 section 2. Tokens hardly ever have space, so the common answer is inlined.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int SkipSpace(ReadOnlySpan<byte> json, int position) =>
        position < json.Length && json[position] <= ' ' ? SkipSpaceCore(json, position) : position;

    private static int SkipSpaceCore(ReadOnlySpan<byte> json, int position)
    {
        while (position < json.Length && json[position] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            position++;
        }

        return position;
    }

    // RFC 8259 section 7. From the opening quote to behind the closing one.
    public static int SkipString(ReadOnlySpan<byte> json, int position)
    {
        int at = FindStop(json, position + 1);
        while (at < json.Length && json[at] == '\\')
        {
            at = SkipEscape(json, at);
            if (at < 0)
            {
                return at;
            }

            at = FindStop(json, at);
        }

        return at < json.Length && json[at] == '"' ? at + 1 : Malformed;
    }

    // The end of a run of plain characters: quote, backslash, control character or the end of the text.
    private static int FindStop(ReadOnlySpan<byte> json, int at)
    {
        while (json.Length - at >= Vector128<byte>.Count)
        {
            Vector128<byte> bytes = Vector128.Create(json.Slice(at, Vector128<byte>.Count));
            Vector128<byte> stops = Vector128.Equals(bytes, Vector128.Create((byte)'"'))
                | Vector128.Equals(bytes, Vector128.Create((byte)'\\'))
                | Vector128.LessThan(bytes, Vector128.Create((byte)0x20));
            if (stops != Vector128<byte>.Zero)
            {
                return at + BitOperations.TrailingZeroCount(stops.ExtractMostSignificantBits());
            }

            at += Vector128<byte>.Count;
        }

        while (at < json.Length && json[at] is >= 0x20 and not ((byte)'"' or (byte)'\\'))
        {
            at++;
        }

        return at;
    }

    // From the backslash to behind the escape; a pair of surrogates is one escape.
    private static int SkipEscape(ReadOnlySpan<byte> json, int at)
    {
        if (at + 1 == json.Length)
        {
            return Malformed;
        }

        switch (json[at + 1])
        {
            case (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t':
                return at + 2;
            case (byte)'u' when TryReadUnit(json, at, out int unit):
                return unit is < 0xD800 or > 0xDFFF ? at + 6
                    : unit <= 0xDBFF && TryReadUnit(json, at + 6, out int low) && low is >= 0xDC00 and <= 0xDFFF ? at + 12
                    : -(int)JsonFlaw.LoneSurrogate;
            default:
                return Malformed;
        }
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
    public static int SkipLiteral(ReadOnlySpan<byte> json, int position)
    {
        ReadOnlySpan<byte> literal = json[position] switch
        {
            (byte)'t' => "true"u8,
            (byte)'f' => "false"u8,
            _ => "null"u8,
        };
        return json[position..].StartsWith(literal) ? position + literal.Length : Malformed;
    }

    // RFC 8259 section 6.
    public static int SkipNumber(ReadOnlySpan<byte> json, int position)
    {
        int at = position + (json[position] == '-' ? 1 : 0);
        int digits = CountDigits(json, at);
        if (digits == 0 || (digits > 1 && json[at] == '0'))
        {
            return Malformed;
        }

        at += digits;
        if (at < json.Length && json[at] == '.')
        {
            digits = CountDigits(json, at + 1);
            if (digits == 0)
            {
                return Malformed;
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
                return Malformed;
            }

            at += digits;
        }

        return at;
    }

    private static int CountDigits(ReadOnlySpan<byte> json, int at)
    {
        int digits = json[at..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return digits < 0 ? json.Length - at : digits;
    }
}
