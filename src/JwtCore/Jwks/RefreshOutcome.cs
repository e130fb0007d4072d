namespace JwtCore;

/// <summary>How an attempt to fetch a key set ended. The names are stable: they are the metric tag.</summary>
public enum RefreshOutcome : byte
{
    /// <summary>A set with at least one usable key arrived and is used.</summary>
    Updated = 0,

    /// <summary>The set is the one that is held, by its ETag (RFC 9110 section 15.4.5) or by its content; its age starts anew.</summary>
    Unchanged = 1,

    /// <summary>The set has no key that can verify. It never replaces keys that are trusted.</summary>
    NoUsableKey = 2,

    /// <summary>No answer within <see cref="RemoteJwksOptions.RequestTimeout"/>.</summary>
    TimedOut = 3,

    /// <summary>No connection, or it broke; the function of a loader failed.</summary>
    Unreachable = 4,

    /// <summary>The host has an address that is not public, and <see cref="RemoteJwksOptions.PublicAddressesOnly"/> is set.</summary>
    AddressRefused = 5,

    /// <summary>The answer is a redirect, or was reached by one.</summary>
    RedirectRefused = 6,

    /// <summary>The status is neither 200 nor a 304 that was asked for.</summary>
    StatusRefused = 7,

    /// <summary>The body is longer than <see cref="RemoteJwksOptions.MaxBytes"/>, after decompression.</summary>
    BodyTooLarge = 8,

    /// <summary>The body is no JWK Set (RFC 7517 section 5), or has too many keys.</summary>
    KeySetMalformed = 9,

    /// <summary>The metadata is not one strict JSON object with <c>issuer</c> and an allowed <c>jwks_uri</c>.</summary>
    MetadataMalformed = 10,

    /// <summary>The metadata names another issuer (RFC 8414 section 3.3).</summary>
    MetadataIssuerMismatch = 11,

    /// <summary>The answer came after the keys had been flushed or the source disposed, and was dropped.</summary>
    Discarded = 12,
}
