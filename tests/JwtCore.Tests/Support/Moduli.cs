using System.Buffers.Text;
using System.Numerics;

namespace JwtCore.Tests.Support;

/// <summary>RSA moduli as mere numbers, for what is decided before any signature.</summary>
internal static class Moduli
{
    /// <summary>The primes that the fingerprint test looks at.</summary>
    public static readonly int[] FingerprintPrimes =
        [.. Enumerable.Range(3, 165).Where(n => Enumerable.Range(2, n - 2).All(divisor => n % divisor != 0))];

    /// <summary>An odd number of exactly so many bits, without any pattern.</summary>
    public static BigInteger Odd(int bits)
    {
        byte[] bytes = new byte[(bits + 7) / 8];
        new Random(bits).NextBytes(bytes);
        BigInteger random = new(bytes, isUnsigned: true);
        return (random % (BigInteger.One << (bits - 1))) | (BigInteger.One << (bits - 1)) | 1;
    }

    /// <summary>
    /// An odd number of 2048 bits that is a power of 65537 modulo every fingerprint prime, another power for each; but
    /// divisible by one of them where that is asked for.
    /// </summary>
    public static BigInteger WithFingerprint(int exceptAt = 0)
    {
        BigInteger modulus = 2;
        BigInteger number = 1;
        foreach (int prime in FingerprintPrimes)
        {
            BigInteger residue = prime == exceptAt ? 0 : BigInteger.ModPow(65537, prime / 2, prime);
            while (number % prime != residue)
            {
                number += modulus;
            }

            modulus *= prime;
        }

        return number + (((BigInteger.One << 2047) / modulus + 1) * modulus);
    }

    public static string Encode(BigInteger number) => Base64Url.EncodeToString(number.ToByteArray(isUnsigned: true, isBigEndian: true));
}
