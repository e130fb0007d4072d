using System.Security.Cryptography;

namespace JwtCore.Algorithms;

/// <summary>Every algorithm there is, one row each.</summary>
internal static class AlgorithmTable
{
    private static readonly SignatureAlgorithm[] Rows =
    [
        new HmacAlgorithm(JwtAlgorithm.HS256, HashFunction.Sha256),
        new HmacAlgorithm(JwtAlgorithm.HS384, HashFunction.Sha384),
        new HmacAlgorithm(JwtAlgorithm.HS512, HashFunction.Sha512),
        new RsaAlgorithm(JwtAlgorithm.RS256, HashFunction.Sha256, RSASignaturePadding.Pkcs1),
        new RsaAlgorithm(JwtAlgorithm.RS384, HashFunction.Sha384, RSASignaturePadding.Pkcs1),
        new RsaAlgorithm(JwtAlgorithm.RS512, HashFunction.Sha512, RSASignaturePadding.Pkcs1),
        new RsaAlgorithm(JwtAlgorithm.PS256, HashFunction.Sha256, RSASignaturePadding.Pss),
        new RsaAlgorithm(JwtAlgorithm.PS384, HashFunction.Sha384, RSASignaturePadding.Pss),
        new RsaAlgorithm(JwtAlgorithm.PS512, HashFunction.Sha512, RSASignaturePadding.Pss),
        new EcdsaAlgorithm(JwtAlgorithm.ES256, HashFunction.Sha256, EcCurve.P256),
        new EcdsaAlgorithm(JwtAlgorithm.ES384, HashFunction.Sha384, EcCurve.P384),
        new EcdsaAlgorithm(JwtAlgorithm.ES512, HashFunction.Sha512, EcCurve.P521),
        new Ed25519Algorithm(JwtAlgorithm.EdDSA),
        new Ed25519Algorithm(JwtAlgorithm.Ed25519),
        new MLDsaSignatureAlgorithm(MLDsaParameters.MLDsa44),
        new MLDsaSignatureAlgorithm(MLDsaParameters.MLDsa65),
        new MLDsaSignatureAlgorithm(MLDsaParameters.MLDsa87),
    ];

    /// <summary>All algorithms in the order of <see cref="JwtAlgorithm"/>.</summary>
    public static ReadOnlySpan<SignatureAlgorithm> All => Rows;

    /// <summary>The algorithm of this id, or null when there is none.</summary>
    public static SignatureAlgorithm? Find(JwtAlgorithm id) => Array.Find(Rows, row => row.Id == id);

    /// <summary>The algorithm of this name, compared ordinally, or null.</summary>
    public static SignatureAlgorithm? Find(string name) => Array.Find(Rows, row => row.Id.ToName() == name);
}
