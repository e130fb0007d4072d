namespace JwtCore;

/// <summary>
/// The sizes above which a token is refused before it costs anything. Immutable; checked by the verifier's constructor.
/// </summary>
public sealed class Limits
{
    internal const int LargestToken = 8 * 1024 * 1024;
    internal const int DeepestJson = 64;
    private const int MostKeysTried = 4;

    /// <summary>
    /// The longest token, in bytes or chars. From 1 to 8,388,608; 16,384 by default, twice what common web servers
    /// take for all request headers together.
    /// </summary>
    public int TokenBytes { get; init; } = 16_384;

    /// <summary>
    /// The longest encoded header segment, in bytes. From 1 to 8,388,608; 8,192 by default, room for a certificate chain.
    /// </summary>
    public int HeaderBytes { get; init; } = 8_192;

    /// <summary>
    /// The deepest nesting of JSON objects and arrays, the top-level object being 1. From 1 to 64; 64 by default,
    /// which is the default of System.Text.Json (RFC 8259 section 9 allows a limit).
    /// </summary>
    public int JsonDepth { get; init; } = DeepestJson;

    /// <summary>
    /// The most keys tried for a token without <c>kid</c> under <see cref="Tolerance.TryKeysWithoutKeyId"/>;
    /// more fitting keys than this are <see cref="VerifyError.KeyAmbiguous"/>. From 1 to 4; 4 by default: two keys
    /// of a rotation for each of two environments. Each one costs a signature check for every bad token.
    /// </summary>
    public int KeysTriedWithoutKeyId { get; init; } = MostKeysTried;

    internal void Check()
    {
        Require.Range(nameof(Limits), TokenBytes, 1, LargestToken);
        Require.Range(nameof(Limits), HeaderBytes, 1, LargestToken);
        Require.Range(nameof(Limits), JsonDepth, 1, DeepestJson);
        Require.Range(nameof(Limits), KeysTriedWithoutKeyId, 1, MostKeysTried);
    }
}
