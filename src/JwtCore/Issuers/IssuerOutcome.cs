namespace JwtCore;

/// <summary>What a question about an issuer led to. The names are stable: they are the metric tag.</summary>
public enum IssuerOutcome : byte
{
    /// <summary>There is a policy, and it is in use.</summary>
    Known = 0,

    /// <summary>There is no policy for this issuer.</summary>
    Unknown = 1,

    /// <summary>There is a policy that must not be used: it is for another issuer, is incomplete or contradicts itself.</summary>
    PolicyRefused = 2,

    /// <summary>The function threw an exception.</summary>
    Failed = 3,

    /// <summary>The function did not answer within <see cref="IssuerDirectoryOptions.QuestionTimeout"/>.</summary>
    TimedOut = 4,

    /// <summary>
    /// The function was not called: <see cref="IssuerDirectoryOptions.QuestionsPerMinute"/> or
    /// <see cref="IssuerDirectoryOptions.QuestionsAtOnce"/> was reached.
    /// </summary>
    NotAsked = 5,

    /// <summary>The answer came after the issuer was forgotten, asked about again, or the directory was disposed, and was dropped.</summary>
    Discarded = 6,
}
