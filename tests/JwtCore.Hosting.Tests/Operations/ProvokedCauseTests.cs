using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using JwtCore.Hosting.Tests.Support;
using JwtCore.Tests.Jwks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace JwtCore.Hosting.Tests;

/// <summary>Each cause of a failed fetch, provoked on loopback and found by name in the log and in the health answer of a host.</summary>
public sealed class ProvokedCauseTests : IDisposable
{
    private readonly CapturedLog _log = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _log.Dispose();

    [Fact]
    public Task A_name_that_does_not_exist() => AssertToldAsync(FetchCause.NameNotFound, "https://nobody.invalid/keys", "DNS");

    [Fact]
    public async Task A_port_where_nothing_listens()
    {
        using Socket bound = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        bound.Bind(new IPEndPoint(IPAddress.Loopback, 0));

        await AssertToldAsync(FetchCause.ConnectionRefused, $"https://127.0.0.1:{((IPEndPoint)bound.LocalEndPoint!).Port}/keys", "the connection was refused");
    }

    [Fact]
    public async Task A_port_that_does_not_speak_TLS()
    {
        await using RawServer server = new(async (stream, stop) =>
        {
            await stream.ReadAtLeastAsync(new byte[100], 1, throwOnEndOfStream: false, stop);
            await stream.WriteAsync("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray(), stop);
        });

        await AssertToldAsync(FetchCause.TlsNotSpoken, $"https://localhost:{server.Port}/keys", "does not speak TLS");
    }

    [Theory]
    [InlineData("localhost", -1, 1, FetchCause.CertificateUntrusted, "no root certificate")]
    [InlineData("localhost", -9, -2, FetchCause.CertificateExpired, "expired or not yet valid")]
    [InlineData("other.example", -1, 1, FetchCause.CertificateNameMismatch, "another host name")]
    public async Task A_certificate_that_is_refused(string host, int from, int until, FetchCause cause, string words)
    {
        DateTimeOffset now = DateTimeOffset.UtcNow;
        using X509Certificate2 certificate = RawServer.Certificate(host, now.AddDays(from), now.AddDays(until));
        await using RawServer server = RawServer.Secure(certificate);

        await AssertToldAsync(cause, $"https://localhost:{server.Port}/keys", words);
    }

    [Fact]
    public async Task A_proxy_that_refuses()
    {
        await using RawServer proxy = RawServer.Answering("407 Proxy Authentication Required", "Proxy-Authenticate: Negotiate\r\n", "");
        using HttpClient client = new(new SocketsHttpHandler { Proxy = new WebProxy($"http://127.0.0.1:{proxy.Port}") });

        await AssertToldAsync(FetchCause.ProxyRefused, "https://issuer.example.com/keys", "407", new() { Client = client });
    }

    [Fact]
    public async Task A_body_that_does_not_end()
    {
        FakeTimeProvider time = new(DateTimeOffset.UtcNow);
        using SemaphoreSlim begun = new(0);
        await using RawServer server = new(async (stream, stop) =>
        {
            await RawServer.ReadRequestAsync(stream, stop);
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"u8.ToArray(), stop);
            begun.Release();
            await Task.Delay(Timeout.Infinite, stop);
        });

        // The limit runs in simulated time, and passes as soon as an attempt is under way.
        await AssertToldAsync(FetchCause.TimedOut, $"http://localhost:{server.Port}/keys", "within 10 s", new() { AllowHttpOnLoopback = true, TimeProvider = time }, passing: async () =>
        {
            await begun.WaitAsync(Cancellation);
            time.Advance(TimeSpan.FromSeconds(10));
        });
    }

    [Fact]
    public async Task Another_status()
    {
        await using RawServer server = RawServer.Answering("503 \u001b[31mbad", "", "\u001b[31m error code: 1010");

        await AssertToldAsync(FetchCause.StatusRefused, $"http://localhost:{server.Port}/keys", "503");
    }

    [Fact]
    public async Task A_redirect()
    {
        await using RawServer server = RawServer.Answering("301 Moved", "Location: https://sso.example.com/keys?state=secret#x\r\n", "");

        await AssertToldAsync(FetchCause.Redirect, $"http://localhost:{server.Port}/keys", "https://sso.example.com/keys");
    }

    [Theory]
    [InlineData("text/html; charset=utf-8", "<!DOCTYPE html><title>Sign in</title>", "an HTML or XML page")]
    [InlineData("application/json", "[]", "a JSON array")]
    [InlineData("application/json", "\ufeff<html>", "an HTML or XML page")]
    [InlineData("application/json", "", "it is empty")]
    public async Task A_body_that_is_no_key_set(string type, string body, string words)
    {
        await using RawServer server = RawServer.Answering("200 OK", $"Content-Type: {type}\r\n", body);

        await AssertToldAsync(FetchCause.NotAKeySet, $"http://localhost:{server.Port}/keys", words);
    }

    [Fact]
    public async Task Metadata_of_another_issuer()
    {
        await using RawServer server = RawServer.Answering("200 OK", "", """{"issuer":"https://sso.example.com","jwks_uri":"https://sso.example.com/keys"}""");

        await AssertToldAsync(FetchCause.IssuerDiffers, $"http://localhost:{server.Port}", "names the issuer \"https://sso.example.com\"; expected", isAuthority: true);
    }

    private async Task AssertToldAsync(
        FetchCause cause, string address, string words, RemoteJwksOptions? options = null, bool isAuthority = false, Func<Task>? passing = null)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new() { EnvironmentName = "Production" });
        builder.Logging.AddProvider(_log);
        builder.Services
            .AddSingleton(options ?? new RemoteJwksOptions { AllowHttpOnLoopback = true })
            .AddSingleton(Given.Environment(isAuthority
                ? [("JWTCORE_AUTHORITY", address), ("JWTCORE_AUDIENCE", Given.Audience)]
                : [("JWTCORE_ISSUER", Given.Issuer), ("JWTCORE_JWKS_URI", address), ("JWTCORE_AUDIENCE", Given.Audience)]))
            .AddJwtCoreVerifier()
            .AddHealthChecks().AddJwtCoreKeys();
        using IHost host = builder.Build();
        RemoteJwks keys = (RemoteJwks)host.Services.GetRequiredService<SettingsVerifier>().Policies[0].Keys;
        TaskCompletionSource<JwksAttempt> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await host.StartAsync(Cancellation);
        keys.AttemptEnded += (_, attempt) => ended.TrySetResult(attempt);
        Task<JwksAttempt> refreshing = keys.RefreshAsync(Cancellation);
        await (passing?.Invoke() ?? Task.CompletedTask);
        await refreshing;
        Assert.Equal(cause, (await ended.Task).Cause);

        HealthReport report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Cancellation);
        string health = report.Entries["jwtcore-keys"].Description!;
        string log = _log.Entries.First(entry => entry is { Level: LogLevel.Warning, Event: "KeyRefreshFailed" }).Text;
        Assert.Equal(HealthStatus.Unhealthy, report.Status);
        Assert.All(
            [health, log],
            text =>
            {
                Assert.Contains(cause.ToString(), text, StringComparison.Ordinal);
                Assert.Contains(words, text, StringComparison.Ordinal);
                Assert.Contains(address, text, StringComparison.Ordinal);
                Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
                Assert.DoesNotContain("1010", text, StringComparison.Ordinal);
                Assert.All(text, c => Assert.InRange(c, ' ', '~'));
            });
        await host.StopAsync(Cancellation);
    }
}
