using System.Security.Cryptography;

namespace JwtCore.Algorithms;

/// <summary>A parameter set of ML-DSA (FIPS 204 section 4), which a key belongs to and an algorithm names (RFC 9964 section 3).</summary>
internal sealed class MLDsaParameters
{
    // FIPS 204 table 2 has the sizes, RFC 9881 section 2 the object identifiers.
    public static readonly MLDsaParameters MLDsa44 = new(JwtAlgorithm.MLDsa44, "2.16.840.1.101.3.4.3.17", 1312, 2420);
    public static readonly MLDsaParameters MLDsa65 = new(JwtAlgorithm.MLDsa65, "2.16.840.1.101.3.4.3.18", 1952, 3309);
    public static readonly MLDsaParameters MLDsa87 = new(JwtAlgorithm.MLDsa87, "2.16.840.1.101.3.4.3.19", 2592, SignatureAlgorithm.LargestSignature);

    private static readonly MLDsaParameters[] All = [MLDsa44, MLDsa65, MLDsa87];

    private readonly string _oid;

    private MLDsaParameters(JwtAlgorithm id, string oid, int publicKeySize, int signatureSize)
    {
        Id = id;
        _oid = oid;
        PublicKeySize = publicKeySize;
        SignatureSize = signatureSize;
    }

    /// <summary>What the platform lacks, as the end of a sentence; null where it has ML-DSA.</summary>
    public static string? Missing => MLDsa.IsSupported ? null
        : OperatingSystem.IsLinux() ? "ML-DSA needs OpenSSL 3.5 or later, which this system does not have."
        : OperatingSystem.IsWindows() ? "ML-DSA needs Windows 11 or Windows Server 2025 with the updates of November 2025 or later."
        : "ML-DSA needs Linux with OpenSSL 3.5 or a recent Windows; .NET does not have it on this system.";

    /// <summary>The one algorithm.</summary>
    public JwtAlgorithm Id { get; }

    /// <summary>The length of a public key in bytes.</summary>
    public int PublicKeySize { get; }

    /// <summary>The length of every signature in bytes.</summary>
    public int SignatureSize { get; }

    /// <summary>The parameter set of a JWK's <c>alg</c>, or null.</summary>
    public static MLDsaParameters? FindName(string name) => Array.Find(All, parameters => parameters.Id.ToName() == name);

    /// <summary>The parameter set of a key in X.509 (RFC 9881 section 2), or null.</summary>
    public static MLDsaParameters? FindOid(string? oid) => Array.Find(All, parameters => parameters._oid == oid);

    /// <summary>Whether public keys of some parameter set have this length in bytes.</summary>
    public static bool IsPublicKeySize(int length) => Array.Exists(All, parameters => parameters.PublicKeySize == length);

    /// <summary>A key of the platform.</summary>
    /// <exception cref="CryptographicException">The platform refuses the key.</exception>
    /// <exception cref="PlatformNotSupportedException">The platform has no ML-DSA.</exception>
    public MLDsa Import(ReadOnlySpan<byte> publicKey) => MLDsa.ImportMLDsaPublicKey(
        Id switch
        {
            JwtAlgorithm.MLDsa44 => MLDsaAlgorithm.MLDsa44,
            JwtAlgorithm.MLDsa65 => MLDsaAlgorithm.MLDsa65,
            _ => MLDsaAlgorithm.MLDsa87,
        },
        publicKey);
}
