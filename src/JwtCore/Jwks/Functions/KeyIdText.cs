using System.Buffers;
using System.Text;

namespace JwtCore.Jwks;

/// <summary>
/// The key IDs that a function is given. They come from tokens that nobody verified, and end up in addresses, file names and
/// queries: so only short ones of characters that mean nothing there.
/// </summary>
internal static class KeyIdText
{
    /// <summary>The longest key ID, in characters. Real ones are thumbprints, UUIDs and names.</summary>
    public const int Longest = 128;

    // RFC 3986 section 2.3, and the padding of base64url.
    private static readonly SearchValues<byte> Safe = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~="u8);

    /// <summary>The key ID, or null for one that is not safe.</summary>
    /// <param name="json">The content of a JSON string, in UTF-8.</param>
    public static string? Read(ReadOnlySpan<byte> json) => IsSafe(json) ? Encoding.ASCII.GetString(json) : null;

    /// <summary>Whether a key ID is safe.</summary>
    public static bool IsSafe(string keyId) => keyId.Length <= Longest && IsSafe(Encoding.UTF8.GetBytes(keyId));

    // A dot at the beginning is a hidden file, this folder or the one above.
    private static bool IsSafe(ReadOnlySpan<byte> keyId) =>
        keyId.Length is > 0 and <= Longest && keyId[0] != '.' && !keyId.ContainsAnyExcept(Safe);
}
