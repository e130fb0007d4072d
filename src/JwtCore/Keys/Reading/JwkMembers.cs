using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using JwtCore.Text;

namespace JwtCore.Keys;

/// <summary>
/// The members of a JWK that passed the strict gate, so that every string in it can be read. Null counts as absent: it is
/// what serializers write for a property that is not set.
/// </summary>
internal static class JwkMembers
{
    /// <summary>Whether the member is there and not null.</summary>
    public static bool TryGetMember(this JsonElement jwk, ReadOnlySpan<byte> name, out JsonElement value) =>
        jwk.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>The value of a member that is a string; null when it is missing or no string.</summary>
    public static string? GetText(this JsonElement jwk, ReadOnlySpan<byte> name) =>
        jwk.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>Whether the member is there and no string.</summary>
    public static bool IsNoText(this JsonElement jwk, ReadOnlySpan<byte> name) =>
        jwk.TryGetMember(name, out JsonElement value) && value.ValueKind != JsonValueKind.String;

    /// <summary>Reads canonical base64url (RFC 7518 section 2), the only spelling of a secret; false also when it is empty.</summary>
    public static bool TryGetSecretBytes(this JsonElement jwk, ReadOnlySpan<byte> name, [NotNullWhen(true)] out byte[]? bytes) =>
        TryDecode(Encoding.UTF8.GetBytes(jwk.GetText(name) ?? ""), out bytes);

    /// <summary>
    /// Reads a public value: base64url or base64 (RFC 4648 sections 4 and 5), padded or not, as far as that is the one
    /// encoding of the bytes in its alphabet. Another spelling of a public number helps no forger.
    /// </summary>
    /// <param name="jwk">The JWK.</param>
    /// <param name="name">The member.</param>
    /// <param name="refusal">Why there are none.</param>
    public static byte[]? GetPublicBytes(this JsonElement jwk, string name, out string? refusal)
    {
        if (!jwk.TryGetProperty(name, out JsonElement value) || value.ValueKind == JsonValueKind.Null)
        {
            refusal = $"{name} is missing.";
            return null;
        }

        byte[] text = Encoding.UTF8.GetBytes(value.ValueKind == JsonValueKind.String ? value.GetString()! : "");
        ReadOnlySpan<byte> encoded = StrictBase64Url.TrimPadding(text);
        if (!encoded.ContainsAny("-_"u8))
        {
            text.AsSpan().Replace((byte)'+', (byte)'-');
            text.AsSpan().Replace((byte)'/', (byte)'_');
        }

        refusal = TryDecode(encoded, out byte[]? bytes) ? null
            : $"{name} is not base64url or base64; spaces, mixed alphabets, wrong padding and non-zero trailing bits are refused.";
        return bytes;
    }

    private static bool TryDecode(ReadOnlySpan<byte> encoded, [NotNullWhen(true)] out byte[]? bytes)
    {
        byte[] decoded = new byte[StrictBase64Url.DecodedLength(encoded.Length)];
        bytes = !encoded.IsEmpty && StrictBase64Url.TryDecode(encoded, decoded) ? decoded : null;
        return bytes is not null;
    }
}
