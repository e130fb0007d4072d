using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace JwtCore.Testing;

/// <summary>An EC key, for the ES algorithm of its curve; for another it signs with that one's hash.</summary>
internal sealed class EcSigningKey(ECDsa ecdsa) : SigningKey
{
    public override JsonObject PublicMembers()
    {
        ECParameters parameters = ecdsa.ExportParameters(false);
        return new()
        {
            ["kty"] = "EC",
            ["crv"] = PrivateKeys.NameOf(parameters.Curve),
            ["x"] = Base64Url.EncodeToString(parameters.Q.X),
            ["y"] = Base64Url.EncodeToString(parameters.Q.Y),
        };
    }

    public override JsonObject PrivateMembers() => new() { ["d"] = Base64Url.EncodeToString(ecdsa.ExportParameters(true).D) };

    public override byte[] Sign(JwtAlgorithm algorithm, ReadOnlySpan<byte> data) =>
        ecdsa.SignData(data, PrivateKeys.Hash(algorithm).Name, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    public override string PublicPem() => ecdsa.ExportSubjectPublicKeyInfoPem();

    public override string PrivatePem() => ecdsa.ExportPkcs8PrivateKeyPem();
}
