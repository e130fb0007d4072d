using System.Numerics;
using System.Text;
using JwtCore.Algorithms;
using JwtCore.Tests.Twins;
using Point = JwtCore.Tests.Twins.NaiveEd25519.Point;

namespace JwtCore.Tests.Vectors;

/// <summary>
/// The cases on which Ed25519 libraries disagree, each made here with the secret scalar known: parts of small order in the key
/// and in R, other encodings of the same point, and S beyond L. The rules are those of RFC 8032 section 5.1.7 without cofactor.
/// </summary>
public class Ed25519RuleTests
{
    private static readonly BigInteger Secret = BigInteger.Pow(3, 150);
    private static readonly BigInteger Nonce = BigInteger.Pow(5, 100);
    private static readonly Point PlainKey = NaiveEd25519.Multiply(Secret, NaiveEd25519.Base);
    private static readonly Point PlainR = NaiveEd25519.Multiply(Nonce, NaiveEd25519.Base);

    // S B - h A = R - h T, where T is the key's part of small order: right exactly when h T is neutral.
    [Theory, InlineData(1, 8), InlineData(2, 4), InlineData(4, 2), InlineData(3, 8)]
    public void A_key_of_mixed_order_verifies_exactly_when_its_small_part_vanishes(int multiple, int order)
    {
        byte[] key = NaiveEd25519.Encode(NaiveEd25519.Add(PlainKey, NaiveEd25519.SmallOrder[multiple]));
        byte[] r = NaiveEd25519.Encode(PlainR);
        Dictionary<bool, int> verdicts = new() { [true] = 0, [false] = 0 };
        foreach (byte[] message in Messages(48))
        {
            bool isRight = NaiveEd25519.Hash(r, key, message) % order == 0;
            Check(isRight, key, message, NaiveEd25519.Sign(Secret, key, Nonce, r, message));
            verdicts[isRight]++;
        }

        Assert.All(verdicts.Values, count => Assert.InRange(count, 1, 47));
    }

