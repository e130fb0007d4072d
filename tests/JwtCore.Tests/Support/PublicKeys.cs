using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace JwtCore.Tests.Support;

/// <summary>Public keys in forms that the key pairs do not have.</summary>
internal static class PublicKeys
{
    /// <summary>A key bound to RSASSA-PSS (RFC 4055 section 1.2) with its default parameters.</summary>
    public static PublicKey Pss(RSA rsa) =>
        new(new Oid("1.2.840.113549.1.1.10"), new AsnEncodedData([0x30, 0x00]), new AsnEncodedData(rsa.ExportRSAPublicKey()));

    /// <summary>A key on P-256 with the curve written out.</summary>
    public static ECDsa ExplicitCurve(ECDsa key) => ECDsa.Create(key.ExportExplicitParameters(includePrivateParameters: false));

    /// <summary>A certificate for a key, long expired, from an issuer that nobody knows.</summary>
    public static X509Certificate2 Certificate(PublicKey key)
    {
        using ECDsa issuer = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateRequest(new X500DistinguishedName("CN=test"), key, HashAlgorithmName.SHA256).Create(
            new X500DistinguishedName("CN=unknown"),
            X509SignatureGenerator.CreateForECDsa(issuer),
            DateTimeOffset.UnixEpoch,
            DateTimeOffset.UnixEpoch.AddDays(1),
            [1]);
    }

    public static X509Certificate2 Certificate(AsymmetricAlgorithm key) =>
        Certificate(PublicKey.CreateFromSubjectPublicKeyInfo(key.ExportSubjectPublicKeyInfo(), out _));

    /// <summary>The platform's object for the public key of a pair.</summary>
    public static RSA Rsa(JwtAlgorithm algorithm)
    {
        RSA rsa = RSA.Create();
        rsa.ImportFromPem(Tokens.Pair(algorithm).ToPublicPem());
        return rsa;
    }

    /// <summary>The platform's object for the public key of a pair.</summary>
    public static ECDsa Ec(JwtAlgorithm algorithm)
    {
        ECDsa ec = ECDsa.Create();
        ec.ImportFromPem(Tokens.Pair(algorithm).ToPublicPem());
        return ec;
    }

    /// <summary>The verdict of the key on its own for a good token.</summary>
    public static VerifyError VerdictOf(Jwk key, JwtAlgorithm algorithm) =>
        Tokens.Verifier(Tokens.Policy(key, algorithm)).Verdict(Tokens.Pair(algorithm).With(algorithm, key.KeyId).Sign(Tokens.Claims().ToJsonString()));
}
