namespace JwtCore.Jwks;

/// <summary>What an attempt starts from. Compared by reference: another with the same values is another attempt.</summary>
/// <param name="reason">Who wanted it.</param>
/// <param name="start">When it starts.</param>
/// <param name="held">What is held, or null.</param>
/// <param name="metadata">What is known of the metadata, or null.</param>
internal sealed class AttemptPlan(RefreshReason reason, TwoClocks start, KeySetSnapshot? held, IssuerMetadata? metadata)
{
    public RefreshReason Reason => reason;

    public TwoClocks Start => start;

    public KeySetSnapshot? Held => held;

    public IssuerMetadata? Metadata => metadata;

    /// <summary>The key ID of the token that started it, safe to pass on; null for none.</summary>
    public string? Wanted { get; init; }
}
