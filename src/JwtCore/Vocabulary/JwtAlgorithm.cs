namespace JwtCore;

/// <summary>
/// A signature algorithm of RFC 7518 section 3.1, RFC 8037, RFC 9864 or RFC 9964. There is no <c>none</c>, and the default
/// value is invalid. <see cref="JwtAlgorithms.ToName"/> gives the name that tokens have.
/// </summary>
public enum JwtAlgorithm : byte
{
    /// <summary>HMAC with SHA-256 (RFC 7518 section 3.2).</summary>
    HS256 = 1,

    /// <summary>HMAC with SHA-384 (RFC 7518 section 3.2).</summary>
    HS384,

    /// <summary>HMAC with SHA-512 (RFC 7518 section 3.2).</summary>
    HS512,

    /// <summary>RSASSA-PKCS1-v1_5 with SHA-256 (RFC 7518 section 3.3).</summary>
    RS256,

    /// <summary>RSASSA-PKCS1-v1_5 with SHA-384 (RFC 7518 section 3.3).</summary>
    RS384,

    /// <summary>RSASSA-PKCS1-v1_5 with SHA-512 (RFC 7518 section 3.3).</summary>
    RS512,

    /// <summary>RSASSA-PSS with SHA-256 and MGF1 with SHA-256, salt of 32 bytes (RFC 7518 section 3.5).</summary>
    PS256,

    /// <summary>RSASSA-PSS with SHA-384 and MGF1 with SHA-384, salt of 48 bytes (RFC 7518 section 3.5).</summary>
    PS384,

    /// <summary>RSASSA-PSS with SHA-512 and MGF1 with SHA-512, salt of 64 bytes (RFC 7518 section 3.5).</summary>
    PS512,

    /// <summary>ECDSA on P-256 with SHA-256 (RFC 7518 section 3.4).</summary>
    ES256,

    /// <summary>ECDSA on P-384 with SHA-384 (RFC 7518 section 3.4).</summary>
    ES384,

    /// <summary>ECDSA on P-521 with SHA-512 (RFC 7518 section 3.4).</summary>
    ES512,

    /// <summary>
    /// Ed25519 under its older name, <c>EdDSA</c> (RFC 8037 section 3.1). It never means Ed448. Code of this library, for the
    /// platform has none.
    /// </summary>
    EdDSA,

    /// <summary>Ed25519 under its own name (RFC 9864 section 2.2). The keys are those of <see cref="EdDSA"/>.</summary>
    Ed25519,

    /// <summary><c>ML-DSA-44</c> (RFC 9964, FIPS 204), where the platform has it: see <see cref="JwtAlgorithms.IsSupported"/>.</summary>
    MLDsa44,

    /// <summary><c>ML-DSA-65</c> (RFC 9964, FIPS 204), where the platform has it: see <see cref="JwtAlgorithms.IsSupported"/>.</summary>
    MLDsa65,

    /// <summary><c>ML-DSA-87</c> (RFC 9964, FIPS 204), where the platform has it: see <see cref="JwtAlgorithms.IsSupported"/>.</summary>
    MLDsa87,
}
