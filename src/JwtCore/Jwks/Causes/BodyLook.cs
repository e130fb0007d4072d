using System.Text.Json;

namespace JwtCore.Jwks;

/// <summary>Says what a body looks like, so that a message can name what was published instead of a key set.</summary>
internal static class BodyLook
{
    private static readonly JsonReaderOptions AnyDepth = new() { MaxDepth = 1000 };

    public static FetchedBody Of(ReadOnlySpan<byte> body)
    {
        if (body.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            return FetchedBody.ByteOrderMark;
        }

        int start = body.IndexOfAnyExcept(" \t\r\n"u8);
        return start < 0 ? FetchedBody.Empty : body[start] switch
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
        FetchedBody look = FetchedBody.JsonObject;
        bool hasCertificates = false;
        bool hasOthers = false;
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            // Metadata has no keys, and a set no kty: the first that is found decides.
            look = look != FetchedBody.JsonObject ? look
                : reader.ValueTextEquals("keys"u8) ? FetchedBody.KeySet
                : reader.ValueTextEquals("kty"u8) ? FetchedBody.SingleKey
                : reader.ValueTextEquals("jwks_uri"u8) || reader.ValueTextEquals("issuer"u8) ? FetchedBody.Metadata
                : look;
            reader.Read();
            bool isCertificate = reader.TokenType == JsonTokenType.String && reader.ValueSpan.StartsWith("-----BEGIN CERTIFICATE-----"u8);
            hasCertificates |= isCertificate;
            hasOthers |= !isCertificate;
            reader.Skip();
        }

        return look == FetchedBody.JsonObject && hasCertificates && !hasOthers ? FetchedBody.CertificateMap : look;
    }
}
