using System.Buffers;
using System.Text.Json;
using JwtCore.Keys;

namespace JwtCore.Jwks;

/// <summary>
/// Keys with the time of the issuer's own answer, for a start without network: a JWK Set (RFC 7517 section 5) with two more
/// members, <c>source</c> and <c>read_at</c> in seconds since 1970. Passing it on renews nothing.
/// </summary>
/// <param name="Keys">The keys.</param>
/// <param name="ReadAt">When the answer was asked for that had them, in ticks since 1970.</param>
internal sealed record KeySeed(JwkSet Keys, long ReadAt)
{
    // 9999-12-31: what no clock says.
    private const long LastSecond = 253_402_300_799;

    /// <summary>Writes keys.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="readAt">When the answer was asked for that had them, in ticks since 1970.</param>
    /// <param name="source">Where they are from.</param>
    public static byte[] Write(JwkSet keys, long readAt, string source)
    {
        ArrayBufferWriter<byte> text = new();
        using (Utf8JsonWriter json = new(text))
        {
            json.WriteStartObject();
            json.WriteString("source"u8, source);
            json.WriteNumber("read_at"u8, readAt / TimeSpan.TicksPerSecond);
            json.WritePropertyName("keys"u8);
            json.WriteStartArray();
            foreach (Jwk key in keys.Keys)
            {
                json.WriteRawValue(key.ToJson());
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return text.WrittenSpan.ToArray();
    }

    /// <summary>Reads a seed as a set that came over the network.</summary>
    /// <param name="text">The text.</param>
    /// <param name="source">Where its keys must be from.</param>
    /// <param name="options">Of the source.</param>
    /// <param name="now">The time, in ticks since 1970.</param>
    /// <param name="outcome"><see cref="SeedOutcome.Used"/>, or why there is none.</param>
    public static KeySeed? Read(byte[] text, string source, RemoteJwksOptions options, long now, out SeedOutcome outcome)
    {
        outcome = SeedOutcome.Malformed;
        if (ReadKeys(text, options) is not JwkSet { Keys.Count: > 0 } keys)
        {
            return null;
        }

        // A key set may begin with a mark, and have entries that are nested deeper than a header may be: they are skipped.
        ReadOnlyMemory<byte> marked = text.AsMemory(text.Length - KeyText.SkipMark(text).Length);
        using JsonDocument json = JsonDocument.Parse(marked, new JsonDocumentOptions { MaxDepth = JwkSetReader.Deepest });
        if (!json.RootElement.TryGetProperty("source"u8, out JsonElement from) || from.ValueKind != JsonValueKind.String
            || !json.RootElement.TryGetProperty("read_at"u8, out JsonElement at) || at.ValueKind != JsonValueKind.Number
            || !at.TryGetInt64(out long seconds) || seconds is < 0 or > LastSecond)
        {
            return null;
        }

        KeySeed seed = new(keys, seconds * TimeSpan.TicksPerSecond);
        outcome = from.GetString() != source ? SeedOutcome.OfAnotherSource
            : seed.ReadAt > now ? SeedOutcome.FromTheFuture
            : now - seed.ReadAt >= options.TrustedFor.Ticks ? SeedOutcome.TooOld
            : SeedOutcome.Used;
        return outcome == SeedOutcome.Used ? seed : null;
    }

    private static JwkSet? ReadKeys(byte[] text, RemoteJwksOptions options)
    {
        try
        {
            return text.Length <= options.MaxBytes ? new JwkSet(JwkSetReader.Read(text, publicOnly: true, options.Use, options.MaxKeys).Keys) : null;
        }
        catch (FormatException)
        {
            // No JWK Set.
            return null;
        }
    }
}
