using System.Buffers.Binary;
using System.Net;

namespace JwtCore.Jwks;

/// <summary>
/// Tells global unicast addresses from those that may lead into a private network. An IPv6 address that carries an IPv4
/// address is judged by that too: a gateway may forward to it.
/// </summary>
internal static class PublicAddress
{
    // The IANA IPv4 Special-Purpose Address Registry, where it says that a block is not globally reachable, and multicast.
    private static readonly AddressPrefix[] NotPublicIPv4 =
    [
        AddressPrefix.IPv4(0x00_00_00_00, 8), // this network, with the unspecified address: RFC 791 section 3.2
        AddressPrefix.IPv4(0x0A_00_00_00, 8), // private use: RFC 1918
        AddressPrefix.IPv4(0x64_40_00_00, 10), // shared space behind carrier-grade NAT: RFC 6598
        AddressPrefix.IPv4(0x7F_00_00_00, 8), // loopback: RFC 1122 section 3.2.1.3
        AddressPrefix.IPv4(0xA9_FE_00_00, 16), // link-local, where clouds serve their metadata: RFC 3927
        AddressPrefix.IPv4(0xAC_10_00_00, 12), // private use: RFC 1918
        AddressPrefix.IPv4(0xC0_00_00_00, 24), // IETF protocol assignments: RFC 6890 section 2.1
        AddressPrefix.IPv4(0xC0_00_02_00, 24), // documentation, TEST-NET-1: RFC 5737
        AddressPrefix.IPv4(0xC0_58_63_00, 24), // relays of 6to4, an anycast address: RFC 7526
        AddressPrefix.IPv4(0xC0_A8_00_00, 16), // private use: RFC 1918
        AddressPrefix.IPv4(0xC6_12_00_00, 15), // benchmarking: RFC 2544
        AddressPrefix.IPv4(0xC6_33_64_00, 24), // documentation, TEST-NET-2: RFC 5737
        AddressPrefix.IPv4(0xCB_00_71_00, 24), // documentation, TEST-NET-3: RFC 5737
        AddressPrefix.IPv4(0xE0_00_00_00, 4), // multicast: RFC 5771
        AddressPrefix.IPv4(0xF0_00_00_00, 4), // reserved: RFC 1112 section 4, with the broadcast address: RFC 919
    ];

    // The one block from which unicast addresses are assigned: RFC 4291 section 2.4, IANA IPv6 Address Space. Outside of it
    // are loopback, discard-only (RFC 6666), segment routing (RFC 9602), unique local (RFC 4193), link-local, site-local
    // (RFC 3879) and multicast (RFC 4291).
    private static readonly AddressPrefix UnicastIPv6 = AddressPrefix.IPv6(0x2000_0000_0000_0000, 3);

    // The IANA IPv6 Special-Purpose Address Registry, where it says that a block of the above is not globally reachable.
    private static readonly AddressPrefix[] NotPublicIPv6 =
    [
        // IETF protocol assignments: RFC 2928. Among them Teredo (RFC 4380), benchmarking (RFC 5180), both ORCHID blocks
        // (RFC 4843, RFC 7343). The exceptions of the registry are anycast services and identifiers, no web servers.
        AddressPrefix.IPv6(0x2001_0000_0000_0000, 23),
        AddressPrefix.IPv6(0x2001_0DB8_0000_0000, 32), // documentation: RFC 3849
        AddressPrefix.IPv6(0x3FFF_0000_0000_0000, 20), // documentation: RFC 9637
    ];

    // Blocks whose addresses end with an IPv4 address.
    private static readonly AddressPrefix[] EndingInIPv4 =
    [
        new(new UInt128(0, 0x0000_FFFF_0000_0000), 32), // IPv4-mapped: RFC 4291 section 2.5.5.2
        new(new UInt128(0, 0), 32), // IPv4-compatible: RFC 4291 section 2.5.5.1
        new(new UInt128(0, 0xFFFF_0000_0000_0000), 32), // IPv4-translated: RFC 2765 section 2.1
        AddressPrefix.IPv6(0x0064_FF9B_0000_0000, 96), // NAT64: RFC 6052 section 2.1
    ];

    private static readonly AddressPrefix LocalNat64 = AddressPrefix.IPv6(0x0064_FF9B_0001_0000, 48); // RFC 8215
    private static readonly AddressPrefix SixToFour = AddressPrefix.IPv6(0x2002_0000_0000_0000, 16); // RFC 3056 section 2

    /// <summary>Whether an address is global unicast. The scope id of an IPv6 address plays no part.</summary>
    public static bool IsPublic(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        return address.TryWriteBytes(bytes, out int length)
            && (length == 4 ? IsPublicIPv4(bytes[..4]) : IsPublicIPv6(bytes));
    }

    private static bool IsPublicIPv4(ReadOnlySpan<byte> bytes) => !IsAnyOf(NotPublicIPv4, BinaryPrimitives.ReadUInt32BigEndian(bytes));

    private static bool IsPublicIPv6(ReadOnlySpan<byte> bytes)
    {
        UInt128 address = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        if (IsAnyOf(EndingInIPv4, address))
        {
            return IsPublicIPv4(bytes[12..]);
        }

        if (LocalNat64.Contains(address))
        {
            return IsPublicBehindNat64(bytes);
        }

        return UnicastIPv6.Contains(address)
            && !IsAnyOf(NotPublicIPv6, address)
            && (!SixToFour.Contains(address) || IsPublicIPv4(bytes[2..6]))
            && (!IsIsatap(bytes) || IsPublicIPv4(bytes[12..]));
    }

    // RFC 6052 section 2.2: a network chooses the length of its prefix in this block, which nobody outside can know. The
    // IPv4 address stands behind the prefix, around byte 8.
    private static bool IsPublicBehindNat64(ReadOnlySpan<byte> bytes)
    {
        Span<byte> withoutByte8 = stackalloc byte[15];
        bytes[..8].CopyTo(withoutByte8);
        bytes[9..].CopyTo(withoutByte8[8..]);
        return IsPublicIPv4(withoutByte8[6..10])
            && IsPublicIPv4(withoutByte8[7..11])
            && IsPublicIPv4(withoutByte8[8..12])
            && IsPublicIPv4(bytes[12..]);
    }

    // RFC 5214 section 6.1: the interface identifier is 0000:5efe or 0200:5efe, then the IPv4 address.
    private static bool IsIsatap(ReadOnlySpan<byte> bytes) =>
        BinaryPrimitives.ReadUInt32BigEndian(bytes[8..]) is 0x0000_5EFE or 0x0200_5EFE;

    private static bool IsAnyOf(AddressPrefix[] prefixes, UInt128 address)
    {
        foreach (AddressPrefix prefix in prefixes)
        {
            if (prefix.Contains(address))
            {
                return true;
            }
        }

        return false;
    }
}
