namespace JwtCore.Cli;

/// <summary>A verifier as the options make it, with what a refusal is explained by.</summary>
/// <param name="Origin">Where the keys are.</param>
/// <param name="Policy">What is accepted.</param>
/// <param name="Verifier">The verifier.</param>
/// <param name="Clock">The time to judge by.</param>
/// <param name="LongestToken">The limit of a token, in bytes.</param>
internal sealed record PreparedVerification(KeyOrigin Origin, VerificationPolicy Policy, JwtVerifier Verifier, TimeProvider Clock, int LongestToken) : IDisposable
{
    /// <summary>Keys that are fetched, or null.</summary>
    public RemoteJwks? Remote => Policy.Keys as RemoteJwks;

    /// <summary>The keys at hand.</summary>
    public IReadOnlyList<Jwk> Keys => (Policy.Keys as JwkSet)?.Keys ?? Remote!.Status.Keys;

    /// <summary>What is needed to explain why a token was refused.</summary>
    public Refusal Refuse(ReadOnlyMemory<byte> token, VerifyError error, string? claim, ClaimFault fault) => new(error, claim, fault)
    {
        Policy = Policy,
        Text = token,
        Token = UnverifiedToken.Read(token.Span, LongestToken),
        Keys = Keys,
        Fetch = Remote?.Status.LastAttempts is [JwksAttempt last, ..] ? last : null,
        Now = Clock.GetUtcNow(),
        IsTimeGiven = Clock is FixedClock,
        LongestToken = LongestToken,
    };

    public void Dispose() => Remote?.Dispose();
}
