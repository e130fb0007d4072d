using System.Numerics;
using System.Runtime.CompilerServices;
using JwtCore.Algorithms;
using JwtCore.Tests.Support;
using JwtCore.Tests.Twins;

namespace JwtCore.Tests.Algorithms.Curves;

public class Ed25519PublicKeyTests
{
    private static readonly byte[] Seed = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private static readonly byte[] Encoded = NaiveEd25519.PublicKey(Seed);

    [Theory, InlineData(0), InlineData(31), InlineData(33), InlineData(64)]
    public void A_key_has_32_bytes(int length)
    {
        byte[] key = new byte[length];
        Encoded.AsSpan(0, Math.Min(32, length)).CopyTo(key);
        AssertRefused(key, "the key is not 32 bytes long.");
        Assert.NotNull(Ed25519PublicKey.TryCreate(Encoded, out string? reason));
        Assert.Null(reason);
    }

    // The 19 numbers from p on that fit into 255 bits, with and without the sign of x; p - 1 is canonical.
    [Fact]
    public void The_y_of_a_key_is_below_p()
    {
        for (int i = 0; i < 19; i++)
        {
            byte[] key = NaiveEd25519.Bytes(NaiveEd25519.P + i);
            AssertRefused(key, "y is not below 2^255 - 19.");
            AssertRefused([.. key[..31], (byte)(key[31] | 0x80)], "y is not below 2^255 - 19.");
        }

        AssertRefused(NaiveEd25519.Bytes(NaiveEd25519.P - 1), "the point is of small order.");
        BigInteger largest = Enumerable.Range(1, 100).Select(i => NaiveEd25519.P - i).First(y => NaiveEd25519.DecodeKey(NaiveEd25519.Bytes(y)) is not null);
        Assert.NotNull(Ed25519PublicKey.TryCreate(NaiveEd25519.Bytes(largest), out _));
    }

    [Fact]
    public void A_key_is_a_point_on_the_curve()
    {
        int onCurve = 0;
        for (int y = 2; y < 200; y++)
        {
            byte[] key = NaiveEd25519.Bytes(y);
            if (NaiveEd25519.Decode(key) is not null)
            {
                onCurve++;
                Assert.NotNull(Ed25519PublicKey.TryCreate(key, out _));
                Assert.NotNull(Ed25519PublicKey.TryCreate([.. key[..31], 0x80], out _));
            }
            else
            {
                AssertRefused(key, "the point is not on the curve.");
            }
        }

        Assert.InRange(onCurve, 60, 140);
    }

    [Fact]
    public void The_sign_of_x_is_not_set_where_x_is_0()
    {
        byte[] one = NaiveEd25519.Bytes(1);
        AssertRefused([.. one[..31], 0x80], "the sign bit of x is set, but x is 0.");
        AssertRefused(one, "the point is of small order.");
    }

    [Fact]
    public void A_key_is_not_of_small_order_but_may_be_of_mixed_order()
    {
        Assert.Equal(8, NaiveEd25519.SmallOrder.Select(point => point.Affine()).Distinct().Count());
        Assert.All(NaiveEd25519.SmallOrder, point => AssertRefused(NaiveEd25519.Encode(point), "the point is of small order."));
        Assert.All(NaiveEd25519.SmallOrder, point => Assert.NotNull(Ed25519PublicKey.TryCreate(NaiveEd25519.Encode(NaiveEd25519.Add(point, NaiveEd25519.Base)), out _)));
    }

    [Fact]
    public void Keys_are_the_same_when_their_bytes_are()
    {
        Ed25519PublicKey key = Create(Encoded);
        Ed25519PublicKey same = Create([.. Encoded]);
        Ed25519PublicKey other = Create(NaiveEd25519.Encode(NaiveEd25519.Negate(NaiveEd25519.Decode(Encoded)!.Value)));

        Assert.True(key.SameAs(same));
        Assert.Equal(key.Hash, same.Hash);
        Assert.False(key.SameAs(other));
        Assert.NotEqual(key.Hash, other.Hash);
        Assert.False(key.SameAs(Tokens.Keys(JwtAlgorithm.ES256).Keys[0].Material));
        Assert.Equal("OKP", key.KeyType);
        Assert.Equal(Encoded, key.X.ToArray());
    }

