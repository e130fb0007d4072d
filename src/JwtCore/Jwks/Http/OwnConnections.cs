using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace JwtCore.Jwks;

/// <summary>
/// The clients of a source that was given none: without cookies, credentials and redirects; every connection is opened
/// here, so that its addresses are judged, its bytes are counted and a failure has a cause. Thread-safe.
/// </summary>
internal sealed class OwnConnections : IDisposable
{
    // Beside the body: headers, of which the platform takes 64 KB, the TLS handshake with its certificates, and framing.
    private const int OverheadBytes = 256 * 1024;

    private readonly WireBudget _wire;
    private readonly HttpClient _https;
    private readonly HttpClient? _plain;
    private RequestProgress? _current;

    public OwnConnections(RemoteJwksOptions options)
    {
        _wire = new WireBudget(options.MaxBytes + (long)OverheadBytes);
        _https = Create(options, options.PublicAddressesOnly ? AddressRule.Public : AddressRule.Any, useProxy: !options.PublicAddressesOnly);

        // Plain http stays on this machine or network; through a proxy the proxy would be judged and the request leave it.
        _plain = options.AllowsPlainHttp ? Create(options, AddressRule.Private, useProxy: false) : null;
    }

    /// <summary>The client for an address. A source has one request at a time, and what is counted begins anew with it.</summary>
    public HttpClient ClientFor(Uri address, RequestProgress progress)
    {
        _wire.Renew();
        Volatile.Write(ref _current, progress);
        return address.Scheme == Uri.UriSchemeHttps ? _https : _plain ?? throw new FetchFaultException(FetchCause.AddressRefused);
    }

    public void Dispose()
    {
        _https.Dispose();
        _plain?.Dispose();
    }

    private HttpClient Create(RemoteJwksOptions options, AddressRule rule, bool useProxy)
    {
        GuardedConnector connector = new(rule: rule, limit: options.RequestTimeout, time: options.TimeProvider);
        SocketsHttpHandler handler = new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = useProxy,
            MaxResponseDrainSize = 0,

            // Longer than needed for one attempt, short enough to follow changes of DNS.
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            ConnectCallback = (context, token) => ConnectAsync(connector, context, token),
            PlaintextStreamFilter = (context, _) =>
            {
                ProgressOf(context.InitialRequestMessage)?.Reach(FetchPhase.Response);
                return ValueTask.FromResult(context.PlaintextStream);
            },
            SslOptions = { RemoteCertificateValidationCallback = Accept, CertificateChainPolicy = options.Roots is null ? null : Trusting(options.Roots) },
        };
        HttpClient client = new(handler) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("JwtCore");
        client.DefaultRequestHeaders.AcceptEncoding.ParseAdd("gzip, br");
        return client;
    }

    // Names are checked beside the chain. Revocation is not asked for, as without a policy.
    private static X509ChainPolicy Trusting(X509Certificate2Collection roots)
    {
        X509ChainPolicy policy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(roots);
        policy.ExtraStore.AddRange(roots);
        return policy;
    }

    private async ValueTask<Stream> ConnectAsync(GuardedConnector connector, SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        RequestProgress? progress = ProgressOf(context.InitialRequestMessage);
        Uri? address = progress?.Address;
        bool isProxy = address is not null && (context.DnsEndPoint.Port != address.Port || !IsHostOf(address, context.DnsEndPoint.Host));
        try
        {
            Stream connected = await connector.ConnectAsync(context.DnsEndPoint, isProxy ? null : progress, cancellationToken).ConfigureAwait(false);
            progress?.Reach(isProxy ? FetchPhase.Tunnel : address?.Scheme == Uri.UriSchemeHttps ? FetchPhase.TlsHandshake : FetchPhase.Response);
            return new BoundedStream(connected, _wire, mustBeTls: !isProxy && address?.Scheme == Uri.UriSchemeHttps);
        }
        catch (SocketException) when (isProxy)
        {
            // Otherwise the address that was asked for would seem to be unreachable.
            throw new FetchFaultException(FetchCause.ProxyFailed);
        }
    }

    // A tunnel through a proxy has a request of the platform's own.
    private RequestProgress? ProgressOf(HttpRequestMessage request) =>
        request.Options.TryGetValue(RequestProgress.Key, out RequestProgress? progress) ? progress : Volatile.Read(ref _current);

    private static bool IsHostOf(Uri address, string host) =>
        host.Trim('[', ']').Equals(HostAndPort.HostOf(address), StringComparison.OrdinalIgnoreCase);

    // The platform's own verdict; only its reasons are kept, which an exception alone can carry to the request.
    private static bool Accept(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors != SslPolicyErrors.None)
        {
            throw Refusal(certificate, chain, errors);
        }

        return errors == SslPolicyErrors.None;
    }

    private static FetchFaultException Refusal(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        X509ChainStatusFlags problems = X509ChainStatusFlags.NoError;
        foreach (X509ChainStatus status in chain?.ChainStatus ?? [])
        {
            problems |= status.Status;
        }

        bool isForAnotherHost = errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch);
        X509Certificate2? known = certificate as X509Certificate2;
        return new FetchFaultException(CauseReader.OfCertificate(problems, isForAnotherHost))
        {
            CertificateProblems = problems,
            IsCertificateForAnotherHost = isForAnotherHost,
            CertificateNotBefore = known?.NotBefore,
            CertificateNotAfter = known?.NotAfter,
        };
    }
}
