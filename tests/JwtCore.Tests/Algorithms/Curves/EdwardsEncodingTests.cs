using System.Numerics;
using JwtCore.Algorithms;
using JwtCore.Tests.Twins;

namespace JwtCore.Tests.Algorithms.Curves;

public class EdwardsEncodingTests
{
    [Fact]
    public void A_point_is_encoded_and_decoded_again() => Assert.All(Points.All, point =>
    {
        byte[] bytes = [.. Enumerable.Repeat((byte)0xA5, 32)];
        EdwardsEncoding.Encode(Points.Of(point, 7), bytes);

        Assert.Equal(NaiveEd25519.Encode(point), bytes);
        Assert.Null(EdwardsEncoding.Decode(bytes, out EdwardsPoint decoded));
        Assert.Equal(point.Affine(), Points.Affine(decoded));
        Assert.All([decoded.X, decoded.Y, decoded.Z, decoded.T], coordinate => Assert.True(Limbs.LargestOf(coordinate) < (1UL << 51) + (1UL << 15)));
    });

    // About half of all numbers are the y of a point; both signs of its x occur.
    [Fact]
    public void Bytes_are_decoded_exactly_when_they_are_a_canonical_point()
    {
        Random draw = new(5);
        byte[] random = new byte[32];
        List<byte[]> all = [];
        for (int i = -25; i < 25; i++)
        {
            byte[] edge = NaiveEd25519.Bytes(i < 0 ? (BigInteger.One << 255) + i : i);
            all.AddRange([edge, [.. edge[..31], (byte)(edge[31] | 0x80)]]);
        }

        for (int i = 0; i < 500; i++)
        {
            draw.NextBytes(random);
            all.Add([.. random]);
        }

        int decodable = 0;
        foreach (byte[] bytes in all)
        {
            NaiveEd25519.Point? expected = NaiveEd25519.Decode(bytes);
            Assert.Equal(expected is null, EdwardsEncoding.Decode(bytes, out EdwardsPoint point) is not null);
            Assert.Equal(expected is null ? (0, 1) : expected.Value.Affine(), Points.Affine(point));
            decodable += expected is null ? 0 : 1;
        }

        Assert.InRange(decodable, 200, 400);
    }

    [Fact]
    public void The_sign_of_x_0_is_not_set()
    {
        byte[] one = NaiveEd25519.Bytes(1);
        byte[] minusOne = NaiveEd25519.Bytes(NaiveEd25519.P - 1);
        foreach (byte[] bytes in (byte[][])[one, minusOne])
        {
            Assert.Null(EdwardsEncoding.Decode(bytes, out _));
            bytes[31] |= 0x80;
            Assert.Equal("the sign bit of x is set, but x is 0.", EdwardsEncoding.Decode(bytes, out _));
        }
    }
}
