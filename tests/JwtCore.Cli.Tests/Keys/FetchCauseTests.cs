using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using JwtCore.Cli.Tests.Support;
using JwtCore.Tests.Jwks;
using Microsoft.Extensions.Time.Testing;

namespace JwtCore.Cli.Tests;

/// <summary>Each cause of a failed fetch, provoked on loopback and found by name in what verify, jwks and doctor say.</summary>
public sealed class FetchCauseTests : CliTest
{
    private const string Loopback = "--allow-http-loopback";

    private delegate Task<Outcome> Runner(params string[] args);

    [Fact]
    public Task A_name_that_does_not_exist() =>
        AssertToldAsync(FetchCause.NameNotFound, "https://nobody.invalid/keys", ["https://nobody.invalid/keys", "DNS"]);

    [Theory, InlineData("http"), InlineData("https")]
    public async Task A_port_where_nothing_listens(string scheme)
    {
        using Socket bound = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        bound.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        string address = $"{scheme}://127.0.0.1:{((IPEndPoint)bound.LocalEndPoint!).Port}/keys";

        await AssertToldAsync(FetchCause.ConnectionRefused, address, [address, "the connection was refused"], ["certificate", "proxy"]);
    }

    [Fact]
    public async Task A_port_that_does_not_speak_TLS()
    {
        await using RawServer server = new(async (stream, stop) =>
        {
            await stream.ReadAtLeastAsync(new byte[100], 1, throwOnEndOfStream: false, stop);
            await stream.WriteAsync("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray(), stop);
        });

        await AssertToldAsync(FetchCause.TlsNotSpoken, $"https://localhost:{server.Port}/keys", ["does not speak TLS", "plain http"], ["not trusted", "no root"]);
    }

    [Theory]
    [InlineData("localhost", -1, 1, FetchCause.CertificateUntrusted, "no root certificate", "PartialChain")]
    [InlineData("localhost", -9, -2, FetchCause.CertificateExpired, "expired or not yet valid", "NotTimeValid")]
    [InlineData("other.example", -1, 1, FetchCause.CertificateNameMismatch, "another host name", "PartialChain")]
    public async Task A_certificate_that_is_refused(string host, int from, int until, FetchCause cause, string words, string flag)
    {
        DateTimeOffset now = DateTimeOffset.UtcNow;
        using X509Certificate2 certificate = RawServer.Certificate(host, now.AddDays(from), now.AddDays(until));
        await using RawServer server = RawServer.Secure(certificate);
        string address = $"https://localhost:{server.Port}/keys";

        await AssertToldAsync(cause, address, [address, words, flag, $"{certificate.NotAfter.ToUniversalTime():yyyy-MM-dd HH:mm:ss}Z"], ["proxy"]);
    }

    [Theory, InlineData("407 Proxy Authentication Required"), InlineData("403 \u001b[31mForbidden")]
    public async Task A_proxy_that_refuses(string status)
    {
        await using RawServer proxy = RawServer.Answering(status, "Proxy-Authenticate: Negotiate\r\n", "");
        string address = $"http://127.0.0.1:{proxy.Port}";
        (string, string)[] variables = [("HTTPS_PROXY", address), ("https_proxy", address), ("NO_PROXY", ""), ("no_proxy", "")];

        await AssertToldAsync(FetchCause.ProxyRefused, "https://issuer.example.com/keys", ["proxy", status[..3]], ["certificate"], run: args => BuiltProgram.RunAsync(variables, "", args));
    }

    [Theory, InlineData("http", "no response began", "Response"), InlineData("https", "the TLS handshake was not complete", "TlsHandshake")]
    public async Task A_server_that_says_nothing(string scheme, string words, string phase)
    {
        await AssertToldAsync(FetchCause.TimedOut, $"{scheme}://localhost:1/keys", ["within 10 s", words], ["refused", "proxy"], inJson: [phase], run: args => RunUntilTheLimitAsync("", args));
    }

    [Fact]
    public async Task A_body_that_does_not_end() =>
        await AssertToldAsync(FetchCause.TimedOut, "http://localhost:1/keys", ["within 10 s"], ["refused", "proxy"], run: args => RunUntilTheLimitAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{", args));

    [Fact]
    public async Task A_body_that_breaks_off_is_not_a_server_that_cannot_be_reached()
    {
        await using RawServer server = RawServer.Answering("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{");

        await AssertToldAsync(FetchCause.ConnectionBroken, $"http://localhost:{server.Port}/keys", ["broke"], ["cannot be reached", "did not answer"]);
    }

    [Theory, InlineData("403 Forbidden", "403"), InlineData("404 Not Found", "404"), InlineData("503 \u001b[31mbad", "503")]
    public async Task Another_status(string status, string words)
    {
        await using RawServer server = RawServer.Answering(status, "", "\u001b[31m error code: 1010");

        await AssertToldAsync(FetchCause.StatusRefused, $"http://localhost:{server.Port}/keys?code=secret", [$"http://localhost:{server.Port}/keys", words], ["bad", "1010", "secret"]);
    }

    [Fact]
    public async Task A_redirect_and_its_target_without_query_and_fragment()
    {
        string path = "/realms/" + new string('r', 300);
        await using RawServer server = RawServer.Answering("301 Moved", $"Location: https://sso.example.com{path}?state=secret#x\r\n", "");

        await AssertToldAsync(FetchCause.Redirect, $"http://localhost:{server.Port}/keys", ["redirect", $"https://sso.example.com{path}"], ["secret"]);
    }

    [Theory]
    [InlineData("text/html; charset=utf-8", "<!DOCTYPE html><title>Sign in</title>", "an HTML or XML page", "Html")]
    [InlineData("application/json", "[]", "a JSON array", "JsonArray")]
    [InlineData("application/json", "\ufeff<html>", "an HTML or XML page", "Html")]
    [InlineData("application/json", "", "it is empty", "Empty")]
    [InlineData("application/json", """{"issuer":"x","jwks_uri":"https://x/"}""", "it is issuer metadata", "Metadata")]
    [InlineData("application/json", """{"keys":{}}""", "the key set is refused: its member keys is not an array", "KeySet")]
    [InlineData("\u001b[31mtext/x", "nonsense \u001b[31m", "it is not", "Text")]
    public async Task A_body_that_is_no_key_set(string type, string body, string words, string look)
    {
        await using RawServer server = RawServer.Answering("200 OK", $"Content-Type: {type}\r\n", body);
        string[] expected = type[0] == '\u001b' ? [words] : [words, type.Split(';')[0]];

        await AssertToldAsync(FetchCause.NotAKeySet, $"http://localhost:{server.Port}/keys", expected, ["Sign in", "nonsense", "no answer", "cannot be reached"], inJson: [look], jwksCode: 1);
    }

    [Fact]
    public async Task Metadata_of_another_issuer_with_both_values_whole()
    {
        string found = "https://sso.example.com/realms/" + new string('r', 300);
        await using RawServer server = RawServer.Answering("200 OK", "", $$"""{"issuer":"{{found}}","jwks_uri":"https://sso.example.com/keys"}""");
        string expected = $"http://localhost:{server.Port}/realms/{new string('r', 301)}";

        await AssertToldAsync(FetchCause.IssuerDiffers, expected, [found, expected], ["no metadata", "was not found"], isIssuer: true);
    }

    [Fact]
    public async Task Metadata_of_a_hostile_issuer_is_escaped()
    {
        await using RawServer server = RawServer.Answering("200 OK", "", """{"issuer":"https://\u001b[31m\u202eother\r\njwtcore: fine","jwks_uri":"https://sso.example.com/keys"}""");

        await AssertToldAsync(FetchCause.IssuerDiffers, $"http://localhost:{server.Port}", ["u001b[31m"], ["\njwtcore: fine", "\u202e"], isIssuer: true);
    }

    [Fact]
    public async Task Metadata_that_names_an_address_in_plain_http()
    {
        await using LoopbackServer server = new();
        server.Answer("/.well-known/openid-configuration", $$"""{"issuer":"{{server.Address}}","jwks_uri":"http://issuer.example.com/\u001b[31m?a=secret"}""");

        await AssertToldAsync(FetchCause.KeysAddressRefused, server.Address, ["http://issuer.example.com/%1B[31m?a=*", "Have the issuer publish its keys over https."], ["secret"], isIssuer: true);
    }

    [Theory]
    [InlineData("", "", "Have the issuer publish jwks_uri, or give the address of the key set with --")]
    [InlineData(""","jwks_uri":"/keys" """, "", "Have the issuer publish jwks_uri, or give the address of the key set with --")]
    [InlineData(""","jwks_uri":"https://user:secret@sso.example.com/keys" """, "https://sso.example.com/keys", "Have the issuer publish jwks_uri without user information and fragment.")]
    [InlineData(""","jwks_uri":"https://sso.example.com/keys#secret" """, "https://sso.example.com/keys", "Have the issuer publish jwks_uri without user information and fragment.")]
    public async Task Metadata_whose_address_of_the_keys_is_missing_or_has_too_much(string member, string address, string remedy)
    {
        await using LoopbackServer server = new();
        server.Answer("/.well-known/openid-configuration", $$"""{"issuer":"{{server.Address}}"{{member}}}""");

        await AssertToldAsync(FetchCause.KeysAddressRefused, server.Address, [address, remedy], ["secret", "over https"], isIssuer: true);
    }

    // What none of them may have: a sequence that a terminal obeys, and names of the library that say nothing here.
    // Each run has a server of its own: a token that comes without keys starts another fetch, which may outlive its run.
    private async Task<Outcome> RunUntilTheLimitAsync(string answer, string[] args)
    {
        TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using RawServer server = new(async (stream, stop) =>
        {
            await stream.ReadAtLeastAsync(new byte[100], 1, throwOnEndOfStream: false, stop);
            await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(answer), stop);
            arrived.TrySetResult();
            await Task.Delay(Timeout.Infinite, stop);
        });
        FakeTimeProvider time = new(DateTimeOffset.UtcNow);
        string[] own = [.. args.Select(arg => arg.Replace("localhost:1", $"localhost:{server.Port}", StringComparison.Ordinal))];
        Task<Outcome> run = RunWith(Stream.Null, new MemoryStream(), new ToolEnvironment { TimeProvider = time }, own);
        await arrived.Task;
        time.Advance(TimeSpan.FromSeconds(10));
        return await run;
    }

    private async Task AssertToldAsync(
        FetchCause cause,
        string address,
        string[] words,
        string[]? absent = null,
        bool isIssuer = false,
        string[]? inJson = null,
        int jwksCode = 3,
        Runner? run = null)
    {
        run ??= args => Run(args);
        string file = Write("token.jwt", Token());
        string[] keys = [isIssuer ? "--discover" : "--jwks", address, Loopback, .. Policy, "--file", file];
        string[] fetch = ["jwks", isIssuer ? "--discover" : "--url", address, Loopback];
        (Outcome Outcome, int Code)[] told =
        [
            (await run(["verify", .. keys]), 3),
            (await run(["verify", .. keys, "--json"]), 3),
            (await run(["doctor", .. keys]), 3),
            (await run(["doctor", .. keys, "--json"]), 3),
            (await run(fetch), jwksCode),
            (await run([.. fetch, "--json"]), jwksCode),
        ];
        foreach ((Outcome outcome, int code) in told)
        {
            Assert.Contains(cause.ToString(), outcome.Output, StringComparison.Ordinal);
            string text = outcome.Output + outcome.Error;
            Assert.All([cause.ToString(), .. words], word => Assert.Contains(word, text, StringComparison.Ordinal));
            Assert.All(
                [.. absent ?? [], "\u001b", "RemoteJwks", "PlainHttpHosts", "AllowHttpOnLoopback", "Status."],
                word => Assert.DoesNotContain(word, text, StringComparison.Ordinal));
            Assert.Equal(code, outcome.Code);
        }

        Assert.All([told[1], told[3], told[5]], json => Assert.Contains($"\"cause\":\"{cause}\"", json.Outcome.Output, StringComparison.Ordinal));
        Assert.All(inJson ?? [], word => Assert.All([told[3], told[5]], json => Assert.Contains($"\"{word}\"", json.Outcome.Output, StringComparison.Ordinal)));
    }
}