    [Fact]
    public void A_key_is_a_copy()
    {
        byte[] bytes = [.. Encoded];
        Ed25519PublicKey key = Create(bytes);
        bytes.AsSpan().Clear();
        Assert.True(key.Verify("m"u8, NaiveEd25519.Sign(Seed, "m"u8)));
    }

    [Fact]
    public void A_message_of_any_length_is_hashed_as_it_stands()
    {
        Ed25519PublicKey key = Create(Encoded);
        foreach (int length in (int[])[0, 1, 63, 64, 65, 127, 128, 129, 1_023, 16_384, 1 << 20])
        {
            byte[] message = new byte[length];
            new Random(length).NextBytes(message);
            byte[] signature = NaiveEd25519.Sign(Seed, message);
            Assert.True(key.Verify(message, signature));
            Assert.False(key.Verify([.. message, 0], signature));
            if (length > 0)
            {
                Assert.False(key.Verify(message.AsSpan(1), signature));
                message[^1] ^= 1;
                Assert.False(key.Verify(message, signature));
            }
        }
    }

    [Fact]
    public void A_signature_has_64_bytes_each_of_which_counts()
    {
        Ed25519PublicKey key = Create(Encoded);
        byte[] signature = NaiveEd25519.Sign(Seed, "m"u8);
        Assert.True(key.Verify("m"u8, signature));
        foreach (byte[] wrong in (byte[][])[[], signature[..63], signature[..32], [.. signature, 0], [0, .. signature], [.. signature, .. signature]])
        {
            Assert.False(key.Verify("m"u8, wrong));
        }

        for (int bit = 0; bit < 512; bit++)
        {
            signature[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(key.Verify("m"u8, signature));
            signature[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void No_other_key_accepts_the_signature()
    {
        byte[] signature = NaiveEd25519.Sign(Seed, "m"u8);
        Assert.False(Create(NaiveEd25519.PublicKey(new byte[32])).Verify("m"u8, signature));
        Assert.False(Create(NaiveEd25519.Encode(NaiveEd25519.Negate(NaiveEd25519.Decode(Encoded)!.Value))).Verify("m"u8, signature));
    }

    [Fact]
    public void From_the_second_call_on_nothing_is_allocated()
    {
        byte[] good = NaiveEd25519.Sign(Seed, "m"u8);
        byte[] bad = [.. good];
        bad[40] ^= 1;
        byte[] outOfRange = [.. good[..32], .. Enumerable.Repeat((byte)0xFF, 32)];
        byte[] message = new byte[20_000];
        // The runtime allocates once for itself when the platform's functions are first called.
        Ed25519PublicKey earlier = Create(Encoded);
        _ = Allocations.PerCall(() => earlier.Verify("m"u8, good));
        Ed25519PublicKey key = Create(Encoded);
        key.Verify("m"u8, good);

        long before = GC.GetAllocatedBytesForCurrentThread();
        bool isGood = key.Verify("m"u8, good);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(isGood);
        foreach (byte[] signature in (byte[][])[good, bad, outOfRange])
        {
            Assert.Equal(0, Allocations.PerCall(() => key.Verify("m"u8, signature)));
            Assert.Equal(0, Allocations.PerCall(() => key.Verify(message, signature)));
        }
    }

    [Fact]
    public void The_multiples_are_computed_in_the_background_and_published_once_complete()
    {
        Ed25519PublicKey key = Create(Encoded);
        key.PrepareInBackground();
        Assert.True(SpinWait.SpinUntil(() => Multiples(key) is not null, TimeSpan.FromSeconds(30)));
        MultiplesTable table = Multiples(key)!;
        Assert.True(key.Verify("m"u8, NaiveEd25519.Sign(Seed, "m"u8)));
        Assert.Same(table, Multiples(key));
    }

    private static Ed25519PublicKey Create(byte[] key) => Ed25519PublicKey.TryCreate(key, out _)!;

    private static void AssertRefused(byte[] key, string expected)
    {
        Assert.Null(Ed25519PublicKey.TryCreate(key, out string? reason));
        Assert.Equal(expected, reason);
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_multiples")]
    private static extern ref MultiplesTable? Multiples(Ed25519PublicKey key);
}
