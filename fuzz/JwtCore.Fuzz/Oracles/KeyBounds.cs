using System.Formats.Asn1;
using System.Security.Cryptography;

namespace JwtCore.Fuzz.Oracles;

/// <summary>What reading keys may cost. Keys come from their owner and are read once, so they may allocate and the platform may throw inside.</summary>
internal static class KeyBounds
{
    // A modulus goes through text, bytes and numbers; every copy is linear in the input.
    public static long MostBytes(int length) => 65_536 + (96L * length);

    /// <summary>What the platform throws at bad points, moduli and encodings.</summary>
    public static bool MayCatch(Exception thrown) => thrown is CryptographicException or AsnContentException or ArgumentException;
}
