namespace JwtCore;

/// <summary>
/// How much a verifier may remember of tokens that it verified, so that their next use costs neither parsing nor
/// cryptography. Immutable; checked by the verifier's constructor.
/// </summary>
/// <remarks>
/// <c>exp</c>, <c>nbf</c>, <c>iat</c>, the age, the keys, <see cref="JwtVerifierOptions.IsRevoked"/> and
/// <see cref="JwtVerifierOptions.IsRevokedAsync"/> count on every use all the same. A token is remembered when it verifies for the second time; that allocates, its later uses do not.
/// </remarks>
public sealed class TokenCacheOptions
{
    private const int FewestEntries = 1;
    private const int MostEntries = 1 << 20;
    private const int FewestBytes = 64 * 1024;
    private const int MostBytes = 1 << 30;

    /// <summary>
    /// The most tokens to remember. From 1 to 1,048,576; 4,096 by default, which is what <see cref="MaxBytes"/> holds of
    /// tokens of 1 KB. Some are replaced earlier: a token has eight places that it shares with others. Takes 24 to 32
    /// bytes for each when the verifier is made.
    /// </summary>
    public int MaxEntries { get; init; } = 4_096;

    /// <summary>
    /// The most bytes that the remembered tokens may take together, with all that is kept of them. From 65,536 to
    /// 1,073,741,824; 8,388,608 by default, 8 MiB: a token of 1 KB takes about 2.5 KB. One that takes more than a quarter
    /// of them is never remembered.
    /// </summary>
    public int MaxBytes { get; init; } = 8 * 1024 * 1024;

    internal void Check()
    {
        Require.Range("Cache", MaxEntries, FewestEntries, MostEntries);
        Require.Range("Cache", MaxBytes, FewestBytes, MostBytes);
    }
}
