using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using JwtCore.Text;

namespace JwtCore.Keys;

/// <summary>The members of a JWK that passed the strict gate, so that every string in it can be read.</summary>
internal static class JwkMembers
{
    /// <summary>The value of a member that is a string; null when it is missing or no string.</summary>
    public static string? GetText(this JsonElement jwk, ReadOnlySpan<byte> name) =>
        jwk.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>Whether the member is there and no string.</summary>
    public static bool IsNoText(this JsonElement jwk, ReadOnlySpan<byte> name) =>
        jwk.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.String;

    /// <summary>Reads base64url (RFC 7518 section 2), canonical here as everywhere; false also when it is empty.</summary>
    public static bool TryGetBytes(this JsonElement jwk, ReadOnlySpan<byte> name, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        string? text = jwk.GetText(name);
        if (string.IsNullOrEmpty(text))
        {
            return false;
        }

        byte[] encoded = Encoding.UTF8.GetBytes(text);
        byte[] decoded = new byte[StrictBase64Url.DecodedLength(encoded.Length)];
        bytes = StrictBase64Url.TryDecode(encoded, decoded) ? decoded : null;
        return bytes is not null;
    }
}
