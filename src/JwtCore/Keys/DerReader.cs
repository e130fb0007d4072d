using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace JwtCore.Keys;

/// <summary>Reads the DER forms of a public key. Null for anything that is not exactly one key.</summary>
internal static class DerReader
{
    /// <summary>SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7).</summary>
    public static DerKey? ReadPublicKey(ReadOnlySpan<byte> der)
    {
        try
        {
            PublicKey key = PublicKey.CreateFromSubjectPublicKeyInfo(der, out int read);
            using RSA? rsa = key.GetRSAPublicKey();
            using ECDsa? ec = key.GetECDsaPublicKey();
            return read == der.Length ? DerKey.From(rsa, ec) : null;
        }
        catch (CryptographicException)
        {
            // Not that structure, or a key that the platform refuses.
            return null;
        }
    }

    /// <summary>RSAPublicKey (RFC 8017 appendix A.1.1).</summary>
    public static DerKey? ReadRsaPublicKey(ReadOnlySpan<byte> der)
    {
        using RSA rsa = RSA.Create();
        try
        {
            rsa.ImportRSAPublicKey(der, out int read);
            return read == der.Length ? DerKey.From(rsa, null) : null;
        }
        catch (CryptographicException)
        {
            // Not that structure, or a key that the platform refuses.
            return null;
        }
    }

    /// <summary>The subject's key of an X.509 certificate (RFC 5280 section 4.1).</summary>
    public static DerKey? ReadCertificate(ReadOnlySpan<byte> der)
    {
        try
        {
            using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(der);
            using RSA? rsa = certificate.GetRSAPublicKey();
            using ECDsa? ec = certificate.GetECDsaPublicKey();
            return DerKey.From(rsa, ec);
        }
        catch (CryptographicException)
        {
            // Not that structure, or a key that the platform refuses.
            return null;
        }
    }
}
