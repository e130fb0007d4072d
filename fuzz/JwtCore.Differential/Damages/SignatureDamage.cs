using System.Formats.Asn1;
using System.Globalization;
using System.Numerics;
using JwtCore.Differential.Tokens;

namespace JwtCore.Differential.Damages;

/// <summary>Damage to the bytes of a signature (RFC 7518 sections 3.2 to 3.5, RFC 8017 sections 8.1 and 8.2).</summary>
internal static class SignatureDamage
{
    private static readonly BigInteger Order = BigInteger.Parse("0FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    public static readonly Damage[] All =
    [
        Bytes("signature cut", (signature, random) => signature[..^random.Next(1, Math.Min(signature.Length, 33))]),
        Bytes("signature cut to half", (signature, _) => signature[..(signature.Length / 2)]),
        Bytes("signature without its first byte", (signature, _) => signature[1..]),
        Bytes("signature extended", (signature, random) => [.. signature, .. new byte[random.Next(1, 33)]]),
        Bytes("signature with zeros before it", (signature, random) => [.. new byte[random.Next(1, 5)], .. signature]),
        Bytes("signature twice", (signature, _) => [.. signature, .. signature]),
        Bytes("one bit flipped", Flip),
        Bytes("signature all zero", (signature, _) => new byte[signature.Length]),
        Bytes("signature all ones", (signature, _) => [.. Enumerable.Repeat((byte)0xFF, signature.Length)]),
        Bytes("signature empty", (_, _) => []),
        Bytes("signature of one byte", (_, random) => [(byte)random.Next(256)]),
        Bytes("signature reversed", (signature, _) => [.. signature.Reverse()]),
        Damage.After("ECDSA in DER", (token, _) => token.Signature = Der(token.Signature), IsCurve),
        Damage.After("ECDSA twin (r, n - s)", (token, _) => token.Signature = [.. token.Signature[..32], .. TestKey.ToBytes(Order - TestKey.Unsigned(token.Signature.AsSpan(32)), 32)!], IsCurve),
        Damage.After("ECDSA out of range", (token, random) => token.Signature = OutOfRange(token.Signature, random), IsCurve),
        Damage.After("RSA signature plus modulus", (token, _) => token.Signature = TestKey.ToBytes(TestKey.Unsigned(token.Signature) + TestKey.Unsigned(token.Key.Modulus), token.Signature.Length) ?? token.Key.Modulus, IsRsa),
        Damage.After(
            "RSA signature of 0, 1 or about the modulus",
            (token, random) => token.Signature = TestKey.ToBytes(Damage.Pick(random, BigInteger.Zero, BigInteger.One, TestKey.Unsigned(token.Key.Modulus) - 1, TestKey.Unsigned(token.Key.Modulus)), token.Signature.Length)!,
            IsRsa),
    ];

    private static bool IsRsa(Signed token) => token.Key.Type == "RSA" && token.Signature.Length == token.Key.Modulus.Length;

    private static bool IsCurve(Signed token) => token.Key.Type == "EC" && token.Signature.Length == 64;

    private static Damage Bytes(string kind, Func<byte[], Random, byte[]> change) =>
        Damage.After(kind, (token, random) => token.Signature = change(token.Signature, random));

    private static byte[] Flip(byte[] signature, Random random)
    {
        byte[] flipped = [.. signature];
        flipped[random.Next(flipped.Length)] ^= (byte)(1 << random.Next(8));
        return flipped;
    }

    private static byte[] Der(byte[] signature)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(TestKey.Unsigned(signature.AsSpan(0, 32)));
            writer.WriteInteger(TestKey.Unsigned(signature.AsSpan(32)));
        }

        return writer.Encode();
    }

    private static byte[] OutOfRange(byte[] signature, Random random)
    {
        byte[] number = TestKey.ToBytes(Damage.Pick(random, BigInteger.Zero, Order, Order + 1, (BigInteger.One << 256) - 1), 32)!;
        return random.Next(3) switch
        {
            0 => [.. number, .. signature[32..]],
            1 => [.. signature[..32], .. number],
            _ => [.. number, .. number],
        };
    }
}
