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
    private const long LargestTicks = 253_402_300_799 * TicksPerSecond;

    // One second later, and one tick past DateTimeOffset.MaxValue, so that no clock reaches it: what .NET writes for that
    // value when it rounds to seconds. There is room above it: adding the clock skew cannot overflow.
    private const ulong LatestSeconds = 253_402_300_800;
    private const long LatestTicks = (long)LatestSeconds * TicksPerSecond;

    private const int LongestSeconds = 12;
    private const int LargestLength = 64;
    private const int TickDigits = 7;
    private const int LargestTickDigits = 19;

    /// <summary>False when the token has no such claim; the ticks then mean nothing.</summary>
    public bool IsPresent;

    /// <summary>The time in units of 100 ns since 1970, rounded down.</summary>
    public long Floor;

    /// <summary>The time in units of 100 ns since 1970, rounded up.</summary>
    public long Ceiling;

    // Beyond every date that is held exactly.
    private static NumericDate Distant => new() { IsPresent = true, Floor = LatestTicks, Ceiling = long.MaxValue };

    /// <summary>The date; <see cref="DateTimeOffset.MaxValue"/> for one beyond it, null when there is none.</summary>
    public readonly DateTimeOffset? ToDateTimeOffset() =>
        !IsPresent ? null : Floor < LatestTicks ? DateTimeOffset.UnixEpoch.AddTicks(Floor) : DateTimeOffset.MaxValue;

    /// <summary>
    /// Reads a JSON number in any spelling (RFC 8259 section 6). False when it is longer than 64 characters or outside
    /// 0 to 253402300799; minus zero is zero.
    /// </summary>
    /// <param name="number">Text that passed the JSON gate as a number.</param>
    /// <param name="date">The date.</param>
    public static bool TryRead(ReadOnlySpan<byte> number, out NumericDate date) => TryRead(number, LargestTicks, out date);

    /// <summary>As <see cref="TryRead(ReadOnlySpan{byte}, out NumericDate)"/>, up to 253402300800.</summary>
    /// <param name="number">Text that passed the JSON gate as a number.</param>
    /// <param name="takesDistant">A larger number is a date, too: later than any clock, and further than any lifetime.</param>
    /// <param name="date">The date.</param>
    public static bool TryReadExpiration(ReadOnlySpan<byte> number, bool takesDistant, out NumericDate date) =>
        TryRead(number, takesDistant ? long.MaxValue : LatestTicks, out date);

    private static bool TryRead(ReadOnlySpan<byte> number, long largestTicks, out NumericDate date)
    {
        date = number.Length <= LongestSeconds && TryReadSeconds(number, out ulong seconds) ? Scale(seconds)
            : number.Length <= LargestLength ? ReadAny(number)
            : default;
        if (date.IsPresent && date.Ceiling <= largestTicks)
        {
            return true;
        }

        date = default;
        return false;
    }

    // Nothing for a negative number. Separate method: with stackalloc the JIT compiles it without a branch profile.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static NumericDate ReadAny(ReadOnlySpan<byte> number)
    {
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
            return new NumericDate { IsPresent = true };
        }

        return isNegative ? default : Scale(digits[..count], scale + exponent + TickDigits);
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

    private static NumericDate Scale(ulong seconds)
    {
        if (seconds > LatestSeconds)
        {
            return Distant;
        }

        long ticks = (long)seconds * TicksPerSecond;
        return new NumericDate { IsPresent = true, Floor = ticks, Ceiling = ticks };
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
    private static NumericDate Scale(ReadOnlySpan<byte> digits, int scale)
    {
        if (scale > LargestTickDigits)
        {
            return Distant;
        }

        ulong ticks = 0;
        for (int i = 0; i < scale; i++)
        {
            ticks = (ticks * 10) + (i < digits.Length ? digits[i] : 0u);
        }

        bool isRounded = digits[Math.Clamp(scale, 0, digits.Length)..].ContainsAnyExcept((byte)0);
        return ticks > (ulong)LatestTicks || (ticks == (ulong)LatestTicks && isRounded)
            ? Distant
            : new NumericDate { IsPresent = true, Floor = (long)ticks, Ceiling = (long)ticks + (isRounded ? 1 : 0) };
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
