namespace JwtCore.Tests.Vectors;

/// <summary>Collects what is wrong over a whole suite, so that one run names every case and not just the first.</summary>
internal static class Disagreements
{
    /// <summary>Fails with one line per disagreement.</summary>
    /// <param name="found">For each case null, or what is wrong with it.</param>
    public static void AssertNone(IEnumerable<string?> found)
    {
        string[] wrong = [.. found.OfType<string>()];
        Assert.True(wrong.Length == 0, $"{wrong.Length} disagreements:\n{string.Join('\n', wrong.Take(50))}");
    }
}
