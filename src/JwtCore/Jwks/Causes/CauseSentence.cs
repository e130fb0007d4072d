using System.Globalization;
using System.Security.Cryptography.X509Certificates;

namespace JwtCore.Jwks;

/// <summary>
/// The sentence for each <see cref="FetchCause"/>: what happened, what was expected, what was found, what to change. Fixed
/// words; values of the far side are quoted, escaped and bounded. Advice that names types and options of the library is apart.
/// </summary>
internal static class CauseSentence
{
    public static string Of(JwksRequest request, int longest) => $"{request.Address}: {What(request, longest)}";

    /// <summary>What to change, after a space; empty where the sentence itself says enough.</summary>
    /// <param name="cause">The cause.</param>
    /// <param name="body">What the body looks like.</param>
    /// <param name="hasKeysAddress">The metadata has a jwks_uri that is a URL.</param>
    public static string Advice(FetchCause cause, FetchedBody body, bool hasKeysAddress) => cause switch
    {
        FetchCause.AddressChanged => " Allow its host with AnsweringHosts, or let the client follow no redirect.",
        FetchCause.KeysAddressRefused when hasKeysAddress => " " + KeySetAddress.PlainHttp,
        FetchCause.NoUsableKey => " Status.Skipped has the reason for each entry.",
        FetchCause.NotAKeySet or FetchCause.NotMetadata => Instead(cause, body),
        _ => "",
    };

    private static string Instead(FetchCause cause, FetchedBody body) => body switch
    {
        FetchedBody.Metadata when cause == FetchCause.NotAKeySet => " Use RemoteJwks.Discover with the issuer, or give its jwks_uri.",
        FetchedBody.KeySet when cause == FetchCause.NotMetadata => " Give the address of the metadata, or use the key set directly.",
        FetchedBody.SingleKey => " The issuer must publish {\"keys\":[...]} around it.",
        FetchedBody.CertificateMap => " The issuer publishes a JWK Set at another address.",
        FetchedBody.Html => " Look for a login page, a proxy or a firewall in between.",
        _ => "",
    };

    private static string What(JwksRequest request, int longest) => request.Cause switch
    {
        FetchCause.None => $"answered {Number(request.Status)}.",
        FetchCause.NameNotFound => "the host name could not be resolved. Check the name, and DNS on this machine.",
        FetchCause.ConnectionRefused => "the connection was refused: nothing listens on this port.",
        FetchCause.ConnectionFailed => "no connection: the host or its network is unreachable.",
        FetchCause.ConnectionBroken => "the connection broke before the response was complete.",
        FetchCause.TlsNotSpoken => "the server does not speak TLS on this port; it answers in plain http.",
        FetchCause.CertificateUntrusted or FetchCause.CertificateExpired or FetchCause.CertificateNameMismatch or FetchCause.CertificateRefused => Certificate(request),
        FetchCause.TlsFailed => "the TLS handshake failed: no protocol version or cipher in common, or the server wants a client certificate.",
        FetchCause.ProxyFailed => "the proxy cannot be reached. Check the proxy settings of this process, HTTPS_PROXY for instance.",
        FetchCause.ProxyRefused => request.Status is null ? "the proxy refused the request."
            : $"the proxy answered {Number(request.Status)}{(request.Status == 407 ? ": it wants credentials" : "")}. Check the proxy settings of this process.",
        FetchCause.TimedOut => TimedOut(request),
        FetchCause.AddressRefused => request.Detail ?? "the host has an address that the options exclude.",
        FetchCause.Redirect => request.RedirectTarget is null
            ? $"answered {Number(request.Status)}, a redirect. Redirects are not followed: give the address that it leads to."
            : $"answered {Number(request.Status)}, a redirect to {Cut(request.RedirectTarget, longest)}. Redirects are not followed: give that address if it is the issuer's.",
        FetchCause.AddressChanged => $"the client was answered from {Cut(request.RedirectTarget!, longest)}.",
        FetchCause.StatusRefused => $"answered {Number(request.Status)}; 200 was expected.",
        FetchCause.ResponseInvalid => "what answers does not speak HTTP, or its headers are too long.",
        FetchCause.BodyTooLarge => request.Detail ?? "the response is too long.",
        FetchCause.EncodingRefused => "the body is compressed in a way that was not asked for, or its compressed form is damaged.",
        FetchCause.NotAKeySet when request.Body == FetchedBody.KeySet => $"the key set is refused: {Body(request, longest)}.",
        FetchCause.NotAKeySet => $"the response is not a JWK Set: {Body(request, longest)}.",
        FetchCause.NotMetadata => $"the response is not issuer metadata: {Body(request, longest)}.",
        FetchCause.IssuerDiffers => $"the metadata names the issuer {PrintableText.Quote(request.FoundIssuer, longest)}; expected {PrintableText.Quote(request.ExpectedIssuer, longest)}. Give the issuer exactly as the metadata and the tokens have it.",
        FetchCause.KeysAddressRefused => request.KeysAddress is null
            ? "the metadata has no jwks_uri that is a URL."
            : $"the jwks_uri of the metadata is {Cut(request.KeysAddress, longest)}; it must be https, without user information and fragment.",
        FetchCause.NoUsableKey => "no key in the set can verify.",
        FetchCause.ClientFailed => "the HttpClient of the options threw an exception that is not of the network.",
        FetchCause.ClockFailed => "the TimeProvider of the options threw an exception.",
        FetchCause.LoaderFailed => request.Detail ?? "the function failed.",
        FetchCause.LoaderHangs => "four calls of the function have not ended, so it is not called again until one ends. It must end when its cancellation token says so.",
        _ => "the keys were flushed or the source was disposed.",
    };

