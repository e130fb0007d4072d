using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace JwtCore.JwtBearer.Tests.Support;

/// <summary>Makes certificates.</summary>
internal static class Certificates
{
    /// <summary>A self-signed one, for a key of its own or for this one.</summary>
    public static X509Certificate2 Make(RSA? key = null) => new CertificateRequest("CN=test", key ?? RSA.Create(2048), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
        .CreateSelfSigned(DateTimeOffset.UtcNow.AddYears(-2), DateTimeOffset.UtcNow.AddYears(-1));
}
