using System.Net;
using FsCheck;
using FsCheck.Fluent;
using JwtCore.Jwks;
using JwtCore.Tests.Twins;

namespace JwtCore.Tests.Properties;

public class AddressProperties
{
    private static readonly IPNetwork[] Networks = [.. NaiveAddress.NotPublic, .. NaiveAddress.Embeddings.Select(row => row.Network), IPNetwork.Parse("2000::/3")];

    [Fact]
    public void Every_address_is_judged_as_by_its_naive_twin()
    {
        HashSet<(int Length, bool IsPublic)> seen = [];
        Prop.ForAll(Arb.From(Gen.Choose(0, int.MaxValue)), seed =>
        {
            IPAddress address = Address(new Random(seed));
            bool isPublic = NaiveAddress.IsPublic(address);
            Assert.True(isPublic == PublicAddress.IsPublic(address), $"{address}: {!isPublic}");
            seen.Add((address.GetAddressBytes().Length, isPublic));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20_000));

        Assert.Equal(4, seen.Count);
    }

    // Mostly in a block that is judged in some way, or one bit beside it, with IPv4 addresses where forms carry them.
    private static IPAddress Address(Random random)
    {
        byte[] bytes = new byte[random.Next(2) == 0 ? 4 : 16];
        random.NextBytes(bytes);
        if (bytes.Length == 4)
        {
            return new IPAddress(IntoNetwork(random, bytes));
        }

        if (random.Next(3) == 0)
        {
            ((byte[])[(byte)random.Next(4), 0, 0x5E, 0xFE]).CopyTo(bytes, 8);
        }

        byte[] embedded = new byte[4];
        random.NextBytes(embedded);
        IntoNetwork(random, embedded).CopyTo(bytes, 12);
        bytes = IntoNetwork(random, bytes);
        int[] positions = random.GetItems(NaiveAddress.Embeddings, 1)[0].Positions;
        for (int i = 0; i < 4 && bytes[0] != 0; i++)
        {
            bytes[positions[i]] = embedded[i];
        }

        return new IPAddress(bytes);
    }

    private static byte[] IntoNetwork(Random random, byte[] bytes)
    {
        IPNetwork network = random.GetItems([.. Networks.Where(network => network.BaseAddress.GetAddressBytes().Length == bytes.Length)], 1)[0];
        byte[] start = network.BaseAddress.GetAddressBytes();
        for (int bit = 0; bit < network.PrefixLength; bit++)
        {
            int mask = 0x80 >> (bit % 8);
            bytes[bit / 8] = (byte)((bytes[bit / 8] & ~mask) | (start[bit / 8] & mask));
        }

        if (random.Next(4) == 0)
        {
            int bit = random.Next(network.PrefixLength);
            bytes[bit / 8] ^= (byte)(0x80 >> (bit % 8));
        }

        return bytes;
    }
}
