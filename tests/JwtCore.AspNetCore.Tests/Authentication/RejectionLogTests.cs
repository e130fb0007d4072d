using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using JwtCore.AspNetCore.Tests.Support;
using JwtCore.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace JwtCore.AspNetCore.Tests;

public sealed class RejectionLogTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly CapturedLog _log = new();

    public void Dispose() => _log.Dispose();

    [Theory]
    [InlineData(10, 10, null)]
    [InlineData(11, 10, "1 more requests were refused within a minute: Expired.")]
    public void The_eleventh_request_of_a_minute_is_counted(int requests, int lines, string? summary)
    {
        using RejectionLog log = new(_log, _time);
        Add(log, VerifyError.Expired, requests);

        Assert.Equal(lines, _log.Entries.Count);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(summary, _log.Entries.SingleOrDefault(entry => entry.Event == "MoreTokensRejected").Text);
    }

    [Fact]
    public void A_flood_from_many_threads_has_few_lines_and_the_right_count()
    {
        using RejectionLog log = new(_log, _time);
        Parallel.For(0, 10_000, _ => Add(log, VerifyError.SignatureInvalid, 1));
        Add(log, VerifyError.Expired, 3);
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(14, _log.Entries.Count);
        Assert.Contains(_log.Entries, entry => entry is { Level: LogLevel.Information, Text: "9990 more requests were refused within a minute: SignatureInvalid." });
    }

    [Fact]
    public void Each_minute_begins_anew_and_what_is_counted_is_told_at_the_end()
    {
        RejectionLog log = new(_log, _time);
        Add(log, VerifyError.Expired, 12);
        _time.Advance(TimeSpan.FromMinutes(1));
        Add(log, VerifyError.Expired, 13);
        log.Dispose();

        Assert.Equal(20, _log.Entries.Count(entry => entry.Event == "TokenRejected"));
        Assert.Equal(
            ["2 more requests were refused within a minute: Expired.", "3 more requests were refused within a minute: Expired."],
            _log.Entries.Where(entry => entry.Event == "MoreTokensRejected").Select(entry => entry.Text));
    }

    // The callback of a timer: what escapes from it ends the process.
    [Fact]
    public void A_logging_provider_that_fails_at_the_end_of_a_minute_hurts_nobody()
    {
        FailingLogger logger = new();
        using RejectionLog log = new(logger, _time);
        Add(log, VerifyError.Expired, 11);
        logger.Fails = true;
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(11, logger.Lines);
        logger.Fails = false;
        Add(log, VerifyError.Expired, 1);
        Assert.Equal(12, logger.Lines);
    }

    [Fact]
    public void After_the_end_no_timer_starts()
    {
        RejectionLog log = new(_log, _time);
        log.Dispose();
        Add(log, VerifyError.Expired, 11);
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.DoesNotContain(_log.Entries, entry => entry.Event == "MoreTokensRejected");
    }

    [Theory]
    [InlineData(VerifyError.ClaimMalformed, "exp", ClaimFault.WrongType, "ClaimMalformed, claim exp (WrongType)")]
    [InlineData(VerifyError.AudienceMismatch, "aud", ClaimFault.None, "AudienceMismatch, claim aud")]
    [InlineData(VerifyError.SignatureInvalid, null, ClaimFault.None, "SignatureInvalid")]
    public void Claim_and_fault_are_named(VerifyError error, string? claim, ClaimFault fault, string expected)
    {
        using RejectionLog log = new(_log, _time);
        log.Add("Bearer", error, claim, fault);

        Assert.Equal((LogLevel.Information, "TokenRejected", $"The scheme Bearer refused a request: {expected}."), Assert.Single(_log.Entries));
    }

    [Fact]
    public async Task A_name_of_the_policy_goes_to_the_log_and_not_to_the_answer()
    {
        await using Api api = await Api.StartAsync(options => options.Policies.Add(new()
        {
            Issuer = Given.Issuer,
            Audience = Given.Audience,
            Algorithms = [Given.Pair.Algorithm],
            Keys = Given.Pair.ToJwkSet(),
            RequiredClaims = new Dictionary<string, Expected> { ["tenant"] = Expected.Any, ["jti"] = Expected.Any },
        }));
        Answer own = await api.GetAsync(Given.Pair.CreateToken(Api.Good with { Claims = new() { ["jti"] = "1" } }));
        Answer registered = await api.GetAsync(Given.Pair.CreateToken(Api.Good with { Claims = new() { ["tenant"] = "1" } }));

        Assert.Equal("Bearer error=\"invalid_token\", error_description=\"The token lacks a claim that is needed.\"", own.Challenge);
        Assert.DoesNotContain("tenant", own.Headers + own.Body, StringComparison.Ordinal);
        Assert.Equal("Bearer error=\"invalid_token\", error_description=\"The token lacks a claim that is needed: jti.\"", registered.Challenge);
        Assert.Equal(
            ["The scheme Bearer refused a request: RequiredClaimMissing, claim tenant (Missing).", "The scheme Bearer refused a request: RequiredClaimMissing, claim jti (Missing)."],
            api.Log.Entries.Where(entry => entry.Event == "TokenRejected").Select(entry => entry.Text));
    }

    [Fact]
    public async Task A_flood_of_10_000_bad_requests_leaves_bounded_lines_and_the_right_counts()
    {
        ConcurrentDictionary<string, long> counted = new();
        using MeterListener meter = Count(counted);
        await using Api api = await Api.StartAsync(services => services.AddSingleton<TimeProvider>(_time).AddAuthentication().AddJwtCore(options =>
        {
            options.Policies.Add(Api.Policy());
            options.VerifierOptions = new();
        }));
        string expired = Given.Pair.CreateToken(Api.Good with { Lifetime = TimeSpan.FromHours(-1) });
        await Parallel.ForAsync(0, 10_000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, _) =>
            Assert.Equal(401, (await api.GetAsync(i % 10 == 0 ? expired : i % 10 == 1 ? "garbage" : Forged)).Status));
        _time.Advance(TimeSpan.FromMinutes(1));

        (LogLevel Level, string? Event, string Text)[] lines = [.. api.Log.Entries.Where(entry => entry.Level >= LogLevel.Information && entry.Event is not null && entry.Text.Contains("refused", StringComparison.Ordinal))];
        Assert.Equal(33, lines.Length);
        foreach ((VerifyError error, int requests) in new[] { (VerifyError.SignatureInvalid, 8_000), (VerifyError.Expired, 1_000), (VerifyError.NotCompactJws, 1_000) })
        {
            Assert.Equal(10, lines.Count(line => line.Event == "TokenRejected" && line.Text.Contains(error.ToString(), StringComparison.Ordinal)));
            Assert.Single(lines, line => line.Text == $"{requests - 10} more requests were refused within a minute: {error}.");
            Assert.InRange(counted[error.ToString()], requests, long.MaxValue);
        }

        // The lines of ASP.NET Core itself for each request.
        Assert.DoesNotContain(api.Log.Entries, entry => entry.Level >= LogLevel.Information && entry.Text.Contains("was not authenticated", StringComparison.Ordinal));
        Assert.DoesNotContain(api.Log.Entries, entry => entry.Level >= LogLevel.Information && entry.Text.Contains("was challenged", StringComparison.Ordinal));
    }

    // The meter is the process's: other tests may count too, so the counts are lower bounds.
    private static MeterListener Count(ConcurrentDictionary<string, long> counted)
    {
        MeterListener meter = new()
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "jwtcore.verifications")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        meter.SetMeasurementEventCallback<long>((_, value, tags, _) =>
        {
            foreach (KeyValuePair<string, object?> tag in tags)
            {
                if (tag.Key == "jwtcore.error")
                {
                    counted.AddOrUpdate($"{tag.Value}", value, (_, before) => before + value);
                }
            }
        });
        meter.Start();
        return meter;
    }

    private static string Forged { get; } = TestKeyPair.Create(JwtAlgorithm.RS256).CreateToken(Api.Good);

    private static void Add(RejectionLog log, VerifyError error, int times)
    {
        for (int i = 0; i < times; i++)
        {
            log.Add("Bearer", error, null, ClaimFault.None);
        }
    }

    private sealed class FailingLogger : ILogger
    {
        public bool Fails { get; set; }

        public int Lines { get; private set; }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            Lines++;
            if (Fails)
            {
                throw new IOException("the disk is full");
            }
        }
    }
}
