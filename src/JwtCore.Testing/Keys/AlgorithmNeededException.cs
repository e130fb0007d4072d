namespace JwtCore.Testing;

/// <summary>A private key names no algorithm, and several fit it. Programs with options of their own name theirs.</summary>
internal sealed class AlgorithmNeededException(string what, string reason) : FormatException(Sentence(what, reason, "one"))
{
    /// <summary>The message with the place where the algorithm can be given.</summary>
    /// <param name="option">What to give.</param>
    public string Explain(string option) => Sentence(what, reason, option);

    private static string Sentence(string what, string reason, string option) => $"The private {what} is refused: {reason}: give {option}.";
}
