namespace JwtCore.Algorithms;

/// <summary>
/// EdDSA on Ed25519 (RFC 8037 section 3.1, RFC 9864 section 2.2), by code of this library, because the platform has none.
/// It accepts nothing unless the self-test has passed.
/// </summary>
internal sealed class Ed25519Algorithm(JwtAlgorithm id, Ed25519SelfTest selfTest) : SignatureAlgorithm(id)
{
    public Ed25519Algorithm(JwtAlgorithm id)
        : this(id, Ed25519SelfTest.Own)
    {
    }

    public override string KeyType => "OKP";

    public override int SignatureLength(KeyMaterial key) => key is Ed25519PublicKey ? Ed25519Equation.SignatureSize : 0;

    public override void Prepare(IEnumerable<KeyMaterial> keys)
    {
        selfTest.Want();
        foreach (Ed25519PublicKey key in keys.OfType<Ed25519PublicKey>())
        {
            key.PrepareInBackground();
        }
    }

    protected override bool VerifyCore(KeyMaterial key, ReadOnlySpan<byte> signingInput, ReadOnlySpan<byte> signature) =>
        selfTest.HasPassed && ((Ed25519PublicKey)key).Verify(signingInput, signature);
}