    // With the cofactor all of these would verify.
    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5), InlineData(6), InlineData(7)]
    public void An_R_of_mixed_order_does_not_verify_under_a_key_of_the_large_group(int multiple)
    {
        byte[] key = NaiveEd25519.Encode(PlainKey);
        byte[] mixed = NaiveEd25519.Encode(NaiveEd25519.Add(PlainR, NaiveEd25519.SmallOrder[multiple]));
        byte[] plain = NaiveEd25519.Encode(PlainR);

        Check(false, key, "m"u8.ToArray(), NaiveEd25519.Sign(Secret, key, Nonce, mixed, "m"u8));
        Check(true, key, "m"u8.ToArray(), NaiveEd25519.Sign(Secret, key, Nonce, plain, "m"u8));
    }

    // R = r B + i T and A = a B + T: right exactly when i = -h modulo 8.
    [Fact]
    public void An_R_and_a_key_of_mixed_order_verify_exactly_when_the_equation_holds_without_the_cofactor()
    {
        byte[] key = NaiveEd25519.Encode(NaiveEd25519.Add(PlainKey, NaiveEd25519.SmallOrder[1]));
        int right = 0;
        foreach (byte[] message in Messages(8))
        {
            for (int i = 0; i < 8; i++)
            {
                byte[] r = NaiveEd25519.Encode(NaiveEd25519.Add(PlainR, NaiveEd25519.SmallOrder[i]));
                bool isRight = (NaiveEd25519.Hash(r, key, message) + i) % 8 == 0;
                Check(isRight, key, message, NaiveEd25519.Sign(Secret, key, Nonce, r, message));
                right += isRight ? 1 : 0;
            }
        }

        Assert.InRange(right, 1, 63);
    }

    [Fact]
    public void An_R_of_small_order_verifies_where_the_equation_holds()
    {
        byte[] key = NaiveEd25519.Encode(PlainKey);
        for (int i = 0; i < 8; i++)
        {
            byte[] r = NaiveEd25519.Encode(NaiveEd25519.SmallOrder[i]);
            Check(i == 0, key, "m"u8.ToArray(), NaiveEd25519.Sign(Secret, key, 0, r, "m"u8));
        }
    }

    // The other encodings of the neutral element; an encoder writes the canonical one.
    [Fact]
    public void An_R_in_another_encoding_does_not_verify()
    {
        byte[] key = NaiveEd25519.Encode(PlainKey);
        byte[] one = NaiveEd25519.Bytes(1);
        byte[] other = NaiveEd25519.Bytes(NaiveEd25519.P + 1);
        foreach (byte[] r in (byte[][])[[.. one[..31], 0x80], other, [.. other[..31], (byte)(other[31] | 0x80)]])
        {
            Check(false, key, "m"u8.ToArray(), NaiveEd25519.Sign(Secret, key, 0, r, "m"u8));
        }

        Check(true, key, "m"u8.ToArray(), NaiveEd25519.Sign(Secret, key, 0, one, "m"u8));
    }

    [Fact]
    public void A_key_in_another_encoding_or_of_small_order_is_none()
    {
        byte[] r = NaiveEd25519.Encode(PlainR);
        foreach (Point point in NaiveEd25519.SmallOrder)
        {
            // With such a key S = r signs every message whose h is a multiple of 8.
            byte[] key = NaiveEd25519.Encode(point);
            Assert.All(Messages(16), message => Check(false, key, message, NaiveEd25519.Sign(0, key, Nonce, r, message)));
        }

        for (int i = 0; i < 19; i++)
        {
            byte[] key = NaiveEd25519.Bytes(NaiveEd25519.P + i);
            Check(false, key, "m"u8.ToArray(), NaiveEd25519.Sign(0, key, Nonce, r, "m"u8));
        }
    }

    [Fact]
    public void An_S_is_below_L()
    {
        byte[] key = NaiveEd25519.Encode(PlainKey);
        byte[] signature = NaiveEd25519.Sign(Secret, key, Nonce, NaiveEd25519.Encode(PlainR), "m"u8);
        BigInteger s = NaiveEd25519.Number(signature.AsSpan(32));
        Check(true, key, "m"u8.ToArray(), signature);
        for (int i = 1; s + (i * NaiveEd25519.L) < BigInteger.One << 256; i++)
        {
            Check(false, key, "m"u8.ToArray(), [.. signature[..32], .. NaiveEd25519.Bytes(s + (i * NaiveEd25519.L))]);
        }

        Check(false, key, "m"u8.ToArray(), [.. signature[..32], .. NaiveEd25519.Bytes(NaiveEd25519.L - s)]);
    }

    [Fact]
    public void Signatures_at_random_get_the_verdict_of_the_twin()
    {
        Random draw = new(6);
        byte[] seed = new byte[32];
        int good = 0;
        for (int i = 0; i < 120; i++)
        {
            draw.NextBytes(seed);
            byte[] message = new byte[draw.Next(300)];
            draw.NextBytes(message);
            byte[] key = NaiveEd25519.PublicKey(seed);
            byte[] signature = NaiveEd25519.Sign(seed, message);
            byte[] damaged = draw.Next(4) switch { 0 => key, 1 => message, 2 => signature, _ => [] };
            if (damaged.Length > 0)
            {
                damaged[draw.Next(damaged.Length)] ^= (byte)(1 << draw.Next(8));
            }

            bool expected = NaiveEd25519.Verify(key, message, signature);
            good += expected ? 1 : 0;
            Check(expected, key, message, signature);
        }

        Assert.InRange(good, 20, 60);
    }

    private static IEnumerable<byte[]> Messages(int count) => Enumerable.Range(0, count).Select(i => Encoding.ASCII.GetBytes($"message {i}"));

    private static void Check(bool expected, byte[] key, byte[] message, byte[] signature)
    {
        Assert.Equal(expected, NaiveEd25519.Verify(key, message, signature));
        Assert.Equal(expected, Ed25519PublicKey.TryCreate(key, out _) is Ed25519PublicKey created && created.Verify(message, signature));
    }
}
