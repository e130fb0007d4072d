using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace JwtCore.Testing;

/// <summary>A secret, for HS algorithms.</summary>
internal sealed class SecretSigningKey(byte[] secret) : SigningKey
{
    public override JsonObject PublicMembers() => new() { ["kty"] = "oct", ["k"] = Base64Url.EncodeToString(secret) };

    public override JsonObject PrivateMembers() => [];

    public override byte[] Sign(JwtAlgorithm algorithm, ReadOnlySpan<byte> data) => CryptographicOperations.HmacData(PrivateKeys.Hash(algorithm).Name, secret, data);

    public override string? PublicPem() => null;

    public override string? PrivatePem() => null;
}
