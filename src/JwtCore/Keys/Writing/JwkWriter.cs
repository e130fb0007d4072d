using System.Buffers;
using System.Text;
using System.Text.Json;

namespace JwtCore.Keys;

/// <summary>Writes public keys as a JWK or a JWK Set (RFC 7517 sections 4 and 5), always in one order and without spaces.</summary>
internal static class JwkWriter
{
    /// <exception cref="InvalidOperationException">The key is a shared secret.</exception>
    public static string Write(Jwk key) => Write(key, WriteKey);

    /// <exception cref="InvalidOperationException">A key is a shared secret.</exception>
    public static string Write(JwkSet set) => Write(set, static (json, set) =>
    {
        json.WriteStartObject();
        json.WriteStartArray("keys"u8);
        foreach (Jwk key in set.Keys)
        {
            WriteKey(json, key);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static string Write<T>(T value, Action<Utf8JsonWriter, T> write)
    {
        ArrayBufferWriter<byte> text = new();
        using (Utf8JsonWriter json = new(text))
        {
            write(json, value);
        }

        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    private static void WriteKey(Utf8JsonWriter json, Jwk key)
    {
        (string Name, string Value)[] members = PublicJwkMembers.Of(key.Material)
            ?? throw new InvalidOperationException("A shared secret is never written: whoever reads it can sign.");
        json.WriteStartObject();
        json.WriteString("kty"u8, key.KeyType);
        json.WriteString("use"u8, JwkSet.DefaultUse);
        WriteIfPresent(json, "alg"u8, key.Algorithm?.ToName());
        WriteIfPresent(json, "kid"u8, key.KeyId);
        foreach ((string name, string value) in members)
        {
            json.WriteString(name, value);
        }

        WriteIfPresent(json, "issuer"u8, key.Issuer);
        json.WriteEndObject();
    }

    private static void WriteIfPresent(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }
}