    private static string Certificate(JwksRequest request)
    {
        List<string> faults = [];
        if (request.IsCertificateForAnotherHost)
        {
            faults.Add("it is for another host name");
        }

        X509ChainStatusFlags problems = request.CertificateProblems;
        if (problems != X509ChainStatusFlags.NoError)
        {
            faults.Add(Chain(request.Cause, problems));
        }

        string validity = request.CertificateNotAfter is DateTimeOffset end
            ? $" It is valid from {Date(request.CertificateNotBefore ?? end)} to {Date(end)}."
            : "";
        return $"the server's certificate is refused: {(faults.Count == 0 ? "its checks failed" : string.Join("; ", faults))}.{validity}";
    }

    private static string Chain(FetchCause cause, X509ChainStatusFlags problems) => cause switch
    {
        FetchCause.CertificateExpired => $"it, or one in its chain, is expired or not yet valid ({problems})",
        FetchCause.CertificateUntrusted => $"no root certificate that this machine trusts vouches for it ({problems}); add the root to the trust store, SSL_CERT_FILE on Linux",
        _ => $"its chain has faults ({problems})",
    };

    private static string TimedOut(JwksRequest request)
    {
        if (request.IsOfLoader)
        {
            return string.Create(CultureInfo.InvariantCulture, $"the function did not return within {request.Limit.TotalSeconds:0.###} s.");
        }

        string phase = request.Phase switch
        {
            FetchPhase.NameLookup => "the host name was not resolved (DNS)",
            FetchPhase.Connecting => "no connection was made",
            FetchPhase.Tunnel => "the tunnel through the proxy was not open",
            FetchPhase.TlsHandshake => "the TLS handshake was not complete",
            FetchPhase.Body => "the body did not end",
            _ => "no response began",
        };
        string limit = request.Limit > TimeSpan.Zero
            ? string.Create(CultureInfo.InvariantCulture, $" within {request.Limit.TotalSeconds:0.###} s")
            : " within the time limit of the client";
        return $"no complete response{limit}: {phase}.";
    }

    private static string Body(JwksRequest request, int longest)
    {
        string look = request.Body switch
        {
            FetchedBody.Empty => "it is empty",
            FetchedBody.Html => "it is an HTML or XML page",
            FetchedBody.ByteOrderMark => "it begins with a byte order mark of UTF-16, and JSON is UTF-8",
            FetchedBody.JsonArray => "it is a JSON array",
            FetchedBody.Metadata => "it is issuer metadata",
            FetchedBody.KeySet => request.Detail ?? "it is a JWK Set",
            FetchedBody.SingleKey => "it is a single JWK",
            FetchedBody.CertificateMap => "it is a map of key IDs to certificates",
            FetchedBody.JsonObject => request.Detail ?? "it is another JSON object",
            _ => request.Detail ?? "it is not JSON",
        };
        return request.IsOfLoader ? look
            : request.ContentType is string type ? $"{look}, with Content-Type {PrintableText.Quote(type, longest)}" : $"{look}, without Content-Type";
    }

    private static string Cut(string ascii, int longest) => ascii.Length <= longest ? ascii : ascii[..longest] + "...";

    private static string Number(int? status) => status?.ToString(CultureInfo.InvariantCulture) ?? "nothing";

    private static string Date(DateTimeOffset date) => date.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
