using System.Buffers.Text;
using System.Numerics;
using System.Text.Json;

namespace JwtCore.Cli;

/// <summary>One entry of a key set, as people look at it.</summary>
/// <param name="Index">Its place in the set, from 0.</param>
/// <param name="Key">The key, or null for an entry that cannot verify.</param>
/// <param name="Reason">Why it cannot, or null.</param>
internal sealed record KeyEntry(int Index, Jwk? Key, string? Reason)
{
    /// <summary>The size of the modulus or secret; null for a key on a curve.</summary>
    public int? Bits { get; private init; }

    public string? Curve { get; private init; }

    /// <summary>An entry that the core takes.</summary>
    public static KeyEntry Usable(int index, Jwk key, JsonElement members) => new(index, key, null)
    {
        Curve = key.KeyType == "EC" ? members.GetProperty("crv"u8).GetString() : null,
        Bits = key.KeyType switch
        {
            "RSA" => CountBits(members.GetProperty("n"u8).GetString()!),
            "oct" => Base64Url.DecodeFromChars(members.GetProperty("k"u8).GetString()).Length * 8,
            _ => null,
        },
    };

    /// <summary>A key that stands by itself.</summary>
    public static KeyEntry Alone(Jwk key)
    {
        if (key.KeyType == "oct")
        {
            // It is never written, not even to be measured.
            return new KeyEntry(0, key, null);
        }

        using JsonDocument json = JsonDocument.Parse(key.ToJson());
        return Usable(0, key, json.RootElement);
    }

    /// <summary>Whether the key could verify a token with this algorithm (RFC 7518 section 3.1).</summary>
    public bool Fits(JwtAlgorithm algorithm) => Key is not null && (Key.Algorithm ?? algorithm) == algorithm && algorithm switch
    {
        JwtAlgorithm.ES256 => Curve == "P-256",
        JwtAlgorithm.ES384 => Curve == "P-384",
        JwtAlgorithm.ES512 => Curve == "P-521",
        _ => Key.KeyType == (AlgorithmList.IsSecret(algorithm) ? "oct" : "RSA"),
    };

    private static int CountBits(string modulus)
    {
        ReadOnlySpan<byte> octets = Base64Url.DecodeFromChars(modulus).AsSpan().TrimStart((byte)0);
        return (octets.Length * 8) - BitOperations.LeadingZeroCount((uint)octets[0]) + 24;
    }
}
