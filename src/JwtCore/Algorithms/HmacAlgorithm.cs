namespace JwtCore.Algorithms;

/// <summary>HMAC (RFC 7518 section 3.2). The key is at least as long as the hash.</summary>
internal sealed class HmacAlgorithm(JwtAlgorithm id, HashFunction hash) : SignatureAlgorithm(id)
{
    public override string KeyType => "oct";

    public override int SignatureLength(KeyMaterial key) =>
        key is SharedSecret secret && secret.Size >= hash.Size ? hash.Size : 0;

    protected override bool VerifyCore(KeyMaterial key, ReadOnlySpan<byte> signingInput, ReadOnlySpan<byte> signature) =>
        ((SharedSecret)key).Verify(signingInput, signature, hash);
}
