using System.Buffers.Text;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace JwtCore.Testing;

/// <summary>An ML-DSA key of the platform, for the algorithm of its parameter set.</summary>
internal sealed class MLDsaSigningKey(JwtAlgorithm algorithm, MLDsa mldsa) : SigningKey
{
    private const int SeedSize = 32;

    // RFC 9881 section 6: the seed alone has this tag.
    private static readonly Asn1Tag SeedTag = new(TagClass.ContextSpecific, 0);

    // RFC 9881 section 2.
    private static readonly (JwtAlgorithm Algorithm, string Oid, MLDsaAlgorithm Platform)[] Sets =
    [
        (JwtAlgorithm.MLDsa44, "2.16.840.1.101.3.4.3.17", MLDsaAlgorithm.MLDsa44),
        (JwtAlgorithm.MLDsa65, "2.16.840.1.101.3.4.3.18", MLDsaAlgorithm.MLDsa65),
        (JwtAlgorithm.MLDsa87, "2.16.840.1.101.3.4.3.19", MLDsaAlgorithm.MLDsa87),
    ];

    /// <summary>The only algorithm of the key.</summary>
    public JwtAlgorithm Algorithm => algorithm;

    public override JsonObject PublicMembers() => new() { ["kty"] = "AKP", ["pub"] = Base64Url.EncodeToString(mldsa.ExportMLDsaPublicKey()) };

    public override JsonObject PrivateMembers() => new() { ["priv"] = Base64Url.EncodeToString(mldsa.ExportMLDsaPrivateSeed()) };

    // Pure form, empty context (RFC 9964 section 3).
    public override byte[] Sign(JwtAlgorithm algorithm, ReadOnlySpan<byte> data) => SignWithContext(data, []);

    /// <summary>A signature for another protocol, with a context (FIPS 204 section 5.2).</summary>
    public byte[] SignWithContext(ReadOnlySpan<byte> data, ReadOnlySpan<byte> context)
    {
        byte[] signature = new byte[mldsa.Algorithm.SignatureSizeInBytes];
        mldsa.SignData(data, signature, context);
        return signature;
    }

    public override string PublicPem() => OctetKey.PublicPem(Oid, mldsa.ExportMLDsaPublicKey());

    public override string PrivatePem() => OctetKey.PrivatePem(Oid, mldsa.ExportMLDsaPrivateSeed(), SeedTag);

    /// <exception cref="PlatformNotSupportedException">The platform has no ML-DSA.</exception>
    public static MLDsaSigningKey Create(JwtAlgorithm algorithm) => new(algorithm, MLDsa.GenerateKey(Find(algorithm).Platform));

    /// <param name="algorithm">The algorithm.</param>
    /// <param name="seed">The private key of a JWK.</param>
    /// <exception cref="CryptographicException">The seed is not 32 bytes long.</exception>
    /// <exception cref="PlatformNotSupportedException">The platform has no ML-DSA.</exception>
    public static MLDsaSigningKey FromSeed(JwtAlgorithm algorithm, byte[] seed) => new(algorithm, MLDsa.ImportMLDsaPrivateSeed(Find(algorithm).Platform, seed));

    /// <summary>The key of PKCS#8, or null when it is none for ML-DSA, has no seed or another public key, or the platform has no ML-DSA.</summary>
    public static MLDsaSigningKey? Read(OctetKey key)
    {
        JwtAlgorithm algorithm = Array.Find(Sets, set => set.Oid == key.Oid).Algorithm;
        if (!algorithm.IsSupported() || SeedOf(key.Private) is not { Length: SeedSize } seed)
        {
            return null;
        }

        MLDsaSigningKey pair = FromSeed(algorithm, seed);
        return key.Public is null || (string)pair.PublicMembers()["pub"]! == Base64Url.EncodeToString(key.Public) ? pair : null;
    }

    private string Oid => Find(algorithm).Oid;

    private static (JwtAlgorithm Algorithm, string Oid, MLDsaAlgorithm Platform) Find(JwtAlgorithm algorithm) => Sets.Single(set => set.Algorithm == algorithm);

    // The seed alone, or before the expanded key. The core reads the public key that follows from it, so the latter is not needed.
    private static byte[]? SeedOf(byte[] content)
    {
        try
        {
            AsnReader reader = new(content, AsnEncodingRules.DER);
            return reader.PeekTag().HasSameClassAndValue(SeedTag) ? reader.ReadOctetString(SeedTag) : reader.ReadSequence().ReadOctetString();
        }
        catch (AsnContentException)
        {
            // The expanded key alone.
            return null;
        }
    }
}
