namespace JwtCore.Differential.Verdicts;

/// <summary>One kind of disagreement, and why it is right that it is there.</summary>
internal sealed class LedgerEntry
{
    /// <summary>What is unusual about the token: the name of a fact.</summary>
    public required string Fact { get; init; }

    /// <summary>
    /// JwtCore's verdict: the error with which it refuses what the libraries accept, or None, where it accepts what they
    /// refuse.
    /// </summary>
    public required string Verdict { get; init; }

    /// <summary>The libraries that disagree, each with the codes it refuses with; without codes where it accepts.</summary>
    public required IReadOnlyDictionary<string, string[]> Libraries { get; init; }

    /// <summary>Why JwtCore's verdict is the right one.</summary>
    public required string Reason { get; init; }

    /// <summary>Where that is said.</summary>
    public required string Source { get; init; }

    public bool Explains(Disagreement disagreement) =>
        Verdict == disagreement.Verdict
        && Libraries.TryGetValue(disagreement.Library, out string[]? codes)
        && (codes.Length == 0 ? disagreement.Code.Length == 0 : codes.Contains(disagreement.Code))
        && disagreement.Facts.Has(Fact);
}
