using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using JwtCore.Jwks;

namespace JwtCore.Tests.Jwks;

/// <summary>What a handler throws, whoever wrote it, and the cause that is read out of it.</summary>
public class CauseReaderTests
{
    [Theory]
    [InlineData(SocketError.HostNotFound, FetchCause.NameNotFound), InlineData(SocketError.TryAgain, FetchCause.NameNotFound), InlineData(SocketError.NoData, FetchCause.NameNotFound), InlineData(SocketError.NoRecovery, FetchCause.NameNotFound)]
    [InlineData(SocketError.ConnectionRefused, FetchCause.ConnectionRefused)]
    [InlineData(SocketError.HostUnreachable, FetchCause.ConnectionFailed), InlineData(SocketError.NetworkUnreachable, FetchCause.ConnectionFailed), InlineData(SocketError.TimedOut, FetchCause.ConnectionFailed), InlineData(SocketError.AccessDenied, FetchCause.ConnectionFailed)]
    [InlineData(SocketError.ConnectionReset, FetchCause.ConnectionBroken), InlineData(SocketError.ConnectionAborted, FetchCause.ConnectionBroken), InlineData(SocketError.Shutdown, FetchCause.ConnectionBroken), InlineData(SocketError.NotConnected, FetchCause.ConnectionBroken)]
    public void An_error_of_a_socket_is_a_cause_however_deep_it_lies(SocketError error, FetchCause expected)
    {
        SocketException socket = new((int)error);
        Assert.Equal(expected, CauseReader.Read(socket).Cause);
        Assert.Equal(expected, CauseReader.Read(new HttpRequestException(HttpRequestError.ConnectionError, "x", socket)).Cause);
        Assert.Equal(expected, CauseReader.Read(new HttpRequestException("x", new IOException("x", new AggregateException(socket)))).Cause);
    }

    [Theory]
    [InlineData(HttpRequestError.NameResolutionError, FetchCause.NameNotFound), InlineData(HttpRequestError.ConnectionError, FetchCause.ConnectionFailed), InlineData(HttpRequestError.SecureConnectionError, FetchCause.TlsFailed)]
    [InlineData(HttpRequestError.ResponseEnded, FetchCause.ConnectionBroken), InlineData(HttpRequestError.InvalidResponse, FetchCause.ResponseInvalid), InlineData(HttpRequestError.HttpProtocolError, FetchCause.ResponseInvalid), InlineData(HttpRequestError.ConfigurationLimitExceeded, FetchCause.ResponseInvalid)]
    [InlineData(HttpRequestError.Unknown, FetchCause.ClientFailed), InlineData(HttpRequestError.ProxyTunnelError, FetchCause.ProxyFailed)]
    public void An_error_of_HTTP_is_a_cause(HttpRequestError error, FetchCause expected)
    {
        Assert.Equal(expected, CauseReader.Read(new HttpRequestException(error)).Cause);
        Assert.Equal(expected == FetchCause.ClientFailed ? FetchCause.ClientFailed : expected, CauseReader.Read(new InvalidOperationException("x", new HttpRequestException(error))).Cause);
    }

    [Theory]
    [InlineData("The proxy tunnel request to proxy 'http://127.0.0.1:1/' failed with status code '407'.\"", null, FetchCause.ProxyRefused, 407)]
    [InlineData("status '99'", null, FetchCause.ProxyFailed, null), InlineData("'abc'", null, FetchCause.ProxyFailed, null), InlineData("'", null, FetchCause.ProxyFailed, null), InlineData("''", null, FetchCause.ProxyFailed, null), InlineData("", null, FetchCause.ProxyFailed, null), InlineData("407", null, FetchCause.ProxyFailed, null)]
    [InlineData("x", 502, FetchCause.ProxyRefused, 502)]
    public void The_status_of_a_proxy_is_found(string message, int? status, FetchCause expected, int? found)
    {
        HttpAnswer answer = CauseReader.Read(new HttpRequestException(HttpRequestError.ProxyTunnelError, message, null, (HttpStatusCode?)status));
        Assert.Equal((expected, found), (answer.Cause, answer.Status));
    }

    [Theory]
    [InlineData("The remote certificate is invalid because of errors in the certificate chain: UntrustedRoot", FetchCause.CertificateUntrusted, X509ChainStatusFlags.UntrustedRoot, false)]
    [InlineData("... in the certificate chain: PartialChain", FetchCause.CertificateUntrusted, X509ChainStatusFlags.PartialChain, false)]
    [InlineData("... in the certificate chain: NotTimeValid, UntrustedRoot", FetchCause.CertificateExpired, X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.NotTimeValid, false)]
    [InlineData("... in the certificate chain: Revoked", FetchCause.CertificateRefused, X509ChainStatusFlags.Revoked, false)]
    [InlineData("... validation procedure: RemoteCertificateNameMismatch", FetchCause.CertificateNameMismatch, X509ChainStatusFlags.NoError, true)]
    [InlineData("... RemoteCertificateNameMismatch, RemoteCertificateChainErrors: NotTimeValid", FetchCause.CertificateExpired, X509ChainStatusFlags.NotTimeValid, true)]
    [InlineData("Authentication failed, see inner exception.", FetchCause.TlsFailed, X509ChainStatusFlags.NoError, false)]
    public void What_the_platform_says_of_a_certificate_is_read(string message, FetchCause expected, X509ChainStatusFlags problems, bool isForAnotherHost)
    {
        HttpAnswer answer = CauseReader.Read(new HttpRequestException(HttpRequestError.SecureConnectionError, "x", new AuthenticationException(message)));
        Assert.Equal((expected, problems, isForAnotherHost), (answer.Cause, answer.CertificateProblems, answer.IsCertificateForAnotherHost));
    }

    [Fact]
    public void Nothing_of_a_message_comes_through()
    {
        foreach (Exception thrown in (Exception[])[new HttpRequestException("secret"), new AuthenticationException("secret"), new IOException("secret"), new InvalidOperationException("secret")])
        {
            HttpAnswer answer = CauseReader.Read(thrown);
            Assert.Null(answer.Detail);
            Assert.Equal(RefreshOutcome.Unreachable, answer.Outcome);
        }
    }

    [Fact]
    public void Endless_chains_of_exceptions_end()
    {
        Exception chain = new SocketException((int)SocketError.ConnectionRefused);
        for (int i = 0; i < 15; i++)
        {
            chain = new InvalidOperationException("x", chain);
        }

        Assert.Equal(FetchCause.ConnectionRefused, CauseReader.Read(chain).Cause);
        Assert.Equal(FetchCause.ClientFailed, CauseReader.Read(new InvalidOperationException("x", chain)).Cause);
    }
}
