using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace JwtCore.Testing;

/// <summary>An RSA key, for RS and PS algorithms.</summary>
internal sealed class RsaSigningKey(RSA rsa) : SigningKey
{
    public override JsonObject PublicMembers()
    {
        RSAParameters parameters = rsa.ExportParameters(false);
        return new() { ["kty"] = "RSA", ["n"] = Base64Url.EncodeToString(parameters.Modulus), ["e"] = Base64Url.EncodeToString(parameters.Exponent) };
    }

    public override JsonObject PrivateMembers()
    {
        RSAParameters parameters = rsa.ExportParameters(true);
        return new()
        {
            ["d"] = Base64Url.EncodeToString(parameters.D),
            ["p"] = Base64Url.EncodeToString(parameters.P),
            ["q"] = Base64Url.EncodeToString(parameters.Q),
            ["dp"] = Base64Url.EncodeToString(parameters.DP),
            ["dq"] = Base64Url.EncodeToString(parameters.DQ),
            ["qi"] = Base64Url.EncodeToString(parameters.InverseQ),
        };
    }

    public override byte[] Sign(JwtAlgorithm algorithm, ReadOnlySpan<byte> data)
    {
        bool isPss = algorithm is JwtAlgorithm.PS256 or JwtAlgorithm.PS384 or JwtAlgorithm.PS512;
        return rsa.SignData(data, PrivateKeys.Hash(algorithm).Name, isPss ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1);
    }

    public override string PublicPem() => rsa.ExportSubjectPublicKeyInfoPem();

    public override string PrivatePem() => rsa.ExportPkcs8PrivateKeyPem();
}
