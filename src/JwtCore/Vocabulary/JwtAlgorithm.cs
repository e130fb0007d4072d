namespace JwtCore;

/// <summary>
/// A signature algorithm of RFC 7518 section 3.1. There is no <c>none</c>, and the default value is invalid.
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
}
