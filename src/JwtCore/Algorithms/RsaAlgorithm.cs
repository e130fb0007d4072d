using System.Security.Cryptography;

namespace JwtCore.Algorithms;

/// <summary>What the two RSA families share: the signature is as long as the modulus (RFC 8017 sections 8.1.2 and 8.2.2).</summary>
internal abstract class RsaAlgorithm : SignatureAlgorithm
{
    private readonly RSASignaturePadding _padding;

    private protected RsaAlgorithm(JwtAlgorithm id, HashFunction hash, RSASignaturePadding padding)
        : base(id, hash) => _padding = padding;

    public sealed override string KeyType => "RSA";

    public sealed override int SignatureLength(KeyMaterial key) => key is RsaPublicKey rsa ? rsa.Size : 0;

    protected sealed override bool VerifyCore(KeyMaterial key, ReadOnlySpan<byte> signingInput, ReadOnlySpan<byte> signature)
    {
        Span<byte> hash = stackalloc byte[HashFunction.LargestSize];
        return ((RsaPublicKey)key).VerifyHash(Hash.Hash(signingInput, hash), signature, Hash, _padding);
    }
}
