using System.Buffers.Text;
using System.Formats.Asn1;
using System.Text.Json.Nodes;

namespace JwtCore.Testing;

/// <summary>An Ed25519 key, for EdDSA and Ed25519, by <see cref="TestEd25519"/>: for tests alone.</summary>
internal sealed class Ed25519SigningKey(TestEd25519 key) : SigningKey
{
    // RFC 8410 section 3.
    private const string Oid = "1.3.101.112";

    public override JsonObject PublicMembers() => new() { ["kty"] = "OKP", ["crv"] = "Ed25519", ["x"] = Base64Url.EncodeToString(key.PublicKey) };

    public override JsonObject PrivateMembers() => new() { ["d"] = Base64Url.EncodeToString(key.Seed) };

    public override byte[] Sign(JwtAlgorithm algorithm, ReadOnlySpan<byte> data) => key.Sign(data);

    public override string PublicPem() => OctetKey.PublicPem(Oid, key.PublicKey);

    // RFC 8410 section 7: an OCTET STRING with the seed in an OCTET STRING.
    public override string PrivatePem() => OctetKey.PrivatePem(Oid, key.Seed, Asn1Tag.PrimitiveOctetString);

    /// <summary>The key of PKCS#8, or null when it is none for Ed25519, or has the public key of another seed.</summary>
    public static Ed25519SigningKey? Read(OctetKey key)
    {
        // The seed with tag and length before it.
        if (key.Oid != Oid || key.Private is not [0x04, TestEd25519.KeySize, .. byte[] seed] || seed.Length != TestEd25519.KeySize)
        {
            return null;
        }

        TestEd25519 pair = new(seed);
        return key.Public?.AsSpan().SequenceEqual(pair.PublicKey) == false ? null : new Ed25519SigningKey(pair);
    }
}
