namespace JwtCore.Differential.Facts;

/// <summary>Everything unusual that is looked for.</summary>
internal static class TokenFacts
{
    public static readonly Fact[] All = [.. SegmentFacts.All, .. HeaderFacts.All, .. KeyFacts.All, .. ClaimFacts.All];
}
