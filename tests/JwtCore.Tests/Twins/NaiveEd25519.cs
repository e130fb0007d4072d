using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;

namespace JwtCore.Tests.Twins;

/// <summary>
/// Ed25519 as RFC 8032 section 5.1 has it, on plain big numbers, with the rules for keys that the core has. It signs, too: for
/// tests, where nobody watches how long it takes.
/// </summary>
internal static class NaiveEd25519
{
    public static readonly BigInteger P = (BigInteger.One << 255) - 19;
    public static readonly BigInteger L = (BigInteger.One << 252) + BigInteger.Parse("27742317777372353535851937790883648493", CultureInfo.InvariantCulture);
    public static readonly BigInteger D = Mod(-121665 * Inverse(121666));
    public static readonly Point Neutral = new(0, 1, 1);
    public static readonly Point Base = Decode(Bytes(Mod(4 * Inverse(5))))!.Value;

    /// <summary>The eight points whose order divides 8, as multiples of one of order 8.</summary>
    public static readonly Point[] SmallOrder = FindSmallOrder();

    public static BigInteger Mod(BigInteger number) => Mod(number, P);

    public static BigInteger Mod(BigInteger number, BigInteger modulus) => ((number % modulus) + modulus) % modulus;

    public static BigInteger Inverse(BigInteger number) => BigInteger.ModPow(Mod(number), P - 2, P);

    public static BigInteger Number(ReadOnlySpan<byte> bytes) => new(bytes, isUnsigned: true);

    public static byte[] Bytes(BigInteger number, int length = 32)
    {
        byte[] digits = number.ToByteArray(isUnsigned: true);
        return [.. digits, .. new byte[length - digits.Length]];
    }

    /// <summary>add-2008-bbjlp, which is not what the core uses.</summary>
    public static Point Add(Point p, Point q)
    {
        BigInteger a = Mod(p.Z * q.Z);
        BigInteger b = Mod(a * a);
        BigInteger c = Mod(p.X * q.X);
        BigInteger d = Mod(p.Y * q.Y);
        BigInteger e = Mod(D * c * d);
        return new Point(
            Mod(a * (b - e) * (((p.X + p.Y) * (q.X + q.Y)) - c - d)),
            Mod(a * (b + e) * (d + c)),
            Mod((b - e) * (b + e)));
    }

    public static Point Multiply(BigInteger factor, Point point)
    {
        Point sum = Neutral;
        for (long bit = factor.GetBitLength() - 1; bit >= 0; bit--)
        {
            sum = Add(sum, sum);
            sum = (factor >> (int)bit).IsEven ? sum : Add(sum, point);
        }

        return sum;
    }

    public static byte[] Encode(Point point)
    {
        (BigInteger x, BigInteger y) = point.Affine();
        byte[] bytes = Bytes(y);
        bytes[31] |= (byte)(x.IsEven ? 0 : 0x80);
        return bytes;
    }

    /// <summary>The point of a canonical encoding, or null.</summary>
    public static Point? Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != 32)
        {
            return null;
        }

        BigInteger y = Number(bytes) & ((BigInteger.One << 255) - 1);
        BigInteger square = Mod(((y * y) - 1) * Inverse((D * y * y) + 1));
        BigInteger x = BigInteger.ModPow(square, (P + 3) / 8, P);
        x = Mod(x * x) == square ? x : Mod(x * BigInteger.ModPow(2, (P - 1) / 4, P));
        bool isOdd = bytes[31] > 0x7F;
        if (y >= P || Mod(x * x) != square || (x.IsZero && isOdd))
        {
            return null;
        }

        return new Point(x.IsEven == isOdd ? P - x : x, y, 1);
    }

    /// <summary>The point of a key, or null where the key is refused.</summary>
    public static Point? DecodeKey(ReadOnlySpan<byte> key) =>
        Decode(key) is Point point && !IsNeutral(Multiply(8, point)) ? point : null;

    public static bool Verify(ReadOnlySpan<byte> key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != 64 || DecodeKey(key) is not Point a || Number(signature[32..]) >= L)
        {
            return false;
        }

        Point r = Add(Multiply(Number(signature[32..]), Base), Multiply(Hash(signature[..32], key, message), Negate(a)));
        return signature[..32].SequenceEqual(Encode(r));
    }

    public static byte[] PublicKey(ReadOnlySpan<byte> seed) => Encode(Multiply(Secret(seed), Base));

    public static byte[] Sign(ReadOnlySpan<byte> seed, ReadOnlySpan<byte> message)
    {
        byte[] expanded = SHA512.HashData(seed);
        BigInteger r = Number(SHA512.HashData([.. expanded[32..], .. message])) % L;
        return Sign(Secret(seed), PublicKey(seed), r, Encode(Multiply(r, Base)), message);
    }

    /// <summary>R as given, and S = r + h a: what anybody signs who knows a and chooses key, R and r freely.</summary>
    public static byte[] Sign(BigInteger a, ReadOnlySpan<byte> key, BigInteger r, ReadOnlySpan<byte> encodedR, ReadOnlySpan<byte> message) =>
        [.. encodedR, .. Bytes((r + (Hash(encodedR, key, message) * a)) % L)];

    /// <summary>h = SHA-512(R || A || M) modulo L.</summary>
    public static BigInteger Hash(ReadOnlySpan<byte> encodedR, ReadOnlySpan<byte> key, ReadOnlySpan<byte> message) =>
        Number(SHA512.HashData([.. encodedR, .. key, .. message])) % L;

    public static Point Negate(Point point) => point with { X = Mod(-point.X) };

    private static bool IsNeutral(Point point) => point.Affine() == (0, 1);

    private static BigInteger Secret(ReadOnlySpan<byte> seed)
    {
        byte[] scalar = SHA512.HashData(seed)[..32];
        scalar[0] &= 0xF8;
        scalar[31] &= 0x7F;
        scalar[31] |= 0x40;
        return Number(scalar);
    }

    private static Point[] FindSmallOrder()
    {
        // L times any point has an order that divides 8; half of them have 8 itself.
        for (int y = 2; ; y++)
        {
            if (Decode(Bytes(y)) is Point point && Multiply(L, point) is Point generator && !IsNeutral(Multiply(4, generator)))
            {
                return [.. Enumerable.Range(0, 8).Select(i => Multiply(i, generator))];
            }
        }
    }

    /// <summary>A point in projective coordinates.</summary>
    public readonly record struct Point(BigInteger X, BigInteger Y, BigInteger Z)
    {
        public (BigInteger X, BigInteger Y) Affine()
        {
            BigInteger inverse = Inverse(Z);
            return (Mod(X * inverse), Mod(Y * inverse));
        }
    }
}
