using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace JwtCore.Jwks;

/// <summary>Reads the cause out of what a request threw. Nothing of a message is passed on but words that are known here.</summary>
internal static class CauseReader
{
    private const string OtherHost = "RemoteCertificateNameMismatch";

    // A chain of inner exceptions is the handler's, which may be anybody's.
    private const int Deepest = 16;

    private static readonly X509ChainStatusFlags[] KnownProblems = [.. Enum.GetValues<X509ChainStatusFlags>().Where(flag => flag != X509ChainStatusFlags.NoError)];

    /// <summary>The failure.</summary>
    /// <param name="thrown">What was thrown.</param>
    public static HttpAnswer Read(Exception thrown)
    {
        HttpAnswer? answer = null;
        bool isProxy = false;
        int? status = null;
        Exception? current = thrown;
        for (int depth = 0; current is not null && depth < Deepest; depth++)
        {
            // The innermost knows most: what is outside of it only says that a connection failed.
            answer = ReadOne(current) ?? answer;
            if (current is HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } refusal)
            {
                isProxy = true;
                status = (int?)refusal.StatusCode ?? StatusIn(refusal.Message);
            }

            // A client's own time limit (HttpClient.Timeout). What is inside tells only where the request was cut off.
            current = current is TimeoutException ? null : current.InnerException;
        }

        answer ??= new HttpAnswer(RefreshOutcome.Unreachable) { Cause = FetchCause.ClientFailed };
        return !isProxy ? answer
            : status is null ? answer with { Cause = FetchCause.ProxyFailed }
            : answer with { Cause = FetchCause.ProxyRefused, Status = status };
    }

    /// <summary>Which cause the problems of a certificate amount to.</summary>
    public static FetchCause OfCertificate(X509ChainStatusFlags problems, bool isForAnotherHost) =>
        problems.HasFlag(X509ChainStatusFlags.NotTimeValid) ? FetchCause.CertificateExpired
        : isForAnotherHost ? FetchCause.CertificateNameMismatch
        : (problems & (X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain)) != 0 ? FetchCause.CertificateUntrusted
        : FetchCause.CertificateRefused;

    private static HttpAnswer? ReadOne(Exception thrown) => thrown switch
    {
        AddressRefusedException refusal => new HttpAnswer(RefreshOutcome.AddressRefused) { Cause = FetchCause.AddressRefused, Detail = refusal.Message },
        FetchFaultException { Cause: FetchCause.BodyTooLarge } => new HttpAnswer(RefreshOutcome.BodyTooLarge) { Cause = FetchCause.BodyTooLarge },
        FetchFaultException fault => Failed(fault.Cause) with
        {
            CertificateProblems = fault.CertificateProblems,
            IsCertificateForAnotherHost = fault.IsCertificateForAnotherHost,
            CertificateNotBefore = fault.CertificateNotBefore,
            CertificateNotAfter = fault.CertificateNotAfter,
        },
        SocketException socket => Failed(OfSocket(socket.SocketErrorCode)),
        AuthenticationException authentication => OfTls(authentication.Message),
        InvalidDataException => Failed(FetchCause.EncodingRefused),
        HttpRequestException request => OfHttp(request.HttpRequestError),
        HttpIOException io => OfHttp(io.HttpRequestError),
        OperationCanceledException or TimeoutException => new HttpAnswer(RefreshOutcome.TimedOut) { Cause = FetchCause.TimedOut },
        IOException => Failed(FetchCause.ConnectionBroken),
        _ => null,
    };

    private static HttpAnswer Failed(FetchCause cause) => new(RefreshOutcome.Unreachable) { Cause = cause };

    private static FetchCause OfSocket(SocketError error) => error switch
    {
        SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData or SocketError.NoRecovery => FetchCause.NameNotFound,
        SocketError.ConnectionRefused => FetchCause.ConnectionRefused,
        SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown or SocketError.NotConnected => FetchCause.ConnectionBroken,
        _ => FetchCause.ConnectionFailed,
    };

    private static HttpAnswer? OfHttp(HttpRequestError error) => error switch
    {
        HttpRequestError.NameResolutionError => Failed(FetchCause.NameNotFound),
        HttpRequestError.ConnectionError => Failed(FetchCause.ConnectionFailed),
        HttpRequestError.SecureConnectionError => Failed(FetchCause.TlsFailed),
        HttpRequestError.ProxyTunnelError => Failed(FetchCause.ProxyFailed),
        HttpRequestError.ResponseEnded => Failed(FetchCause.ConnectionBroken),
        HttpRequestError.HttpProtocolError or HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded => Failed(FetchCause.ResponseInvalid),
        _ => null,
    };

    // The platform writes the names of the flags into its message and gives them in no other form; the library's own
    // connections do not come here. Names that contain each other stand for problems of the same kind.
    private static HttpAnswer OfTls(string message)
    {
        X509ChainStatusFlags problems = X509ChainStatusFlags.NoError;
        foreach (X509ChainStatusFlags problem in KnownProblems)
        {
            problems |= message.Contains(problem.ToString(), StringComparison.Ordinal) ? problem : X509ChainStatusFlags.NoError;
        }

        bool isForAnotherHost = message.Contains(OtherHost, StringComparison.Ordinal);
        return problems == X509ChainStatusFlags.NoError && !isForAnotherHost
            ? Failed(FetchCause.TlsFailed)
            : Failed(OfCertificate(problems, isForAnotherHost)) with { CertificateProblems = problems, IsCertificateForAnotherHost = isForAnotherHost };
    }

    // The status of a proxy stands in the message alone: three digits in quotes.
    private static int? StatusIn(string message)
    {
        int start = message.LastIndexOf('\'', Math.Max(message.LastIndexOf('\'') - 1, 0)) + 1;
        return start > 0 && message.Length >= start + 4 && message[start + 3] == '\''
            && int.TryParse(message.AsSpan(start, 3), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int status)
            ? status
            : null;
    }
}
