using JwtCore.Text;

namespace JwtCore.Caching;

/// <summary>
/// A number that finds a token in a cache: a hash of the end of its signature under the keys of this process. It proves
/// nothing; the whole token is compared afterwards.
/// </summary>
internal static class CacheFingerprint
{
    // 96 bits of the signature: too many to guess, and a hit or miss tells about all of them together or nothing.
    private const int TailLength = 16;

    public static ulong Of(ReadOnlySpan<byte> token) => KeyedHash.Of(token.Length > TailLength ? token[^TailLength..] : token);
}
