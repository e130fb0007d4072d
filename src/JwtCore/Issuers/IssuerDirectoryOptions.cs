namespace JwtCore;

/// <summary>How an <see cref="IssuerDirectory"/> asks and remembers. Immutable; checked by its constructor.</summary>
public sealed class IssuerDirectoryOptions
{
    /// <summary>
    /// How tokens are verified. <see cref="JwtVerifierOptions.Cache"/> is for each issuer by itself, so that no issuer takes the
    /// places of another: null, the default, remembers no tokens. <see cref="JwtVerifierOptions.KeyRequestsPerMinute"/> and
    /// <see cref="JwtVerifierOptions.KeyRequestsAtOnce"/> are for all issuers together. Its clock is the one of the directory.
    /// </summary>
    public JwtVerifierOptions VerifierOptions { get; init; } = new();

    /// <summary>
    /// The most issuers that are known at once. 1,000 by default, from 8 to 100,000. Each has a verifier and the keys of its
    /// policy in memory. Seven eighths of them are for issuers that proved themselves by a token that verified: forged tokens,
    /// whatever issuers they name, never push those out.
    /// </summary>
    public int MaxIssuers { get; init; } = 1_000;

    /// <summary>The most issuers without a policy that are remembered, each with at most 2,048 bytes. 4,096 by default, from 1 to 100,000.</summary>
    public int MaxUnknown { get; init; } = 4_096;

    /// <summary>
    /// How long a policy is used before the function is asked about the issuer again. 5 minutes by default, from 1 second to 1
    /// day. After half of it a token starts the question and does not wait; after all of it tokens wait for the answer. So a
    /// policy that the function no longer returns is used at most this long.
    /// </summary>
    public TimeSpan AskAgainAfter { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long a policy is used while the function fails. 1 hour by default, from <see cref="AskAgainAfter"/> to 7 days. After
    /// that tokens of the issuer answer <see cref="VerifyError.KeysUnavailable"/> until the function answers.
    /// </summary>
    public TimeSpan TrustedFor { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long an issuer without a policy is refused before the function is asked again. 1 minute by default, from 1 second to 1 hour.</summary>
    public TimeSpan UnknownFor { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The most calls of the function in a minute for issuers that are not known. 600 by default, from 1 to 100,000. So many may
    /// start at once after a pause, at the start for instance; then they are spread over the minute. Beyond that tokens of
    /// issuers that are not known answer <see cref="VerifyError.KeysUnavailable"/>; those of known issuers are not delayed.
    /// </summary>
    public int QuestionsPerMinute { get; init; } = 600;

    /// <summary>The most calls of the function at once for issuers that are not known. 64 by default, from 1 to 1,000. A call that hangs keeps its place until it returns.</summary>
    public int QuestionsAtOnce { get; init; } = 64;

    /// <summary>The time limit of the function. 3 seconds by default, from 50 milliseconds to 1 minute.</summary>
    public TimeSpan QuestionTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>The most verifications that wait for answers about issuers that are not known, and as many for known ones. 1,000 by default, from 0 to 1,000,000. Others answer <see cref="VerifyError.KeysUnavailable"/>.</summary>
    public int MaxWaiting { get; init; } = 1_000;

    internal void Check()
    {
        const string Owner = nameof(IssuerDirectoryOptions);
        (VerifierOptions ?? throw new RefusedArgumentException(nameof(VerifierOptions), "is null.", owner: Owner)).Check();
        Require.Range(Owner, MaxIssuers, 8, 100_000);
        Require.Range(Owner, MaxUnknown, 1, 100_000);
        Require.Range(Owner, AskAgainAfter, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        Require.Range(Owner, TrustedFor, AskAgainAfter, TimeSpan.FromDays(7));
        Require.Range(Owner, UnknownFor, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        Require.Range(Owner, QuestionsPerMinute, 1, 100_000);
        Require.Range(Owner, QuestionsAtOnce, 1, 1_000);
        Require.Range(Owner, QuestionTimeout, TimeSpan.FromMilliseconds(50), TimeSpan.FromMinutes(1));
        Require.Range(Owner, MaxWaiting, 0, 1_000_000);
    }
}
