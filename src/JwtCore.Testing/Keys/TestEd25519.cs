using System.Numerics;
using System.Security.Cryptography;

namespace JwtCore.Testing;

/// <summary>
/// Ed25519 signatures (RFC 8032 section 5.1) for tests, never for a key that anybody relies on: the time that a signature takes
/// depends on the key, which gives the key away to those who can measure it. The platform has no Ed25519.
/// </summary>
internal sealed class TestEd25519
{
    /// <summary>The length of the seed, which is the private key of a JWK and of PKCS#8, and of the public key, in bytes.</summary>
    public const int KeySize = 32;

    // RFC 8032 section 5.1: p = 2^255 - 19, the order L, d = -121665/121666, and the base point.
    private static readonly BigInteger P = (BigInteger.One << 255) - 19;
    private static readonly BigInteger L = (BigInteger.One << 252) + BigInteger.Parse("27742317777372353535851937790883648493", null);
    private static readonly BigInteger D = Reduce(-121665 * Invert(121666));
    private static readonly BigInteger BaseX = BigInteger.Parse("15112221349535400772501151409588531511454012693041857206046113283949847762202", null);
    private static readonly BigInteger BaseY = BigInteger.Parse("46316835694926478169428394003475163141307993866256225615783033603165251855960", null);

    private readonly byte[] _seed;
    private readonly byte[] _prefix;
    private readonly byte[] _publicKey;
    private readonly BigInteger _scalar;

    /// <param name="seed">The private key, 32 bytes; copied. The public key follows from it and is never taken from elsewhere.</param>
    public TestEd25519(ReadOnlySpan<byte> seed)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(seed.Length, KeySize);
        _seed = seed.ToArray();

        // RFC 8032 section 5.1.5.
        byte[] hash = SHA512.HashData(seed);
        _prefix = hash[KeySize..];
        byte[] scalar = hash[..KeySize];
        scalar[0] &= 0xF8;
        scalar[^1] = (byte)((scalar[^1] & 0x7F) | 0x40);
        _scalar = Number(scalar);
        _publicKey = Multiply(_scalar);
    }

    public ReadOnlySpan<byte> Seed => _seed;

    public ReadOnlySpan<byte> PublicKey => _publicKey;

    public static TestEd25519 Create() => new(RandomNumberGenerator.GetBytes(KeySize));

    /// <summary>The signature, 64 bytes (RFC 8032 section 5.1.6).</summary>
    public byte[] Sign(ReadOnlySpan<byte> message)
    {
        BigInteger r = HashNumber(_prefix, [], message);
        byte[] point = Multiply(r);
        BigInteger s = (r + (HashNumber(point, _publicKey, message) * _scalar)) % L;
        return [.. point, .. Octets(s)];
    }

    private static BigInteger HashNumber(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> message)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        hash.AppendData(first);
        hash.AppendData(second);
        hash.AppendData(message);
        return Number(hash.GetHashAndReset()) % L;
    }

    // A multiple of the base point, encoded: double and add in homogeneous coordinates, whose formulas hold for all points.
    private static byte[] Multiply(BigInteger scalar)
    {
        (BigInteger X, BigInteger Y, BigInteger Z) sum = (BigInteger.Zero, BigInteger.One, BigInteger.One);
        for (long bit = (long)scalar.GetBitLength() - 1; bit >= 0; bit--)
        {
            sum = Add(sum, sum);
            if (!(scalar >> (int)bit).IsEven)
            {
                sum = Add(sum, (BaseX, BaseY, BigInteger.One));
            }
        }

        BigInteger inverse = Invert(sum.Z);
        byte[] encoded = Octets(Reduce(sum.Y * inverse));
        encoded[^1] |= (byte)(Reduce(sum.X * inverse).IsEven ? 0 : 0x80);
        return encoded;
    }

    // The projective form of the addition law of RFC 8032 section 5.1.
    private static (BigInteger X, BigInteger Y, BigInteger Z) Add((BigInteger X, BigInteger Y, BigInteger Z) left, (BigInteger X, BigInteger Y, BigInteger Z) right)
    {
        BigInteger a = left.Z * right.Z % P;
        BigInteger b = a * a % P;
        BigInteger c = left.X * right.X % P;
        BigInteger d = left.Y * right.Y % P;
        BigInteger e = D * c % P * d % P;
        BigInteger f = b - e;
        BigInteger g = b + e;
        BigInteger cross = ((left.X + left.Y) * (right.X + right.Y)) - c - d;
        return (Reduce(a * f % P * cross), Reduce(a * g % P * (d + c)), Reduce(f * g));
    }

    private static BigInteger Invert(BigInteger value) => BigInteger.ModPow(value, P - 2, P);

    private static BigInteger Reduce(BigInteger value)
    {
        BigInteger rest = value % P;
        return rest.Sign < 0 ? rest + P : rest;
    }

    private static BigInteger Number(ReadOnlySpan<byte> octets) => new(octets, isUnsigned: true);

    private static byte[] Octets(BigInteger value)
    {
        byte[] octets = new byte[KeySize];
        return value.TryWriteBytes(octets, out _, isUnsigned: true) ? octets : throw new InvalidOperationException("The number has more than 32 octets.");
    }
}
