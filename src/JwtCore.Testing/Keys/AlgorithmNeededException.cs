namespace JwtCore.Testing;

/// <summary>
/// A private key names no algorithm, and several fit it. <see cref="Explain"/> gives the message for programs in which the
/// algorithm is given by an option.
/// </summary>
public sealed class AlgorithmNeededException : FormatException
{
    private readonly string _what;
    private readonly string _reason;

    internal AlgorithmNeededException(string what, string reason)
        : base(Sentence(what, reason, "one"))
    {
        _what = what;
        _reason = reason;
    }

    /// <summary>The message with what to give.</summary>
    /// <param name="option">What the reader gives the algorithm by, such as the name of an option.</param>
    /// <returns>One sentence.</returns>
    public string Explain(string option) => Sentence(_what, _reason, option);

    private static string Sentence(string what, string reason, string option) => $"The private {what} is refused: {reason}: give {option}.";
}
