using System.Security.Cryptography;
using System.Text;

namespace JwtCore.Testing;

/// <summary>ML-DSA signatures by the right key in forms that tokens never have (RFC 9964 section 3, FIPS 204 section 5).</summary>
internal static class BadLatticeSignatures
{
    public static IEnumerable<BadToken> Make(Forger forger)
    {
        MLDsaSigningKey key = (MLDsaSigningKey)forger.Pair.Key;
        byte[] message = Encoding.ASCII.GetBytes($"{forger.Segments[0]}.{forger.Segments[1]}");
        yield return forger.WithSignature("signature with a context", key.SignWithContext(message, "JWT"u8));
        yield return forger.WithSignature("signature with a context of one zero byte", key.SignWithContext(message, [0]));
        yield return forger.WithSignature("signature over the SHA-512 hash", forger.Pair.SignBytes(SHA512.HashData(message)));
        yield return forger.WithSignature("signature over the zero bytes of an empty context", forger.Pair.SignBytes([0, 0, .. message]));
        foreach (JwtAlgorithm other in new[] { JwtAlgorithm.MLDsa44, JwtAlgorithm.MLDsa65, JwtAlgorithm.MLDsa87 }.Where(other => other != key.Algorithm))
        {
            yield return forger.WithSignature($"signature by a key for {other.ToName()}", TestKeyPair.Create(other).SignBytes(message));
        }
    }
}
