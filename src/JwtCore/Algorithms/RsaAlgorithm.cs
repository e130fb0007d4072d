using System.Security.Cryptography;

namespace JwtCore.Algorithms;

/// <summary>
/// RSASSA-PKCS1-v1_5 (RFC 7518 section 3.3) and RSASSA-PSS (section 3.5). The signature is as long as the modulus (RFC 8017
/// sections 8.1.2 and 8.2.2). The platform's PSS padding fixes the salt to the length of the hash.
/// </summary>
internal sealed class RsaAlgorithm(JwtAlgorithm id, HashFunction hash, RSASignaturePadding padding) : SignatureAlgorithm(id)
{
    public override string KeyType => "RSA";

    public override int SignatureLength(KeyMaterial key) => key is RsaPublicKey rsa ? rsa.Size : 0;

    protected override bool VerifyCore(KeyMaterial key, ReadOnlySpan<byte> signingInput, ReadOnlySpan<byte> signature)
    {
        Span<byte> digest = stackalloc byte[HashFunction.LargestSize];
        return ((RsaPublicKey)key).VerifyHash(hash.Hash(signingInput, digest), signature, hash, padding);
    }
}
