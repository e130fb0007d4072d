using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace JwtCore.Testing;

/// <summary>Ed25519 signatures that some verifiers take, and strict ones do not (RFC 8032 sections 5.1.7 and 8.4).</summary>
internal static class BadEdwardsSignatures
{
    // RFC 8032 section 5.1: the order of the base point.
    private static readonly BigInteger L = (BigInteger.One << 252) + BigInteger.Parse("27742317777372353535851937790883648493", null);

    public static IEnumerable<BadToken> Make(Forger forger, byte[] signature)
    {
        (byte[] r, byte[] s) = (signature[..32], signature[32..]);
        byte[] zero = new byte[32];
        byte[] one = [1, .. zero[1..]];
        byte[] flipped = [.. r[..^1], (byte)(r[^1] ^ 0x80)];
        byte[] message = Encoding.ASCII.GetBytes($"{forger.Segments[0]}.{forger.Segments[1]}");

        yield return Pair("S plus the order", r, Octets(Number(s) + L));
        yield return Pair("S is 0", r, zero);
        yield return Pair("S is the order", r, Octets(L));
        yield return Pair("S is the order less S", r, Octets(L - Number(s)));
        yield return Pair("S with its highest bit set", r, [.. s[..^1], (byte)(s[^1] | 0x80)]);
        yield return Pair("R with its sign changed", flipped, s);
        yield return Pair("R is the neutral element, S is 0", one, zero);
        yield return Pair("R is 0, S is 0", zero, zero);
        yield return Pair("R is p, S is 0", Octets((BigInteger.One << 255) - 19), zero);
        yield return Pair("R and S exchanged", s, r);
        yield return Pair("R and S in the other byte order", [.. r.Reverse()], [.. s.Reverse()]);
        yield return forger.WithSignature("signature over the SHA-512 hash", forger.Pair.SignBytes(SHA512.HashData(message)));
        yield return forger.WithSignature("signature with a prefix for contexts", forger.Pair.SignBytes([.. "SigEd25519 no Ed25519 collisions"u8, 0, 0, .. message]));

        BadToken Pair(string name, byte[] first, byte[] second) => forger.WithSignature(name, [.. first, .. second]);
    }

    private static BigInteger Number(byte[] octets) => new(octets, isUnsigned: true);

    private static byte[] Octets(BigInteger value)
    {
        byte[] octets = new byte[32];
        value.TryWriteBytes(octets, out _, isUnsigned: true);
        return octets;
    }
}
