using System.Net;
using System.Net.Sockets;

namespace JwtCore.Tests.Twins;

/// <summary>Public addresses by the prefixes as the registries write them, on text and whole arrays.</summary>
internal static class NaiveAddress
{
    public static readonly IPNetwork[] NotPublic =
    [
        .. ((string[])
        [
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "::/3", "4000::/2", "8000::/1", "2001::/23", "2001:db8::/32", "3fff::/20",
        ]).Select(text => IPNetwork.Parse(text)),
    ];

    // Where the bytes of the IPv4 address stand.
    public static readonly (IPNetwork Network, int[] Positions)[] Embeddings =
    [
        (IPNetwork.Parse("::ffff:0.0.0.0/96"), [12, 13, 14, 15]),
        (IPNetwork.Parse("::/96"), [12, 13, 14, 15]),
        (IPNetwork.Parse("::ffff:0:0:0/96"), [12, 13, 14, 15]),
        (IPNetwork.Parse("64:ff9b::/96"), [12, 13, 14, 15]),
        (IPNetwork.Parse("64:ff9b:1::/48"), [6, 7, 9, 10]),
        (IPNetwork.Parse("64:ff9b:1::/48"), [7, 9, 10, 11]),
        (IPNetwork.Parse("64:ff9b:1::/48"), [9, 10, 11, 12]),
        (IPNetwork.Parse("64:ff9b:1::/48"), [12, 13, 14, 15]),
        (IPNetwork.Parse("2002::/16"), [2, 3, 4, 5]),
    ];

    public static bool IsPublic(IPAddress address)
    {
        byte[] bytes = address.GetAddressBytes();
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return !NotPublic.Any(network => Contains(network, bytes));
        }

        List<int[]> embedded = [.. Embeddings.Where(row => Contains(row.Network, bytes)).Select(row => row.Positions)];
        bool isUnicast = !NotPublic.Any(network => Contains(network, bytes));
        if (isUnicast && Convert.ToHexString(bytes[8..12]) is "00005EFE" or "02005EFE")
        {
            embedded.Add([12, 13, 14, 15]);
        }

        return (isUnicast || embedded.Count > 0)
            && embedded.All(positions => IsPublic(new IPAddress([.. positions.Select(at => bytes[at])])));
    }

    private static bool Contains(IPNetwork network, byte[] address)
    {
        byte[] start = network.BaseAddress.GetAddressBytes();
        return start.Length == address.Length
            && Enumerable.Range(0, network.PrefixLength).All(bit => ((start[bit / 8] ^ address[bit / 8]) & (0x80 >> (bit % 8))) == 0);
    }
}
