using System.Collections.Concurrent;
using System.Net;
using JwtCore.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace JwtCore.Cli.Tests;

/// <summary>A protected service over real HTTP, for one request: what the client is told, and what the log has.</summary>
internal sealed class ErrorService : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _lines = new();

    public ILogger CreateLogger(string categoryName) => new Lines(categoryName.StartsWith("JwtCore.", StringComparison.Ordinal) ? _lines : null);

    public void Dispose()
    {
    }

    /// <summary>The answer in one line, and the lines of the log at Information and above, in the order of the alphabet.</summary>
    /// <param name="token">What follows <c>Bearer </c>.</param>
    /// <param name="policies">What is accepted.</param>
    /// <param name="now">The time.</param>
    /// <param name="isRevoked">The revocation check; null for none.</param>
    public static async Task<(string Answer, string[] Log)> SendAsync(string token, VerificationPolicy[] policies, DateTimeOffset now, AsyncRevocationCheck? isRevoked)
    {
        using ErrorService service = new();
        FakeTimeProvider time = new(now);
        bool isAsked = false;
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(service);

        // JWTCORE_ variables of the machine that runs the tests would be in the log.
        builder.Services.AddSingleton(new EnvironmentSource(new Dictionary<string, string>()));
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddAuthorization().AddAuthentication().AddJwtCore(options =>
        {
            foreach (VerificationPolicy policy in policies)
            {
                options.Policies.Add(policy);
            }

            options.VerifierOptions = new() { TimeProvider = time, IsRevokedAsync = isRevoked is null ? null : AskAsync };
        });
        await using WebApplication app = builder.Build();
        app.MapGet("/", () => "").RequireAuthorization();
        await app.StartAsync(TestContext.Current.CancellationToken);
        using HttpClient client = new() { BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()) };
        using HttpRequestMessage request = new(HttpMethod.Get, "/");
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
        Task<HttpResponseMessage> sending = client.SendAsync(request, TestContext.Current.CancellationToken);

        // A check that does not end has its time limit by this clock.
        while (isRevoked is not null && await Task.WhenAny(sending, Task.Delay(10, TestContext.Current.CancellationToken)) != sending)
        {
            time.Advance(isAsked ? TimeSpan.FromSeconds(5) : TimeSpan.Zero);
        }

        using HttpResponseMessage response = await sending;
        string challenge = response.Headers.NonValidated.TryGetValues("WWW-Authenticate", out var values) ? ", " + values.ToString() : "";

        // The first attempt starts with the host; what it came to may be logged after the answer.
        bool isOutage = isRevoked is null && response.StatusCode == HttpStatusCode.ServiceUnavailable;
        for (int i = 0; i < 500 && isOutage && !service._lines.Any(line => line.StartsWith("Warning", StringComparison.Ordinal)); i++)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        return ($"{(int)response.StatusCode}{challenge}", [.. service._lines.Distinct().Order(StringComparer.Ordinal)]);

        ValueTask<bool> AskAsync(TokenClaims claims, CancellationToken cancellationToken)
        {
            isAsked = true;
            return isRevoked!(claims, cancellationToken);
        }
    }

    private sealed class Lines(ConcurrentQueue<string>? lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => lines is not null && logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                lines!.Enqueue($"{logLevel} {eventId.Id}: {formatter(state, exception)}");
            }
        }
    }
}
