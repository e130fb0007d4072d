namespace JwtCore.Bench;

/// <summary>How much more two threads verify than one.</summary>
/// <param name="Algorithm">The token's algorithm.</param>
/// <param name="Library">Whose code it is.</param>
/// <param name="Name">What is called.</param>
/// <param name="Ratio">Verifications per second of two threads to those of one, the median of the rounds.</param>
internal sealed record ThreadRow(string Algorithm, string Library, string Name, double Ratio);
