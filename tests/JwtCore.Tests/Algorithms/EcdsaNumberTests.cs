using System.Numerics;
using System.Security.Cryptography;
using JwtCore.Algorithms;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Algorithms;

/// <summary>Signatures whose numbers have a wished size, which signing meets once in a lifetime.</summary>
public class EcdsaNumberTests
{
    private static readonly byte[] Data = "header.payload"u8.ToArray();

    // Lengths and first octets around what DER writes differently: the sign octet, and the length of the sequence at 128.
    [Theory]
    [InlineData(JwtAlgorithm.ES256, 1, 0x01, 1, 0x01), InlineData(JwtAlgorithm.ES256, 1, 0x7F, 1, 0x7F), InlineData(JwtAlgorithm.ES256, 1, 0x80, 1, 0x80), InlineData(JwtAlgorithm.ES256, 32, 0x7F, 32, 0x80)]
    [InlineData(JwtAlgorithm.ES256, 32, 0x80, 32, 0x7F), InlineData(JwtAlgorithm.ES256, 31, 0x01, 31, 0xFF), InlineData(JwtAlgorithm.ES256, 2, 0x01, 32, 0x01)]
    [InlineData(JwtAlgorithm.ES384, 48, 0xFE, 48, 0xFE), InlineData(JwtAlgorithm.ES384, 47, 0x80, 48, 0x7F), InlineData(JwtAlgorithm.ES384, 1, 0x01, 48, 0x80)]
    [InlineData(JwtAlgorithm.ES512, 66, 0x01, 66, 0x01), InlineData(JwtAlgorithm.ES512, 65, 0x80, 65, 0x7F), InlineData(JwtAlgorithm.ES512, 1, 0x02, 1, 0x01)]
    [InlineData(JwtAlgorithm.ES512, 61, 0x01, 61, 0x01), InlineData(JwtAlgorithm.ES512, 61, 0x80, 61, 0x01), InlineData(JwtAlgorithm.ES512, 61, 0x80, 61, 0x80), InlineData(JwtAlgorithm.ES512, 62, 0x01, 62, 0x01), InlineData(JwtAlgorithm.ES512, 62, 0x80, 62, 0x80)]
    public void A_signature_verifies_whatever_the_length_of_its_numbers(JwtAlgorithm id, int lengthOfR, byte startOfR, int lengthOfS, byte startOfS)
    {
        (EcCurve curve, byte[] hash) = id switch
        {
            JwtAlgorithm.ES256 => (EcCurve.P256, SHA256.HashData(Data)),
            JwtAlgorithm.ES384 => (EcCurve.P384, SHA384.HashData(Data)),
            _ => (EcCurve.P521, SHA512.HashData(Data)),
        };
        EcGroup group = new(curve.Parameters);
        BigInteger r = new BigInteger(startOfR) << (8 * (lengthOfR - 1));
        BigInteger s = new BigInteger(startOfS) << (8 * (lengthOfS - 1));
        BigInteger y = group.LiftX(ref r);
        ECPoint point = group.KeyOf(r, y, s, hash);
        EcPublicKey key = new(curve, point.X!, point.Y!);
        SignatureAlgorithm algorithm = AlgorithmTable.Find(id)!;
        byte[] signature = [.. group.Bytes(r), .. group.Bytes(s)];

        Assert.Equal(lengthOfR, r.GetByteCount(isUnsigned: true));
        Assert.True(algorithm.Verify(key, Data, signature));
        signature[^1] ^= 1;
        Assert.False(algorithm.Verify(key, Data, signature));
    }

    [Fact]
    public void Keys_are_the_same_only_when_both_coordinates_are()
    {
        EcGroup group = new(EcCurve.P256.Parameters);
        BigInteger x = 2;
        BigInteger y = group.LiftX(ref x);
        EcPublicKey key = Key(x, y);

        // (x, p - y) is on the curve, and so are one or two other points with the same y.
        Assert.True(key.SameAs(Key(x, y)));
        Assert.False(key.SameAs(Key(x, group.Prime - y)));
        while (true)
        {
            if (group.SquareRoot(group.Mod(12 - (3 * x * x))) is BigInteger root)
            {
                BigInteger two = BigInteger.ModPow(2, group.Prime - 2, group.Prime);
                BigInteger other = group.Mod((root - x) * two);
                Assert.NotEqual(x, other);
                Assert.False(Key(x, y).SameAs(Key(other, y)));
                break;
            }

            x++;
            y = group.LiftX(ref x);
        }

        EcPublicKey Key(BigInteger x, BigInteger y) => new(EcCurve.P256, group.Bytes(x), group.Bytes(y));
    }
}
