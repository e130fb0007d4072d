namespace JwtCore.Jwks;

/// <summary>A block of addresses: those that share their first bits. An IPv4 address is the number below 2^32.</summary>
/// <param name="Network">The first address of the block.</param>
/// <param name="Unfixed">How many of the last bits are free, fewer than 128.</param>
internal readonly record struct AddressPrefix(UInt128 Network, int Unfixed)
{
    /// <summary>A block of IPv4 addresses; <paramref name="length"/> as behind the slash.</summary>
    public static AddressPrefix IPv4(uint network, int length) => new(network, 32 - length);

    /// <summary>A block of IPv6 addresses, given by its upper half; <paramref name="length"/> as behind the slash.</summary>
    public static AddressPrefix IPv6(ulong upper, int length) => new(new UInt128(upper, 0), 128 - length);

    public bool Contains(UInt128 address) => (address ^ Network) >> Unfixed == UInt128.Zero;
}
