namespace JwtCore.Differential.Facts;

/// <summary>Something unusual about a token that explains a disagreement.</summary>
/// <param name="Name">The name that the ledger uses.</param>
/// <param name="IsTrue">Whether it holds.</param>
internal sealed record Fact(string Name, Func<TokenView, bool> IsTrue);
