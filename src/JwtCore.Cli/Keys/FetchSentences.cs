namespace JwtCore.Cli;

/// <summary>
/// What became of a fetch, in sentences of fixed words; addresses and issuers stand in them whole and escaped, nothing else
/// that the far side wrote. The facts are those of the library, what to change is in the words of the command line.
/// </summary>
internal static class FetchSentences
{
    /// <summary>What happened and what to change.</summary>
    /// <param name="attempt">The fetch.</param>
    /// <param name="keysOption">The option that takes the address of a key set.</param>
    public static string Explain(JwksAttempt attempt, string keysOption) =>
        attempt.Decisive is JwksRequest request && Remedy(request, keysOption) is string remedy ? $"{Facts(attempt)} {remedy}" : Facts(attempt);

    /// <summary>What happened.</summary>
    public static string Facts(JwksAttempt attempt) => attempt.Decisive is JwksRequest request ? Facts(request) : attempt.Explain(int.MaxValue);

    /// <summary>What one request met.</summary>
    public static string Facts(JwksRequest request) => request.Describe(int.MaxValue);

    /// <summary>What to change, or null where the facts say it.</summary>
    public static string? Remedy(JwksRequest request, string keysOption) => request.Cause switch
    {
        FetchCause.ConnectionRefused => "Check the host and the port, and whether the server runs.",
        FetchCause.ConnectionFailed => "Check routes and firewalls from this machine.",
        FetchCause.ConnectionBroken => "Try again; if it persists, look at the server and at what stands before it.",
        FetchCause.TlsNotSpoken => "Check the port. Plain http is for this machine alone, with --allow-http-loopback.",
        FetchCause.CertificateExpired => "Have the certificate renewed, or correct the clock of this machine.",
        FetchCause.CertificateNameMismatch => "Use the host name that the certificate is for.",
        FetchCause.TimedOut => "Try again from this machine with another client; look at the server, and at firewalls before it.",
        FetchCause.StatusRefused => OfStatus(request, keysOption),
        FetchCause.ResponseInvalid => "Check the port.",
        FetchCause.BodyTooLarge => "Check the address: a key set is far shorter.",
        FetchCause.KeysAddressRefused => OfKeysAddress(request, keysOption),
        FetchCause.NotAKeySet or FetchCause.NotMetadata => OfBody(request, keysOption),
        FetchCause.NoUsableKey => "See why the entries are skipped; the issuer must publish a key that is not.",
        _ => null,
    };

    // The address is told without its user information and fragment, one of which an https address was refused for.
    private static string OfKeysAddress(JwksRequest request, string keysOption) => request.KeysAddress switch
    {
        null => $"Have the issuer publish jwks_uri, or give the address of the key set with {keysOption}.",
        string address when address.StartsWith("https:", StringComparison.Ordinal) => "Have the issuer publish jwks_uri without user information and fragment.",
        _ => "Have the issuer publish its keys over https. Plain http is for this machine alone, with --allow-http-loopback.",
    };

    private static string OfStatus(JwksRequest request, string keysOption) => request.Status switch
    {
        401 or 403 => "The server wants credentials, or blocks this client.",
        429 or >= 500 => "The server, or a gateway before it, has a fault or too many requests. Try again later.",
        _ => request.IsMetadata ? $"Check the issuer, or give the address of its keys with {keysOption}." : "Check the address.",
    };

    private static string? OfBody(JwksRequest request, string keysOption) => request.Body switch
    {
        FetchedBody.Metadata when !request.IsMetadata => "Give the issuer with --discover, or the address that its jwks_uri names.",
        FetchedBody.KeySet when request.IsMetadata => $"Give this address with {keysOption}.",
        FetchedBody.KeySet => "Have the issuer publish a JWK Set (RFC 7517) of public keys.",
        FetchedBody.SingleKey => "The issuer must publish {\"keys\":[...]} around it.",
        FetchedBody.CertificateMap => "The issuer publishes a JWK Set at another address.",
        FetchedBody.Html => "Look for a login page, a proxy or a firewall in between.",
        _ => "Check the address.",
    };
}
