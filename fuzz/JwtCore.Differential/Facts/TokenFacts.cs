using JwtCore.Differential.Tokens;

namespace JwtCore.Differential.Facts;

/// <summary>All facts, and those that hold of a token.</summary>
internal static class TokenFacts
{
    public static readonly Fact[] All = [.. SegmentFacts.All, .. HeaderFacts.All, .. KeyFacts.All, .. ClaimFacts.All];

    public static IReadOnlySet<string> Of(Setting setting, string token)
    {
        TokenView view = new(setting, token);
        return All.Where(fact => fact.IsTrue(view)).Select(fact => fact.Name).ToHashSet(StringComparer.Ordinal);
    }
}
