using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace JwtCore.Claims;

/// <summary>
/// A NumericDate (RFC 7519 section 2): seconds since 1970-01-01T00:00:00Z, kept exactly enough to be compared at 100 ns
/// in the direction that works against the token.
/// </summary>
internal struct NumericDate
{
    public const long TicksPerSecond = TimeSpan.TicksPerSecond;

    // 9999-12-31T23:59:59Z, the last second that DateTimeOffset holds.
    private const string LargestSeconds = "253402300799";
    private const ulong LargestTicks = 253_402_300_799UL * (ulong)TicksPerSecond;
    private const int LargestLength = 64;
    private const int TickDigits = 7;
    private const int LargestTickDigits = 19;

    /// <summary>False when the token has no such claim; the ticks then mean nothing.</summary>
    public bool IsPresent;

    /// <summary>The time in units of 100 ns since 1970, rounded down.</summary>
    public long Floor;

    /// <summary>The time in units of 100 ns since 1970, rounded up.</summary>
    public long Ceiling;

    public readonly DateTimeOffset? ToDateTimeOffset() =>
        IsPresent ? DateTimeOffset.UnixEpoch.AddTicks(Floor) : null;

    /// <summary>
    /// Reads a JSON number in any spelling (RFC 8259 section 6). False when it is longer than 64 characters or outside
    /// 0 to 253402300799; minus zero is zero.
    /// </summary>
    /// <param name="number">Text that passed the JSON gate as a number.</param>
    /// <param name="date">The date.</param>
    public static bool TryRead(ReadOnlySpan<byte> number, out NumericDate date)
    {
        if (number.Length <= LargestSeconds.Length && TryReadSeconds(number, out ulong seconds))
        {
            return TryScale(seconds, out date);
        }

        date = default;
        return number.Length <= LargestLength && TryReadAny(number, out date);
    }

    // A method of its own: its memory on the stack costs time even where it is not used.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool TryReadAny(ReadOnlySpan<byte> number, out NumericDate date)
    {
        date = default;
        bool isNegative = number[0] == '-';
        ReadOnlySpan<byte> mantissa = isNegative ? number[1..] : number;
        int exponent = 0;
        int exponentAt = mantissa.IndexOfAny((byte)'e', (byte)'E');
        if (exponentAt >= 0)
        {
            exponent = ReadExponent(mantissa[(exponentAt + 1)..]);
            mantissa = mantissa[..exponentAt];
        }

        // The value is 0.DIGITS * 10^scale, with no leading zero among the digits.
        Span<byte> digits = stackalloc byte[LargestLength];
        int count = CollectDigits(mantissa, digits, out int scale);
        if (count == 0)
        {
            date.IsPresent = true;
            return true;
        }

        scale += exponent;
        return !isNegative && TryScale(digits[..count], scale + TickDigits, out date);
    }

    // What nearly every issuer sends: whole seconds in at most twelve digits and nothing else.
    private static bool TryReadSeconds(ReadOnlySpan<byte> digits, out ulong seconds)
    {
        seconds = 0;
        if (digits.Length >= sizeof(ulong))
        {
            if (!TryReadEightDigits(BinaryPrimitives.ReadUInt64LittleEndian(digits), out seconds))
            {
                return false;
            }

            digits = digits[sizeof(ulong)..];
        }

        foreach (byte digit in digits)
        {
            if (!char.IsAsciiDigit((char)digit))
            {
                return false;
            }

            seconds = (seconds * 10) + (digit - (ulong)'0');
        }

        return true;
    }

    // Eight digits at once, the first one lowest: they are added up by twos, by fours and by eight. A byte is a digit when
    // it begins with the bits of one, and still does with six added.
    private static bool TryReadEightDigits(ulong text, out ulong value)
    {
        const ulong zeros = 0x3030_3030_3030_3030;
        const ulong sixes = 0x0606_0606_0606_0606;
        const ulong leadingHalves = 0xF0F0_F0F0_F0F0_F0F0;
        unchecked
        {
            value = text - zeros;
            value = ((value * 10) + (value >> 8)) & 0x00FF_00FF_00FF_00FF;
            value = ((value * 100) + (value >> 16)) & 0x0000_FFFF_0000_FFFF;
            value = ((value * 10_000) + (value >> 32)) & 0x0000_0000_FFFF_FFFF;
            return (text & leadingHalves) == zeros && ((text + sixes) & leadingHalves) == zeros;
        }
    }

    private static bool TryScale(ulong seconds, out NumericDate date)
    {
        date = default;
        date.IsPresent = seconds <= LargestTicks / TicksPerSecond;
        date.Floor = date.Ceiling = date.IsPresent ? (long)seconds * TicksPerSecond : 0;
        return date.IsPresent;
    }

    // Significant digits without leading zeros; scale is the number of them before the decimal point, or minus the
    // number of zeros behind it.
    private static int CollectDigits(ReadOnlySpan<byte> mantissa, Span<byte> digits, out int scale)
    {
        int count = 0;
        int point = mantissa.IndexOf((byte)'.');
        scale = point < 0 ? mantissa.Length : point;
        foreach (byte digit in mantissa)
        {
            if (digit == '.')
            {
                continue;
            }

            if (count == 0 && digit == '0')
            {
                scale--;
            }
            else
            {
                digits[count++] = (byte)(digit - '0');
            }
        }

        return count;
    }

    // 0.DIGITS * 10^scale as whole ticks.
    private static bool TryScale(ReadOnlySpan<byte> digits, int scale, out NumericDate date)
    {
        date = default;
        if (scale > LargestTickDigits)
        {
            return false;
        }

        ulong ticks = 0;
        for (int i = 0; i < scale; i++)
        {
            ticks = (ticks * 10) + (i < digits.Length ? digits[i] : 0u);
        }

        bool isRounded = digits[Math.Clamp(scale, 0, digits.Length)..].ContainsAnyExcept((byte)0);
        if (ticks > LargestTicks || (ticks == LargestTicks && isRounded))
        {
            return false;
        }

        date.IsPresent = true;
        date.Floor = (long)ticks;
        date.Ceiling = (long)ticks + (isRounded ? 1 : 0);
        return true;
    }

    // Beyond four digits the sign alone matters: 64 characters cannot bring the value back into range.
    private static int ReadExponent(ReadOnlySpan<byte> text)
    {
        bool isNegative = text[0] == '-';
        int value = 0;
        foreach (byte digit in text[0] is (byte)'-' or (byte)'+' ? text[1..] : text)
        {
            value = Math.Min((value * 10) + (digit - '0'), 100_000);
        }

        return isNegative ? -value : value;
    }
}
