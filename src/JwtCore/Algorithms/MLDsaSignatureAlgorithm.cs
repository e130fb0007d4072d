namespace JwtCore.Algorithms;

/// <summary>ML-DSA with one parameter set (RFC 9964 section 3), by the platform, which may lack it.</summary>
internal sealed class MLDsaSignatureAlgorithm(MLDsaParameters parameters) : SignatureAlgorithm(parameters.Id)
{
    public override string KeyType => "AKP";

    public override string? Missing => MLDsaParameters.Missing;

    public override int SignatureLength(KeyMaterial key) =>
        key is MLDsaPublicKey mldsa && mldsa.Parameters == parameters ? parameters.SignatureSize : 0;

    protected override bool VerifyCore(KeyMaterial key, ReadOnlySpan<byte> signingInput, ReadOnlySpan<byte> signature) =>
        ((MLDsaPublicKey)key).Verify(signingInput, signature);
}
