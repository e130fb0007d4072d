using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace JwtCore.Keys;

/// <summary>
/// Finds the key in a text as files, environments and admin pages hold it: PEM, a JWK, or base64 of either or of DER, with
/// a byte order mark, quotes or escaped line ends around it. Takes only what has one meaning. Secrets never come here.
/// </summary>
internal static class KeyText
{
    private const string NoKey = "The key is refused: it is neither PEM, nor a JWK, nor base64 of PEM or of DER (SubjectPublicKeyInfo).";

    // Quotes around base64 around a PEM with quotes of its own.
    private const int MostLayers = 4;

    // A byte of base64 in either alphabet, padding and white space included.
    private static readonly SearchValues<byte> OfBase64 =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_= \t\r\n"u8);

    /// <summary>Reads the one key.</summary>
    /// <param name="text">The text in UTF-8.</param>
    /// <param name="keyId">The key id for a key whose form has none, or null.</param>
    /// <param name="algorithm">The only algorithm for a key whose form names none, or null.</param>
    /// <exception cref="FormatException">There is no key in it, or it is refused.</exception>
    public static Jwk Read(ReadOnlySpan<byte> text, string? keyId, JwtAlgorithm? algorithm)
    {
        ReadOnlySpan<byte> key = Unwrap(text);
        if (IsPem(key))
        {
            return Jwk.FromPem(Encoding.UTF8.GetString(key), keyId, algorithm);
        }

        if (key.StartsWith("{"u8))
        {
            return NotAKeySet.LooksLikeSet(key) ? throw new FormatException("The key is refused: it is a JWK Set, not one key. Give it as a set.") : Jwk.Parse(key);
        }

        return IsDer(key) ? Jwk.FromPem(PemOf(key), keyId, algorithm) : throw new FormatException(NoKey);
    }

    /// <summary>The text without a byte order mark at its start.</summary>
    public static ReadOnlySpan<byte> SkipMark(ReadOnlySpan<byte> text) => text.StartsWith("\ufeff"u8) ? text[3..] : text;

    /// <summary>The PEM, JWK or DER without what is around it; anything else as far as it could be followed.</summary>
    public static ReadOnlySpan<byte> Unwrap(ReadOnlySpan<byte> text)
    {
        for (int layer = 0; layer < MostLayers; layer++)
        {
            // The last octet of DER may look like white space.
            if (IsDer(text))
            {
                return text;
            }

            text = SkipMark(text).Trim(" \t\r\n"u8);
            if (text.StartsWith("{"u8))
            {
                return text;
            }

            ReadOnlySpan<byte> inner = IsQuoted(text) ? Unquote(text) : IsPem(text) ? default : DecodeBase64(text);
            if (inner.IsEmpty)
            {
                return IsPem(text) ? WithLineEnds(text) : text;
            }

            text = inner;
        }

        return text;
    }

    private static bool IsPem(ReadOnlySpan<byte> text) => text.IndexOf("-----BEGIN "u8) >= 0;

    // A SEQUENCE (ITU-T X.690 section 8.1.3) with octets that no base64 has: its tag is the digit zero.
    private static bool IsDer(ReadOnlySpan<byte> text) =>
        text.Length > 2 && text[0] == 0x30 && (text[1] > 0x80 || text[1] == text.Length - 2) && text.IndexOfAnyExcept(OfBase64) >= 0;

    private static bool IsQuoted(ReadOnlySpan<byte> text) => text.Length > 2 && text[0] is (byte)'"' or (byte)'\'' && text[^1] == text[0];

    // A JSON string, or the quotes alone: a shell's quotes escape nothing.
    private static ReadOnlySpan<byte> Unquote(ReadOnlySpan<byte> text)
    {
        if (text[0] == '"')
        {
            try
            {
                Utf8JsonReader reader = new(text);
                if (reader.Read() && reader.TokenType == JsonTokenType.String && reader.BytesConsumed == text.Length)
                {
                    return Encoding.UTF8.GetBytes(reader.GetString()!);
                }
            }
            catch (Exception thrown) when (thrown is JsonException or InvalidOperationException)
            {
                // Line ends as they are, or half of a surrogate pair: no JSON string.
            }
        }

        return text[1..^1];
    }

    // No character of PEM is a backslash, so that one with an n is a line end that an environment file escaped.
    private static byte[] WithLineEnds(ReadOnlySpan<byte> pem) => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(pem)
        .Replace("\\r", "", StringComparison.Ordinal)
        .Replace("\\n", "\n", StringComparison.Ordinal));

    // One of the two alphabets (RFC 4648 sections 4 and 5), in one line or wrapped, escaped line ends included.
    private static byte[] DecodeBase64(ReadOnlySpan<byte> text)
    {
        byte[] encoded = WithLineEnds(text);
        if (encoded.AsSpan().ContainsAny("-_"u8) && encoded.AsSpan().ContainsAny("+/"u8))
        {
            return [];
        }

        encoded.AsSpan().Replace((byte)'+', (byte)'-');
        encoded.AsSpan().Replace((byte)'/', (byte)'_');
        byte[] decoded = new byte[Base64Url.GetMaxDecodedLength(encoded.Length)];
        return Base64Url.DecodeFromUtf8(encoded, decoded, out _, out int written) == OperationStatus.Done ? decoded[..written] : [];
    }

    // The label does not matter to who reads it: one of the three structures is in there.
    private static string PemOf(ReadOnlySpan<byte> der) => PemEncoding.WriteString(
        DerReader.ReadPublicKey(der) is not null ? "PUBLIC KEY" : DerReader.ReadCertificate(der) is not null ? "CERTIFICATE" : "RSA PUBLIC KEY",
        der);
}
