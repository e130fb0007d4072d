namespace JwtCore;

/// <summary>What the body of a response that could not be used looks like.</summary>
public enum FetchedBody : byte
{
    /// <summary>There was none, or it could be used.</summary>
    None = 0,

    /// <summary>Empty, or white space.</summary>
    Empty = 1,

    /// <summary>An HTML or XML page: it begins with <c>&lt;</c>.</summary>
    Html = 2,

    /// <summary>It begins with the byte order mark of UTF-16; JSON is UTF-8 (RFC 8259 section 8.1). The mark of UTF-8 is skipped.</summary>
    ByteOrderMark = 3,

    /// <summary>A JSON array.</summary>
    JsonArray = 4,

    /// <summary>Issuer metadata: a JSON object with <c>jwks_uri</c> or <c>issuer</c>.</summary>
    Metadata = 5,

    /// <summary>A JWK Set: a JSON object with <c>keys</c>.</summary>
    KeySet = 6,

    /// <summary>A single JWK: a JSON object with <c>kty</c>.</summary>
    SingleKey = 7,

    /// <summary>A JSON object that maps key IDs to PEM certificates.</summary>
    CertificateMap = 8,

    /// <summary>Another JSON object.</summary>
    JsonObject = 9,

    /// <summary>Anything else.</summary>
    Text = 10,
}
