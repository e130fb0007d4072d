using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using JwtCore.Hosting.Tests.Support;
using JwtCore.Tests.Jwks;
using Microsoft.Extensions.Logging;

namespace JwtCore.Hosting.Tests;

/// <summary>The verifier's own connections, over a real socket.</summary>
public sealed class IntrospectionEndpointTests : IDisposable
{
    private readonly CapturedLog _log = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task An_answer_over_a_real_connection_is_accepted()
    {
        await using RawServer server = Answering("200 OK", "Content-Type: application/json\r\n", Active());

        Assert.Equal((VerifyError.None, null), await JudgeAsync($"http://127.0.0.1:{server.Port}/introspect"));
    }

    [Fact]
    public async Task A_port_where_nobody_listens_is_an_outage() =>
        Assert.Equal((VerifyError.KeysUnavailable, "ConnectionRefused"), await JudgeAsync("http://127.0.0.1:1/introspect"));

    [Theory, InlineData("302 Found"), InlineData("307 Temporary Redirect"), InlineData("308 Permanent Redirect")]
    public async Task The_token_follows_no_redirect(string status)
    {
        bool isAsked = false;
        await using RawServer other = new((_, _) =>
        {
            isAsked = true;
            return Task.CompletedTask;
        });
        await using RawServer server = Answering(status, $"Location: http://127.0.0.1:{other.Port}/\r\n", "");

        Assert.Equal((VerifyError.KeysUnavailable, $"Redirect, status {status[..3]}"), await JudgeAsync($"http://127.0.0.1:{server.Port}/introspect"));
        Assert.False(isAsked);
    }

    [Fact]
    public async Task A_certificate_that_nobody_trusts_is_an_outage()
    {
        using X509Certificate2 certificate = RawServer.Certificate("localhost", DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await using RawServer server = RawServer.Secure(certificate);
        (VerifyError error, string? cause) = await JudgeAsync($"https://localhost:{server.Port}/introspect");

        Assert.Equal(VerifyError.KeysUnavailable, error);
        Assert.StartsWith("Certificate", cause, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n", "ConnectionBroken")]
    [InlineData("SSH-2.0-OpenSSH\r\n", "ResponseInvalid")]
    [InlineData("", "ConnectionBroken")]
    public async Task A_broken_answer_is_an_outage(string answer, string cause)
    {
        await using RawServer server = Answering(answer);
        (VerifyError error, string? found) = await JudgeAsync($"http://127.0.0.1:{server.Port}/introspect");

        Assert.Equal(VerifyError.KeysUnavailable, error);
        Assert.StartsWith(cause, found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_never_ends_is_cut_off_at_its_limit()
    {
        await using RawServer server = new(async (stream, stop) =>
        {
            await ReadRequestAsync(stream, stop);
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"u8.ToArray(), stop);
            byte[] chunk = Encoding.ASCII.GetBytes(new string(' ', 64 * 1024));
            while (true)
            {
                await stream.WriteAsync(chunk, stop);
            }
        });

        Assert.Equal((VerifyError.KeysUnavailable, "BodyTooLarge, status 200"), await JudgeAsync($"http://127.0.0.1:{server.Port}/introspect"));
    }

    [Fact]
    public async Task A_body_that_drips_is_cut_off_at_the_time_limit()
    {
        await using RawServer server = new(async (stream, stop) =>
        {
            await ReadRequestAsync(stream, stop);
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"u8.ToArray(), stop);
            while (true)
            {
                await stream.WriteAsync(" "u8.ToArray(), stop);
                await Task.Delay(10, stop);
            }
        });

        Assert.Equal((VerifyError.KeysUnavailable, "TimedOut"), await JudgeAsync($"http://127.0.0.1:{server.Port}/introspect", TimeSpan.FromMilliseconds(300)));
    }

    private static RawServer Answering(string status, string headers, string body) =>
        Answering($"HTTP/1.1 {status}\r\n{headers}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}");

    private static RawServer Answering(string response) => new(async (stream, stop) =>
    {
        await ReadRequestAsync(stream, stop);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(response), stop);
    });

    // With its body: what is left unread resets the connection when it is closed.
    private static async Task ReadRequestAsync(Stream stream, CancellationToken stop)
    {
        StringBuilder head = new();
        byte[] one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one, stop) == 1)
        {
            head.Append((char)one[0]);
        }

        string length = head.ToString().Split("\r\n").Single(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))["Content-Length:".Length..];
        await stream.ReadExactlyAsync(new byte[int.Parse(length, CultureInfo.InvariantCulture)], stop);
    }

    private static string Active() => Endpoint.Active(("exp", (DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 300).ToString(CultureInfo.InvariantCulture)));

    private async Task<(VerifyError Error, string? Cause)> JudgeAsync(string endpoint, TimeSpan? limit = null)
    {
        using ILoggerFactory loggers = LoggerFactory.Create(builder => builder.AddProvider(_log));
        using IntrospectionVerifier verifier = new(
            new()
            {
                Endpoint = endpoint,
                Issuer = Given.Issuer,
                Audience = Given.Audience,
                ClientId = "api",
                ClientSecret = "secret",
                AllowHttpOnLoopback = true,
                AskAboutJwts = true,
                RequestTimeout = limit ?? TimeSpan.FromMinutes(1),
            },
            jwts: null,
            loggers);
        VerifyResult result = await verifier.VerifyAsync("opaque".AsMemory(), TestContext.Current.CancellationToken);
        string? line = _log.Entries.IsEmpty ? null : Assert.Single(_log.Entries).Text;
        return (result.Error, line?.Split("usable answer: ")[1].Split(". The requests")[0]);
    }
}
