namespace JwtCore.Algorithms;

/// <summary>ECDSA (RFC 7518 section 3.4). The algorithm names its curve; R and S are concatenated at full length.</summary>
internal sealed class EcdsaAlgorithm(JwtAlgorithm id, HashFunction hash, EcCurve curve) : SignatureAlgorithm(id)
{
    public override string KeyType => "EC";

    public override int SignatureLength(KeyMaterial key) =>
        key is EcPublicKey ec && ec.Curve == curve ? 2 * curve.FieldSize : 0;

    protected override bool VerifyCore(KeyMaterial key, ReadOnlySpan<byte> signingInput, ReadOnlySpan<byte> signature)
    {
        Span<byte> digest = stackalloc byte[HashFunction.LargestSize];
        return ((EcPublicKey)key).VerifyHash(hash.Hash(signingInput, digest), signature);
    }
}
