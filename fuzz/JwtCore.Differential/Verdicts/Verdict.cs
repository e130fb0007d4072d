namespace JwtCore.Differential.Verdicts;

/// <summary>What one library says of one token.</summary>
/// <param name="IsAccepted">The token is good.</param>
/// <param name="Code">Why not, in the library's own words; empty when accepted.</param>
/// <param name="Subject">The <c>sub</c> that the library reads from an accepted token.</param>
internal readonly record struct Verdict(bool IsAccepted, string Code, string? Subject)
{
    public static Verdict Accept(string? subject) => new(true, "", subject);

    public static Verdict Refuse(string code) => new(false, code, null);

    public override string ToString() => IsAccepted ? $"accepted, sub {Subject}" : $"refused: {Code}";
}
