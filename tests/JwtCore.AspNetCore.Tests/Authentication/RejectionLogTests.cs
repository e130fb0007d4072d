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
    public async Task A_flood_over_HTTP_leaves_bounded_lines_at_the_level_of_information()
    {
        await using Api api = await Api.StartAsync(services => services.AddSingleton<TimeProvider>(_time).AddAuthentication().AddJwtCore(options =>
        {
            options.Policies.Add(Api.Policy());
            options.VerifierOptions = new();
        }));
        for (int i = 0; i < 200; i++)
        {
            Assert.Equal(401, (await api.GetAsync(TestKeyPairToken)).Status);
        }

        _time.Advance(TimeSpan.FromMinutes(1));
        (LogLevel Level, string? Event, string Text)[] lines = [.. api.Log.Entries.Where(entry => entry.Level >= LogLevel.Information && entry.Text.Contains("refused", StringComparison.Ordinal))];
        Assert.Equal(11, lines.Length);
        Assert.Contains("190 more", lines[^1].Text, StringComparison.Ordinal);
        Assert.DoesNotContain(api.Log.Entries, entry => entry.Level >= LogLevel.Information && entry.Text.Contains("was not authenticated", StringComparison.Ordinal));
        Assert.DoesNotContain(api.Log.Entries, entry => entry.Level >= LogLevel.Information && entry.Text.Contains("was challenged", StringComparison.Ordinal));
    }

    private static string TestKeyPairToken { get; } = TestKeyPair.Create(JwtAlgorithm.RS256).CreateToken(Api.Good);

    private static void Add(RejectionLog log, VerifyError error, int times)
    {
        for (int i = 0; i < times; i++)
        {
            log.Add("Bearer", error, null, ClaimFault.None);
        }
    }
}
