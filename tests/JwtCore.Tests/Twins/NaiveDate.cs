using System.Numerics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace JwtCore.Tests.Twins;

/// <summary>A NumericDate as an exact fraction: ticks of 100 ns rounded down and up, or nothing when out of range.</summary>
internal static class NaiveDate
{
    private static readonly BigInteger Largest = 253_402_300_799;

    /// <param name="value">The claim.</param>
    /// <param name="allowsText">A string that holds a number, written without escapes, is one.</param>
    public static (BigInteger Floor, BigInteger Ceiling)? Read(JsonElement value, bool allowsText = false)
    {
        string text = allowsText && value.ValueKind == JsonValueKind.String ? value.GetRawText()[1..^1] : value.GetRawText();
        return Regex.IsMatch(text, "\\A-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?\\z") && text.Length <= 64 ? ReadNumber(text) : null;
    }

    private static (BigInteger Floor, BigInteger Ceiling)? ReadNumber(string text)
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
        if (mantissa.Sign < 0 || exponent > 100)
        {
            return null;
        }

        if (exponent < -300)
        {
            return (0, 1);
        }

        BigInteger numerator = mantissa * BigInteger.Pow(10, 7 + Math.Max((int)exponent, 0));
        BigInteger denominator = BigInteger.Pow(10, Math.Max(-(int)exponent, 0));
        if (numerator > Largest * 10_000_000 * denominator)
        {
            return null;
        }

        BigInteger floor = BigInteger.DivRem(numerator, denominator, out BigInteger rest);
        return (floor, rest.IsZero ? floor : floor + 1);
    }
}
