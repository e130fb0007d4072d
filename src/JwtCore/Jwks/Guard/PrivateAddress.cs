using System.Buffers.Binary;
using System.Net;

namespace JwtCore.Jwks;

/// <summary>
/// Tells addresses of this machine and of private networks, for hosts that may be asked in plain http. Link-local addresses
/// are none: clouds serve their metadata there.
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

    /// <summary>Whether an address is loopback or private. An IPv4 address inside an IPv6 address counts as itself.</summary>
    public static bool IsPrivate(IPAddress address)
    {
        IPAddress judged = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        Span<byte> bytes = stackalloc byte[16];
        return IPAddress.IsLoopback(judged)
            || (judged.TryWriteBytes(bytes, out int length)
                && (length == 4
                    ? Array.Exists(PrivateIPv4, Contains(BinaryPrimitives.ReadUInt32BigEndian(bytes)))
                    : UniqueLocal.Contains(BinaryPrimitives.ReadUInt128BigEndian(bytes))));
    }

    private static Predicate<AddressPrefix> Contains(UInt128 address) => prefix => prefix.Contains(address);
}
