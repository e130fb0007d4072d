using System.Numerics;
using System.Security.Cryptography;
using JwtCore.Algorithms;

namespace JwtCore.Keys;

/// <summary>What an RSA public key must be (RFC 7518 section 3.3, NIST SP 800-56B section 6.4.2, CVE-2017-15361).</summary>
internal static class RsaKeyImport
{
    private const int SmallestModulusBits = 2048;
    private const int LargestModulusBits = 8192;
    private const int LargestExponentBits = 33;

    // A signature with a longer exponent over a longer modulus costs a stranger nothing and the verifier too much.
    private const int LargestExponentBitsOfLargeModulus = 32;
    private const int LargeModulusBits = 4096;

    // The primes for which the vulnerable key generator leaves its fingerprint.
    private static ReadOnlySpan<byte> FingerprintPrimes =>
    [
        3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107, 109,
        113, 127, 131, 137, 139, 149, 151, 157, 163, 167,
    ];

    /// <summary>The key, or null and the reason. Leading zero octets are tolerated (RFC 7518 section 6.3.1.1 forbids to send them).</summary>
    public static RsaPublicKey? Import(ReadOnlySpan<byte> modulus, ReadOnlySpan<byte> exponent, out string? refusal)
    {
        modulus = modulus.TrimStart((byte)0);
        exponent = exponent.TrimStart((byte)0);
        refusal = Refuse(modulus, exponent);
        if (refusal is not null)
        {
            return null;
        }

        try
        {
            return new RsaPublicKey(modulus.ToArray(), exponent.ToArray());
        }
        catch (Exception thrown) when (thrown is CryptographicException or NotSupportedException)
        {
            // The platform may be stricter still, for instance about the size of the exponent.
            refusal = "the platform refuses the RSA key.";
            return null;
        }
    }

    private static string? Refuse(ReadOnlySpan<byte> modulus, ReadOnlySpan<byte> exponent)
    {
        BigInteger n = new(modulus, isUnsigned: true, isBigEndian: true);
        if (n.GetBitLength() is < SmallestModulusBits or > LargestModulusBits)
        {
            return "the RSA modulus has fewer than 2048 or more than 8192 bits.";
        }

        if (n.IsEven)
        {
            return "the RSA modulus is even.";
        }

        BigInteger e = new(exponent, isUnsigned: true, isBigEndian: true);
        if (e.IsEven || e < 3 || e.GetBitLength() > LargestExponentBits)
        {
            return "the RSA exponent is even, below 3 or above 33 bits.";
        }

        if (n.GetBitLength() > LargeModulusBits && e.GetBitLength() > LargestExponentBitsOfLargeModulus)
        {
            return "the RSA exponent has more than 32 bits, which needs a modulus of at most 4096 bits.";
        }

        return HasWeakFingerprint(n) ? "the RSA modulus has the fingerprint of the ROCA weakness." : null;
    }

    // Nemec et al., The Return of Coppersmith's Attack (2017), section 3: such a modulus is a power of 65537 modulo
    // every small prime, which a random modulus is for all of these with a chance of about one in 2^27.
    private static bool HasWeakFingerprint(BigInteger modulus)
    {
        foreach (int prime in FingerprintPrimes)
        {
            int residue = (int)(modulus % prime);
            int power = 1;
            do
            {
                power = power * (65537 % prime) % prime;
            }
            while (power != residue && power != 1);

            if (power != residue)
            {
                return false;
            }
        }

        return true;
    }
}
