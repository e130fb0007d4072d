using System.Security.Cryptography;

namespace JwtCore;

/// <summary>The names of algorithms in tokens, keys and settings, and which of them this platform can verify. Thread-safe.</summary>
public static class JwtAlgorithms
{
    private static readonly JwtAlgorithm[] Values = Enum.GetValues<JwtAlgorithm>();

    /// <summary>The names of all algorithms, such as <c>RS256</c> and <c>ML-DSA-44</c>, in the order of <see cref="JwtAlgorithm"/>.</summary>
    public static IReadOnlyList<string> Names { get; } = Array.AsReadOnly(Array.ConvertAll(Values, ToName));

    /// <summary>The name in a token's <c>alg</c> (RFC 7515 section 4.1.1).</summary>
    /// <param name="algorithm">The algorithm.</param>
    /// <returns>The name; for an undefined value its number.</returns>
    public static string ToName(this JwtAlgorithm algorithm) => algorithm switch
    {
        JwtAlgorithm.MLDsa44 => "ML-DSA-44",
        JwtAlgorithm.MLDsa65 => "ML-DSA-65",
        JwtAlgorithm.MLDsa87 => "ML-DSA-87",
        _ => algorithm.ToString(),
    };

    /// <summary>Finds the algorithm of a name, compared ordinally. The C# names <c>MLDsa44</c> and so on are no names.</summary>
    /// <param name="name">The name, or null.</param>
    /// <param name="algorithm">The algorithm; the invalid default when there is none.</param>
    /// <returns>Whether it is the name of an algorithm.</returns>
    public static bool TryParse(string? name, out JwtAlgorithm algorithm)
    {
        algorithm = Array.Find(Values, value => value.ToName() == name);
        return algorithm != default;
    }

    /// <summary>
    /// Whether this platform can verify the algorithm. It can verify all but ML-DSA, which needs OpenSSL 3.5 or a recent
    /// Windows; without it keys for ML-DSA are skipped, and a policy that names nothing else is refused.
    /// </summary>
    /// <param name="algorithm">The algorithm.</param>
    /// <returns>True where it can; false for an undefined value.</returns>
    public static bool IsSupported(this JwtAlgorithm algorithm) =>
        Array.IndexOf(Values, algorithm) >= 0 && (algorithm is not (JwtAlgorithm.MLDsa44 or JwtAlgorithm.MLDsa65 or JwtAlgorithm.MLDsa87) || MLDsa.IsSupported);
}
