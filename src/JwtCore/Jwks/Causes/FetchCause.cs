namespace JwtCore;

/// <summary>
/// Why a fetch of a key set failed, more exact than <see cref="RefreshOutcome"/>. The names are stable: use them in logs and
/// in programs. <see cref="JwksAttempt.Explain"/> gives the sentence for people.
/// </summary>
public enum FetchCause : byte
{
    /// <summary>It did not fail.</summary>
    None = 0,

    /// <summary>The host name could not be resolved (DNS).</summary>
    NameNotFound = 1,

    /// <summary>The host refused the connection: nothing listens on the port.</summary>
    ConnectionRefused = 2,

    /// <summary>No connection: the host or its network is unreachable.</summary>
    ConnectionFailed = 3,

    /// <summary>The connection broke before the response was complete.</summary>
    ConnectionBroken = 4,

    /// <summary>The address is https, and the server answers in plain http.</summary>
    TlsNotSpoken = 5,

    /// <summary>The server's certificate has no chain to a root that this machine trusts.</summary>
    CertificateUntrusted = 6,

    /// <summary>The server's certificate, or one in its chain, is expired or not yet valid.</summary>
    CertificateExpired = 7,

    /// <summary>The server's certificate is for another host name.</summary>
    CertificateNameMismatch = 8,

    /// <summary>The server's certificate is refused for another reason: see <see cref="JwksRequest.CertificateProblems"/>.</summary>
    CertificateRefused = 9,

    /// <summary>The TLS handshake failed for a reason that is not the certificate.</summary>
    TlsFailed = 10,

    /// <summary>The proxy cannot be reached.</summary>
    ProxyFailed = 11,

    /// <summary>The proxy answered with another status than 200: see <see cref="JwksRequest.Status"/>.</summary>
    ProxyRefused = 12,

    /// <summary>The time limit passed: <see cref="JwksRequest.Phase"/> says during what.</summary>
    TimedOut = 13,

    /// <summary>The host has an address that the options exclude.</summary>
    AddressRefused = 14,

    /// <summary>The response is a redirect: <see cref="JwksRequest.RedirectTarget"/>.</summary>
    Redirect = 15,

    /// <summary>The caller's client was answered from another address: <see cref="JwksRequest.RedirectTarget"/>.</summary>
    AddressChanged = 16,

    /// <summary>The status is neither 200 nor a 304 that was asked for.</summary>
    StatusRefused = 17,

    /// <summary>What answers does not speak HTTP, or breaks its rules or limits.</summary>
    ResponseInvalid = 18,

    /// <summary>The response is longer than <see cref="RemoteJwksOptions.MaxBytes"/> allows, before or after decompression.</summary>
    BodyTooLarge = 19,

    /// <summary>The body is encoded in a way that was not asked for, or its compressed form is damaged.</summary>
    EncodingRefused = 20,

    /// <summary>The body is not a JWK Set: <see cref="JwksRequest.Body"/> says what it looks like.</summary>
    NotAKeySet = 21,

    /// <summary>The body is not issuer metadata: <see cref="JwksRequest.Body"/> says what it looks like.</summary>
    NotMetadata = 22,

    /// <summary>The metadata names another issuer: <see cref="JwksRequest.FoundIssuer"/>, <see cref="JwksRequest.ExpectedIssuer"/>.</summary>
    IssuerDiffers = 23,

    /// <summary>The metadata names no address of a key set, or one that may not be asked: <see cref="JwksRequest.KeysAddress"/>.</summary>
    KeysAddressRefused = 24,

    /// <summary>The set was read, and no key in it can verify.</summary>
    NoUsableKey = 25,

    /// <summary>The caller's <see cref="RemoteJwksOptions.Client"/> threw.</summary>
    ClientFailed = 26,

    /// <summary>The caller's <see cref="RemoteJwksOptions.TimeProvider"/> threw.</summary>
    ClockFailed = 27,

    /// <summary>The keys were flushed or the source disposed during the attempt.</summary>
    Abandoned = 28,

    /// <summary>The function of <see cref="RemoteJwks.FromLoader"/> threw, or returned null.</summary>
    LoaderFailed = 29,

    /// <summary>Four calls of that function ignore their cancellation token and have not ended, so it is not called again until one ends.</summary>
    LoaderHangs = 30,
}
