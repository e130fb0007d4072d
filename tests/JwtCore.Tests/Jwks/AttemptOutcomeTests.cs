using JwtCore.Tests.Scenarios;
using JwtCore.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace JwtCore.Tests.Jwks;

public sealed class AttemptOutcomeTests
{
    [Fact]
    public async Task An_attempt_that_fails_after_a_flush_counts_as_discarded()
    {
        FlushingClock clock = new();
        using Site site = new() { Answer = _ => Site.Keys(World.First) };
        using RemoteJwks keys = new("https://issuer.example.com/keys", new RemoteJwksOptions { TimeProvider = clock, Client = site.Client });
        clock.Flush = keys.Flush;
        Assert.Equal(RefreshOutcome.Discarded, (await keys.RefreshAsync(TestContext.Current.CancellationToken)).Outcome);
        Assert.Empty(site.Requests);
    }

    /// <summary>Forgets all keys where an attempt needs a timer, and has none.</summary>
    private sealed class FlushingClock : TimeProvider
    {
        private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeSeconds(Tokens.Now));

        public Action? Flush { get; set; }

        public override long TimestampFrequency => _time.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => _time.GetUtcNow();

        public override long GetTimestamp() => _time.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (Flush is null)
            {
                return _time.CreateTimer(callback, state, dueTime, period);
            }

            Flush();
            throw new InvalidOperationException("No timer.");
        }
    }
}
