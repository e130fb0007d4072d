using System.Buffers.Binary;
using System.Net;

namespace JwtCore.Jwks;

/// <summary>
/// Tells addresses of this machine and of private networks, for hosts that may be asked in plain http. Addresses
/// where clouds serve their metadata are none: all link-local ones, and two unique local ones.
/// </summary>
internal static class PrivateAddress
{
    private static readonly AddressPrefix[] PrivateIPv4 =
    [
        AddressPrefix.IPv4(0x0A_00_00_00, 8), // RFC 1918
        AddressPrefix.IPv4(0xAC_10_00_00, 12), // RFC 1918
        AddressPrefix.IPv4(0xC0_A8_00_00, 16), // RFC 1918
    ];

    private static readonly AddressPrefix UniqueLocal = AddressPrefix.IPv6(0xFC00_0000_0000_0000, 7); // RFC 4193

    private static readonly UInt128[] CloudMetadata =
    [
        new(0xFD00_0EC2_0000_0000, 0x0254), // Amazon: fd00:ec2::254
        new(0xFD20_00CE_0000_0000, 0x0254), // Google: fd20:ce::254
    ];

    /// <summary>Whether an address is loopback or private. An IPv4 address inside an IPv6 address counts as itself.</summary>
    public static bool IsPrivate(IPAddress address)
    {
        IPAddress judged = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        Span<byte> bytes = stackalloc byte[16];
        return IPAddress.IsLoopback(judged)
            || (judged.TryWriteBytes(bytes, out int length)
                && (length == 4
                    ? Array.Exists(PrivateIPv4, Contains(BinaryPrimitives.ReadUInt32BigEndian(bytes)))
                    : IsUniqueLocal(BinaryPrimitives.ReadUInt128BigEndian(bytes))));
    }

    private static bool IsUniqueLocal(UInt128 address) => UniqueLocal.Contains(address) && !CloudMetadata.Contains(address);

    private static Predicate<AddressPrefix> Contains(UInt128 address) => prefix => prefix.Contains(address);
}
