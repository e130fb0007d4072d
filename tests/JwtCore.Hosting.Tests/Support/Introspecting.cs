using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace JwtCore.Hosting.Tests.Support;

/// <summary>A verifier that asks an <see cref="Support.Endpoint"/>, with a clock and a log.</summary>
internal sealed class Introspecting : IDisposable
{
    private readonly HttpClient _client;
    private readonly ILoggerFactory _loggers;

    public Introspecting(Func<IntrospectionOptions, IntrospectionOptions>? change = null, JwtVerifier? jwts = null)
    {
        _client = new HttpClient(Endpoint) { Timeout = Timeout.InfiniteTimeSpan };
        _loggers = LoggerFactory.Create(builder => builder.AddProvider(Log));
        IntrospectionOptions options = Options(_client, Time, askAboutJwts: jwts is null);
        Verifier = new IntrospectionVerifier(change is null ? options : change(options), jwts, _loggers);
    }

    public static DateTimeOffset Now { get; } = DateTimeOffset.FromUnixTimeSeconds(1_767_225_600);

    public FakeTimeProvider Time { get; } = new(Now);

    public Endpoint Endpoint { get; } = new();

    public CapturedLog Log { get; } = new();

    public IntrospectionVerifier Verifier { get; }

    /// <summary>Options of a verifier that asks through a client.</summary>
    public static IntrospectionOptions Options(HttpClient? client, TimeProvider time, TimeSpan rememberFor = default, int maxRemembered = 10_000, int atOnce = 64, int maxBytes = 65_536, bool askAboutJwts = true) => new()
    {
        Endpoint = Endpoint.Address,
        Issuer = Given.Issuer,
        Audience = Given.Audience,
        ClientId = "api",
        ClientSecret = "secret",
        Client = client,
        TimeProvider = time,
        RememberFor = rememberFor,
        MaxRemembered = maxRemembered,
        RequestsAtOnce = atOnce,
        MaxBytes = maxBytes,
        AskAboutJwts = askAboutJwts,
    };

    public async Task<VerifyResult> VerifyAsync(string token = "opaque") => await Verifier.VerifyAsync(token.AsMemory(), TestContext.Current.CancellationToken);

    /// <summary>The verdict, and the one line of the log since the last call; null for none.</summary>
    public async Task<(VerifyError Error, string? Line)> JudgeAsync(string token = "opaque")
    {
        Log.Entries.Clear();
        VerifyError error = (await VerifyAsync(token)).Error;
        return (error, Log.Entries.IsEmpty ? null : Assert.Single(Log.Entries).Text);
    }

    public void Dispose()
    {
        Verifier.Dispose();
        _client.Dispose();
        _loggers.Dispose();
    }
}
