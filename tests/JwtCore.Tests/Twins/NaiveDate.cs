using System.Numerics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace JwtCore.Tests.Twins;

/// <summary>A NumericDate as an exact fraction: ticks of 100 ns rounded down and up, or nothing when out of range.</summary>
internal static class NaiveDate
{
    private static readonly BigInteger Largest = 253_402_300_799;
    private static readonly BigInteger LargestExpiration = 253_402_300_800;

    // No clock gets there, and no lifetime is so long.
    private static readonly BigInteger Never = BigInteger.Pow(10, 100);

    /// <param name="value">The claim.</param>
    /// <param name="allowsText">A string that holds a number, written without escapes, is one.</param>
    public static (BigInteger Floor, BigInteger Ceiling)? Read(JsonElement value, bool allowsText = false) =>
        Read(value, allowsText, Largest);

    /// <summary>As <see cref="Read(JsonElement, bool)"/>, for <c>exp</c>.</summary>
    /// <param name="value">The claim.</param>
    /// <param name="allowsText">A string that holds a number, written without escapes, is one.</param>
    /// <param name="takesDistant">A number beyond the bound is a date that never comes.</param>
    public static (BigInteger Floor, BigInteger Ceiling)? ReadExpiration(JsonElement value, bool allowsText = false, bool takesDistant = false)
    {
        (BigInteger Floor, BigInteger Ceiling)? date = Read(value, allowsText, takesDistant ? Never : LargestExpiration);
        return date?.Ceiling > LargestExpiration * 10_000_000 ? (Never, Never) : date;
    }

    private static (BigInteger Floor, BigInteger Ceiling)? Read(JsonElement value, bool allowsText, BigInteger largest)
    {
        string text = allowsText && value.ValueKind == JsonValueKind.String ? value.GetRawText()[1..^1] : value.GetRawText();
        return Regex.IsMatch(text, "\\A-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?\\z") && text.Length <= 64 ? ReadNumber(text, largest) : null;
    }

    private static (BigInteger Floor, BigInteger Ceiling)? ReadNumber(string text, BigInteger largest)
    {
        string[] parts = text.ToUpperInvariant().Split('E');
        string[] decimals = parts[0].Split('.');
        BigInteger mantissa = BigInteger.Parse(string.Concat(decimals), System.Globalization.CultureInfo.InvariantCulture);
        if (mantissa.IsZero)
        {
            return (0, 0);
        }

        BigInteger exponent = parts.Length > 1 ? BigInteger.Parse(parts[1], System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture) : 0;
        exponent -= decimals.Length > 1 ? decimals[1].Length : 0;
        if (mantissa.Sign < 0)
        {
            return null;
        }

        if (exponent > 100)
        {
            return largest == Never ? (Never, Never) : null;
        }

        if (exponent < -300)
        {
            return (0, 1);
        }

        BigInteger numerator = mantissa * BigInteger.Pow(10, 7 + Math.Max((int)exponent, 0));
        BigInteger denominator = BigInteger.Pow(10, Math.Max(-(int)exponent, 0));
        if (largest != Never && numerator > largest * 10_000_000 * denominator)
        {
            return null;
        }

        BigInteger floor = BigInteger.DivRem(numerator, denominator, out BigInteger rest);
        return (floor, rest.IsZero ? floor : floor + 1);
    }
}
