using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace JwtCore.Tests.Jwks;

/// <summary>Each cause of a failed fetch, provoked on loopback and found by name in the attempt.</summary>
public sealed class ProvokedCauseTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_name_that_does_not_exist()
    {
        JwksAttempt attempt = await FetchAsync("https://nobody.invalid/keys");
        AssertCause(FetchCause.NameNotFound, attempt, "https://nobody.invalid/keys: ", "DNS");
        Assert.Equal(FetchPhase.NameLookup, attempt.Requests[0].Phase);
    }

    [Theory, InlineData("http"), InlineData("https")]
    public async Task A_port_where_nothing_listens(string scheme)
    {
        using Socket bound = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        bound.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        string address = $"{scheme}://127.0.0.1:{((IPEndPoint)bound.LocalEndPoint!).Port}/keys";
        JwksAttempt attempt = await FetchAsync(address);
        AssertCause(FetchCause.ConnectionRefused, attempt, address, "refused");
        Assert.Equal(FetchPhase.Connecting, attempt.Requests[0].Phase);
    }

    [Fact]
    public async Task A_client_that_gives_up_by_its_own_time_limit()
    {
        await using RawServer server = new(async (stream, stop) => await Task.Delay(Timeout.Infinite, stop));
        using HttpClient client = new() { Timeout = TimeSpan.FromMilliseconds(50) };
        using RemoteJwks keys = new($"http://localhost:{server.Port}/keys", new() { Client = client, AllowHttpOnLoopback = true });
        AssertCause(FetchCause.TimedOut, await keys.RefreshAsync(Cancellation), "no complete response within the time limit of the client");
    }

    [Fact]
    public async Task A_port_that_does_not_speak_TLS()
    {
        // Such a server sees no request line, and answers as soon as a line ends, if it answers.
        await using RawServer server = new(async (stream, stop) =>
        {
            await stream.ReadAtLeastAsync(new byte[100], 1, throwOnEndOfStream: false, stop);
            await stream.WriteAsync("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray(), stop);
        });
        AssertCause(FetchCause.TlsNotSpoken, await FetchAsync($"https://localhost:{server.Port}/keys"), "TLS", "plain http");
    }

    [Theory]
    [InlineData("localhost", -1, 1, FetchCause.CertificateUntrusted, "no root certificate")]
    [InlineData("localhost", -9, -2, FetchCause.CertificateExpired, "expired or not yet valid")]
    [InlineData("localhost", 2, 9, FetchCause.CertificateExpired, "expired or not yet valid")]
    [InlineData("other.example", -1, 1, FetchCause.CertificateNameMismatch, "another host name")]
    public async Task A_certificate_that_is_refused(string host, int from, int until, FetchCause expected, string words)
    {
        DateTimeOffset now = DateTimeOffset.UtcNow;
        using X509Certificate2 certificate = RawServer.Certificate(host, now.AddDays(from), now.AddDays(until));
        await using RawServer server = RawServer.Secure(certificate);
        string address = $"https://localhost:{server.Port}/keys";
        JwksAttempt attempt = await FetchAsync(address);
        AssertCause(expected, attempt, address, words, $"to {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd HH:mm:ss}Z");
        JwksRequest request = attempt.Requests[0];
        Assert.Equal(FetchPhase.TlsHandshake, request.Phase);
        Assert.Equal(host != "localhost", request.IsCertificateForAnotherHost);
        Assert.Equal(expected == FetchCause.CertificateExpired, request.CertificateProblems.HasFlag(X509ChainStatusFlags.NotTimeValid));
        Assert.NotEqual(X509ChainStatusFlags.NoError, request.CertificateProblems & (X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.UntrustedRoot));
        Assert.Equal(certificate.NotAfter.ToUniversalTime(), request.CertificateNotAfter!.Value.UtcDateTime);

        // The same through a client of the caller, from what the platform says.
        using HttpClient client = new(new SocketsHttpHandler { UseProxy = false });
        JwksAttempt other = await FetchAsync(address, new RemoteJwksOptions { Client = client });
        Assert.Equal(expected, other.Cause);
    }

    [Fact]
    public async Task A_server_that_ends_the_handshake()
    {
        await using RawServer server = new(async (stream, stop) =>
        {
            await stream.ReadAtLeastAsync(new byte[100], 1, throwOnEndOfStream: false, stop);

            // RFC 8446 section 6: a fatal alert, handshake_failure.
            await stream.WriteAsync(new byte[] { 21, 3, 3, 0, 2, 2, 40 }, stop);
        });
        AssertCause(FetchCause.TlsFailed, await FetchAsync($"https://localhost:{server.Port}/keys"), "handshake");
    }

    [Theory, InlineData("407 Proxy Authentication Required", 407), InlineData("403 Forbidden", 403)]
    public async Task A_proxy_that_refuses(string status, int expected)
    {
        await using RawServer proxy = RawServer.Answering(status, "Proxy-Authenticate: Negotiate\r\n", "");
        JwksAttempt attempt = await FetchThroughAsync(proxy.Port);
        AssertCause(FetchCause.ProxyRefused, attempt, "https://issuer.example.com/keys", "proxy", status[..3]);
        Assert.Equal(expected, attempt.Requests[0].Status);
    }

    [Theory, InlineData("https", FetchPhase.TlsHandshake, "TLS handshake"), InlineData("http", FetchPhase.Response, "no response began")]
    public async Task A_server_that_says_nothing(string scheme, FetchPhase phase, string words)
    {
        FakeTimeProvider time = new(DateTimeOffset.UtcNow);
        TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using RawServer server = new(async (stream, stop) =>
        {
            await stream.ReadAtLeastAsync(new byte[100], 1, throwOnEndOfStream: false, stop);
            arrived.TrySetResult();
            await Task.Delay(Timeout.Infinite, stop);
        });
        Task<JwksAttempt> fetching = FetchAsync($"{scheme}://localhost:{server.Port}/keys", Options(time));
        await arrived.Task;
        time.Advance(TimeSpan.FromSeconds(10));
        JwksAttempt attempt = await fetching;
        AssertCause(FetchCause.TimedOut, attempt, "within 10 s", words);
        Assert.Equal(phase, attempt.Requests[0].Phase);
    }

    [Fact]
    public async Task A_body_that_does_not_end()
    {
        FakeTimeProvider time = new(DateTimeOffset.UtcNow);
        Scenarios.Drip drip = new();
        using Site site = new() { Answer = _ => new(HttpStatusCode.OK) { Content = new StreamContent(drip) } };
        Task<JwksAttempt> fetching = FetchAsync("https://issuer.example.com/keys", new RemoteJwksOptions { TimeProvider = time, Client = site.Client });
        await drip.Waits;
        time.Advance(TimeSpan.FromSeconds(10));
        JwksAttempt attempt = await fetching;
        AssertCause(FetchCause.TimedOut, attempt, "within 10 s", "the body did not end");
        Assert.Equal(FetchPhase.Body, attempt.Requests[0].Phase);
    }

    [Theory, InlineData(10_000, FetchCause.TimedOut), InlineData(9_999, FetchCause.NoUsableKey)]
    public async Task A_body_that_drips_over_a_real_connection(int milliseconds, FetchCause expected)
    {
        HeaderTime time = new();
        TaskCompletionSource rest = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using RawServer server = new(async (stream, stop) =>
        {
            await RawServer.ReadRequestAsync(stream, stop);
            time.Expect();
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 11\r\nConnection: close\r\n\r\n"u8.ToArray(), stop);
            foreach (char letter in """{"keys":[""")
            {
                await stream.WriteAsync(new[] { (byte)letter }, stop);
            }

            await rest.Task.WaitAsync(stop);
            await stream.WriteAsync("]}"u8.ToArray(), stop);
        });
        Task<JwksAttempt> fetching = FetchAsync($"http://localhost:{server.Port}/keys", Options(time));
        await time.HeadersCame;
        time.Advance(TimeSpan.FromMilliseconds(milliseconds));
        if (expected != FetchCause.TimedOut)
        {
            rest.SetResult();
        }

        JwksAttempt attempt = await fetching;
        AssertCause(expected, attempt, expected == FetchCause.TimedOut ? ["within 10 s", "the body did not end"] : []);
        Assert.Equal(FetchPhase.Body, attempt.Requests[0].Phase);
    }

    [Fact]
    public async Task A_connection_that_breaks()
    {
        await using RawServer early = new((_, _) => Task.CompletedTask);
        AssertCause(FetchCause.ConnectionBroken, await FetchAsync($"http://localhost:{early.Port}/keys"), "broke");
        await using RawServer late = RawServer.Answering("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{");
        AssertCause(FetchCause.ConnectionBroken, await FetchAsync($"http://localhost:{late.Port}/keys"), "broke");
    }

    [Fact]
    public async Task A_server_that_does_not_speak_HTTP()
    {
        await using RawServer server = RawServer.Answering("SSH-2.0-OpenSSH_9.6\r\n\r\n");
        AssertCause(FetchCause.ResponseInvalid, await FetchAsync($"http://localhost:{server.Port}/keys"), "does not speak HTTP");
    }

    [Theory, InlineData("403 Forbidden", 403), InlineData("404 Not Found", 404), InlineData("503 \u001b[31mbad", 503)]
    public async Task Another_status(string status, int expected)
    {
        await using RawServer server = RawServer.Answering(status, "", "error code: 1010");
        JwksAttempt attempt = await FetchAsync($"http://localhost:{server.Port}/keys");
        AssertCause(FetchCause.StatusRefused, attempt, $"http://localhost:{server.Port}/keys", status[..3]);
        Assert.Equal(expected, attempt.Requests[0].Status);
    }

    [Theory]
    [InlineData("https://sso.example.com/realms/r/keys?state=secret#x", "https://sso.example.com/realms/r/keys")]
    [InlineData("/realms/r/keys?state=secret", "http://localhost:{0}/realms/r/keys")]
    [InlineData("http://user:word@sso.example.com/", "http://sso.example.com/")]
    public async Task A_redirect_and_its_target(string location, string target)
    {
        await using RawServer server = RawServer.Answering("301 Moved", $"Location: {location}\r\n", "");
        JwksAttempt attempt = await FetchAsync($"http://localhost:{server.Port}/keys");
        target = target.Replace("{0}", $"{server.Port}", StringComparison.Ordinal);
        AssertCause(FetchCause.Redirect, attempt, "301", $"a redirect to {target}.");
        Assert.Equal(target, attempt.Requests[0].RedirectTarget);
        Assert.DoesNotContain("secret", attempt.Explain(), StringComparison.Ordinal);
        Assert.DoesNotContain("word", attempt.Explain(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/html; charset=utf-8", "<!DOCTYPE html><title>Sign in</title>", FetchedBody.Html, "an HTML or XML page, with Content-Type \"text/html\"")]
    [InlineData("application/json", "[]", FetchedBody.JsonArray, "a JSON array")]
    [InlineData("application/json", "\ufeff[]", FetchedBody.JsonArray, "a JSON array")]
    [InlineData("application/json", """{"issuer":"x","keys":{}}""", FetchedBody.KeySet, "the key set is refused")]
    [InlineData("application/json", "", FetchedBody.Empty, "it is empty")]
    [InlineData("application/json", """{"issuer":"x","jwks_uri":"https://x/"}""", FetchedBody.Metadata, "RemoteJwks.Discover")]
    [InlineData("application/json", """{"kty":"EC"}""", FetchedBody.SingleKey, "a single JWK")]
    [InlineData("application/json", """{"a":"-----BEGIN CERTIFICATE-----"}""", FetchedBody.CertificateMap, "a map of key IDs to certificates")]
    [InlineData("application/json", """{"error":"x"}""", FetchedBody.JsonObject, "it has no member keys")]
    [InlineData("application/json", """{"keys":{}}""", FetchedBody.KeySet, "its member keys is not an array")]
    [InlineData("text/plain", "nonsense \u001b[31m", FetchedBody.Text, "not")]
    public async Task A_body_that_is_no_key_set(string type, string body, FetchedBody expected, string words)
    {
        await using RawServer server = RawServer.Answering("200 OK", $"Content-Type: {type}\r\n", body);
        JwksAttempt attempt = await FetchAsync($"http://localhost:{server.Port}/keys");
        AssertCause(FetchCause.NotAKeySet, attempt, words, type.Split(';')[0]);
        Assert.Equal((expected, type.Split(';')[0]), (attempt.Requests[0].Body, attempt.Requests[0].ContentType));
    }

    [Fact]
    public async Task Metadata_of_another_issuer_with_both_values_whole()
    {
        const string found = "https://sso.example.com/realms/production-of-the-european-customer-portal-with-a-long-name-that-goes-on-and-on";
        await using RawServer server = RawServer.Answering("200 OK", "", $$"""{"issuer":"{{found}}","jwks_uri":"https://sso.example.com/keys"}""");
        string expected = $"http://localhost:{server.Port}/realms/production-of-the-european-customer-portal-with-a-long-name-that-goes-on-and-on-and-on";
        using RemoteJwks keys = RemoteJwks.Discover(expected, Options());
        JwksAttempt attempt = await keys.RefreshAsync(Cancellation);
        Assert.Equal(RefreshOutcome.MetadataIssuerMismatch, attempt.Outcome);
        JwksRequest request = attempt.Requests[0];
        Assert.Equal((FetchCause.IssuerDiffers, found, expected, "https://sso.example.com/keys"), (request.Cause, request.FoundIssuer, request.ExpectedIssuer, request.KeysAddress));
        AssertCause(FetchCause.IssuerDiffers, attempt, $"\"{found[..100]}...\"");
        Assert.Contains($"names the issuer \"{found}\"; expected \"{expected}\"", attempt.Explain(int.MaxValue), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metadata_that_names_no_address_or_one_in_plain_http()
    {
        string named = "";
        string issuer = "";
        await using RawServer server = new(async (stream, stop) =>
        {
            await RawServer.ReadRequestAsync(stream, stop);
            string body = $$"""{"issuer":"{{issuer}}"{{named}}}""";
            await stream.WriteAsync(Encoding.UTF8.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}"), stop);
        });
        issuer = $"http://localhost:{server.Port}";
        using RemoteJwks keys = RemoteJwks.Discover(issuer, Options());
        AssertCause(FetchCause.KeysAddressRefused, await keys.RefreshAsync(Cancellation), "no jwks_uri");
        named = ""","jwks_uri":"http://10.0.0.1/keys?a=secret" """;
        AssertCause(FetchCause.KeysAddressRefused, await keys.RefreshAsync(Cancellation), "http://10.0.0.1/keys?a=*", "PlainHttpHosts");
    }

    private static RemoteJwksOptions Options(TimeProvider? time = null) => new() { AllowHttpOnLoopback = true, TimeProvider = time ?? TimeProvider.System };

    private static async Task<JwksAttempt> FetchAsync(string address, RemoteJwksOptions? options = null)
    {
        using RemoteJwks keys = new(address, options ?? Options());
        return await keys.RefreshAsync(Cancellation);
    }

    private static async Task<JwksAttempt> FetchThroughAsync(int proxy)
    {
        using HttpClient client = new(new SocketsHttpHandler { Proxy = new WebProxy($"http://127.0.0.1:{proxy}") });
        return await FetchAsync("https://issuer.example.com/keys", new RemoteJwksOptions { Client = client });
    }

    private static void AssertCause(FetchCause expected, JwksAttempt attempt, params string[] words)
    {
        Assert.False(attempt.IsSuccess);
        Assert.Equal(expected, attempt.Cause);
        Assert.Equal(expected, attempt.Requests[0].Cause);
        string sentence = attempt.Explain();
        Assert.All(words, word => Assert.Contains(word, sentence, StringComparison.Ordinal));
        Assert.All(sentence, c => Assert.InRange(c, ' ', '~'));
    }

    // The client reads the clock when the headers of a response have come.
    private sealed class HeaderTime() : FakeTimeProvider(DateTimeOffset.UtcNow)
    {
        private readonly TaskCompletionSource _came = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private volatile bool _isExpected;

        public Task HeadersCame => _came.Task;

        public void Expect() => _isExpected = true;

        public override DateTimeOffset GetUtcNow()
        {
            if (_isExpected)
            {
                _came.TrySetResult();
            }

            return base.GetUtcNow();
        }
    }
}
