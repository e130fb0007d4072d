using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace JwtCore.Keys;

/// <summary>
/// Reads the DER forms of a public key. Null for anything that is not exactly one key; a key of an unsupported type is one.
/// </summary>
internal static class DerReader
{
    /// <summary>SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7).</summary>
    public static PlatformKey? ReadPublicKey(ReadOnlySpan<byte> der) => PlatformKey.Read(der, static der =>
    {
        PublicKey key = PublicKey.CreateFromSubjectPublicKeyInfo(der, out int read);
        return read == der.Length ? PlatformKey.Of(key) : null;
    });

    /// <summary>RSAPublicKey (RFC 8017 appendix A.1.1).</summary>
    public static PlatformKey? ReadRsaPublicKey(ReadOnlySpan<byte> der) => PlatformKey.Read(der, static der =>
    {
        // The import also takes BER, and bytes behind the key.
        using RSA rsa = RSA.Create();
        rsa.ImportRSAPublicKey(der, out _);
        return der.SequenceEqual(rsa.ExportRSAPublicKey()) ? PlatformKey.Of(rsa) : null;
    });

    /// <summary>The subject's key of an X.509 certificate (RFC 5280 section 4.1).</summary>
    public static PlatformKey? ReadCertificate(ReadOnlySpan<byte> der) => PlatformKey.Read(der, static der =>
    {
        // The loader also takes PEM, and bytes behind the certificate.
        using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(der);
        return der.SequenceEqual(certificate.RawDataMemory.Span) ? PlatformKey.Of(certificate.PublicKey) : null;
    });
}
