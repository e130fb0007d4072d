namespace JwtCore.Competitors;

/// <summary>One call of another library on one token, a key set or a claim.</summary>
/// <param name="Library">The package's id.</param>
/// <param name="Name">What is called, in its fast form.</param>
/// <param name="Call">True when the library did what was asked of it.</param>
public sealed record Contender(string Library, string Name, Func<bool> Call);
