using System.Text.Json;
using JwtCore.Keys;

namespace JwtCore.Jwks;

/// <summary>Says what a body looks like, so that a message can name what was published instead of a key set.</summary>
internal static class BodyLook
{
    private static readonly JsonReaderOptions AnyDepth = new() { MaxDepth = 1000 };

    public static FetchedBody Of(ReadOnlySpan<byte> body)
    {
        // The readers of key sets and metadata skip the byte order mark of UTF-8 (RFC 8259 section 8.1).
        body = KeyText.SkipMark(body);
        int start = body.IndexOfAnyExcept(" \t\r\n"u8);
        return start < 0 ? FetchedBody.Empty : body is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] ? FetchedBody.ByteOrderMark : body[start] switch
        {
            (byte)'<' => FetchedBody.Html,
            (byte)'[' => FetchedBody.JsonArray,
            (byte)'{' => OfObject(body),
            _ => FetchedBody.Text,
        };
    }

    private static FetchedBody OfObject(ReadOnlySpan<byte> body)
    {
        try
        {
            return OfMembers(new Utf8JsonReader(body, AnyDepth));
        }
        catch (Exception thrown) when (thrown is JsonException or InvalidOperationException)
        {
            // Bad syntax, or text with a lone surrogate: only the beginning looks like an object.
            return FetchedBody.Text;
        }
    }

    private static FetchedBody OfMembers(Utf8JsonReader reader)
    {
        bool hasKeys = false, hasType = false, hasAddress = false, hasCertificates = false, hasOthers = false;
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            hasKeys |= reader.ValueTextEquals("keys"u8);
            hasType |= reader.ValueTextEquals("kty"u8);
            hasAddress |= reader.ValueTextEquals("jwks_uri"u8) || reader.ValueTextEquals("issuer"u8);
            reader.Read();
            bool isCertificate = reader.TokenType == JsonTokenType.String && reader.ValueSpan.StartsWith("-----BEGIN CERTIFICATE-----"u8);
            hasCertificates |= isCertificate;
            hasOthers |= !isCertificate;
            reader.Skip();
        }

        // Some sets name their issuer, too.
        return hasKeys ? FetchedBody.KeySet
            : hasType ? FetchedBody.SingleKey
            : hasAddress ? FetchedBody.Metadata
            : hasCertificates && !hasOthers ? FetchedBody.CertificateMap
            : FetchedBody.JsonObject;
    }
}
