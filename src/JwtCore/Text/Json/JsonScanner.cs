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

    private const int End = -1;

    /// <summary>The byte at a position, or -1 at the end of the text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int At(ReadOnlySpan<byte> json, int position) =>
        unchecked((uint)position) < unchecked((uint)json.Length) ? json[position] : End;

    // RFC 8259 section 2. Tokens hardly ever have space, so the common answer is inlined.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int SkipSpace(ReadOnlySpan<byte> json, int position) =>
        At(json, position) > ' ' ? position : SkipSpaceCore(json, position);

    private static int SkipSpaceCore(ReadOnlySpan<byte> json, int position)
    {
        while (At(json, position) is ' ' or '\n' or '\r' or '\t')
        {
            position++;
        }

        return position;
    }

    // RFC 8259 section 7. From the opening quote to behind the closing one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int SkipString(ReadOnlySpan<byte> json, int position, ref JsonStringEnds stops)
    {
        int at = stops.Find(position + 1);
        return At(json, at) == '"' ? at + 1 : SkipEscapes(json, at, ref stops);
    }

    // From what is no closing quote to behind the one that is.
    private static int SkipEscapes(ReadOnlySpan<byte> json, int at, ref JsonStringEnds stops)
    {
        stops.CountEscapedString();
        while (At(json, at) == '\\')
        {
            at = SkipEscape(json, at);
            if (at < 0)
            {
                return at;
            }

            at = stops.Find(at);
        }

        return At(json, at) == '"' ? at + 1 : Malformed;
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

        ReadOnlySpan<byte> digits = json.Slice(at + 2, 4);
        foreach (byte digit in digits)
        {
            if (!char.IsAsciiHexDigit((char)digit))
            {
                return false;
            }
        }

        unit = JsonText.Unit(digits);
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
        int start = At(json, position) == '-' ? position + 1 : position;
        int at = SkipDigits(json, start);
        if (at == start || (at - start > 1 && json[start] == '0'))
        {
            return Malformed;
        }

        return At(json, at) is '.' or 'e' or 'E' ? SkipFraction(json, at) : at;
    }

    // From behind the integer to behind the number.
    private static int SkipFraction(ReadOnlySpan<byte> json, int at)
    {
        if (At(json, at) == '.')
        {
            int start = at + 1;
            at = SkipDigits(json, start);
            if (at == start)
            {
                return Malformed;
            }
        }

        if (At(json, at) is 'e' or 'E')
        {
            int start = At(json, at + 1) is '+' or '-' ? at + 2 : at + 1;
            at = SkipDigits(json, start);
            if (at == start)
            {
                return Malformed;
            }
        }

        return at;
    }

    private static int SkipDigits(ReadOnlySpan<byte> json, int at)
    {
        // Dates have ten digits: one load finds the end of them.
        if (json.Length - at >= Vector128<byte>.Count)
        {
            Vector128<byte> values = Vector128.Create(json.Slice(at, Vector128<byte>.Count)) - Vector128.Create((byte)'0');
            uint others = Vector128.GreaterThan(values, Vector128.Create((byte)9)).ExtractMostSignificantBits();
            if (others != 0)
            {
                return at + BitOperations.TrailingZeroCount(others);
            }
        }

        while (At(json, at) is >= '0' and <= '9')
        {
            at++;
        }

        return at;
    }
}
