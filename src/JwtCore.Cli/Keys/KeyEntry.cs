using System.Buffers.Text;
using System.Numerics;
using System.Text.Json;
using JwtCore.Algorithms;

namespace JwtCore.Cli;

/// <summary>One entry of a key set, as people look at it.</summary>
/// <param name="Index">Its place in the set, from 0.</param>
/// <param name="Key">The key, or null for an entry that cannot verify.</param>
/// <param name="Reason">Why it cannot, or null.</param>
internal sealed record KeyEntry(int Index, Jwk? Key, string? Reason)
{
    /// <summary>The size of the modulus or secret; null for other keys.</summary>
    public int? Bits { get; private init; }

    public string? Curve { get; private init; }

    /// <summary>An entry that cannot verify, and calls itself a shared secret beside public keys or in a set that was published.</summary>
    public bool IsPublishedSecret { get; init; }

    /// <summary>An entry that the core takes.</summary>
    /// <param name="index">Its place in the set.</param>
    /// <param name="key">The key.</param>
    /// <param name="entry">The entry as it is in the set.</param>
    public static KeyEntry Usable(int index, Jwk key, JsonElement entry) => key.KeyType == "oct"
        ? new KeyEntry(index, key, null) { Bits = Base64Url.DecodeFromChars(entry.GetProperty("k"u8).GetString()).Length * 8 }
        : Measured(index, key);

    /// <summary>A key that stands by itself. A shared secret is never written, not even to be measured.</summary>
    public static KeyEntry Alone(Jwk key) => key.KeyType == "oct" ? new KeyEntry(0, key, null) : Measured(0, key);

    /// <summary>Whether the key could verify a token with this algorithm, as the verifier sees it.</summary>
    public bool Fits(JwtAlgorithm algorithm) => Key is not null && Key.Fits(AlgorithmTable.Find(algorithm)!);

    // From the one form that the core writes: a set may spell the same numbers in others.
    private static KeyEntry Measured(int index, Jwk key)
    {
        using JsonDocument json = JsonDocument.Parse(key.ToJson());
        return new KeyEntry(index, key, null)
        {
            Curve = key.KeyType is "EC" or "OKP" ? json.RootElement.GetProperty("crv"u8).GetString() : null,
            Bits = key.KeyType == "RSA" ? CountBits(json.RootElement.GetProperty("n"u8).GetString()!) : null,
        };
    }

    private static int CountBits(string modulus)
    {
        ReadOnlySpan<byte> octets = Base64Url.DecodeFromChars(modulus).AsSpan().TrimStart((byte)0);
        return (octets.Length * 8) - BitOperations.LeadingZeroCount((uint)octets[0]) + 24;
    }
}
