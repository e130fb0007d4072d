using JwtCore.Jwks;

namespace JwtCore;

/// <summary>What a <see cref="RemoteJwks"/> holds and what it went through, as of one moment. Immutable. For health checks and for people.</summary>
public sealed class JwksStatus
{
    internal JwksStatus()
    {
    }

    /// <summary>The state of the keys.</summary>
    public required JwksState State { get; init; }

    /// <summary>The keys that tokens are verified with; empty unless they are trusted.</summary>
    public required IReadOnlyList<Jwk> Keys { get; init; }

    /// <summary>The entries of the set that cannot verify, with the reason for each.</summary>
    public required IReadOnlyList<SkippedKey> Skipped { get; init; }

    /// <summary>When the last answer that confirmed the keys was asked for; null when there was none.</summary>
    public required DateTimeOffset? LoadedAt { get; init; }

    /// <summary>The time since then, by the wall clock or the monotonic clock, whichever says longer.</summary>
    public required TimeSpan? Age { get; init; }

    /// <summary>How long the keys are still trusted when nothing confirms them; null without keys, 0 when they no longer are.</summary>
    internal TimeSpan? TrustLeft { get; init; }

    /// <summary>How long from now the next refresh starts by itself; null when none is planned or one is under way.</summary>
    public required TimeSpan? NextRefreshIn { get; init; }

    /// <summary>The last attempts, at most eight, the newest first.</summary>
    public required IReadOnlyList<JwksAttempt> LastAttempts { get; init; }

    /// <summary>The text that the keys and the skipped entries were read from.</summary>
    internal ReadOnlyMemory<byte> Text { get; init; }

    /// <summary>The status of a source that holds nothing.</summary>
    internal static JwksStatus WithoutKeys(bool isDisposed, TimeSpan? nextRefreshIn, IReadOnlyList<JwksAttempt> attempts) => new()
    {
        State = isDisposed ? JwksState.Disposed : JwksState.NotLoaded,
        Keys = [],
        Skipped = [],
        LoadedAt = null,
        Age = null,
        NextRefreshIn = nextRefreshIn,
        LastAttempts = attempts,
    };

    /// <summary>The status of a source that holds something.</summary>
    internal static JwksStatus Of(KeySetSnapshot held, TwoClocks now, RemoteJwksOptions options, TimeSpan? nextRefreshIn, AttemptHistory history)
    {
        TimeSpan left = options.TrustedFor - held.ReadAt.AgeAt(now);
        bool isTrusted = left > TimeSpan.Zero;
        bool isOverdue = history.LastEnded is { IsSuccess: false } || held.LoadedAt.AgeAt(now) > options.MaxLifetime;
        return new JwksStatus
        {
            State = !isTrusted ? JwksState.Expired
                : !held.HasKeys && !held.IsByKeyId ? JwksState.Empty
                : isOverdue ? JwksState.Overdue
                : JwksState.Fresh,
            Keys = isTrusted ? held.Keys.Keys : [],
            Skipped = held.Skipped,
            LoadedAt = held.LoadedAt.ToDateTimeOffset(),
            Age = held.LoadedAt.AgeAt(now),
            TrustLeft = isTrusted ? left : TimeSpan.Zero,
            NextRefreshIn = nextRefreshIn,
            LastAttempts = history.NewestFirst,
            Text = held.Body,
        };
    }
}
