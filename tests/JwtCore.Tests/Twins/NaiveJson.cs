using System.Text;
using System.Text.Json;

namespace JwtCore.Tests.Twins;

/// <summary>
/// Strict JSON written for clarity on top of the platform's reader: slow, allocating, throwing inside. What the gate
/// must agree with.
/// </summary>
internal static class NaiveJson
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The top-level object, or null when the text is not strict JSON with an object at the top.</summary>
    public static JsonElement? ParseObject(byte[] json, int maxDepth = 64) =>
        IsStrict(json, maxDepth) && JsonElement.Parse(json, new JsonDocumentOptions { MaxDepth = maxDepth }) is { ValueKind: JsonValueKind.Object } value ? value : null;

    public static bool IsStrict(byte[] json, int maxDepth = 64)
    {
        try
        {
            _ = StrictUtf8.GetString(json);
            Utf8JsonReader reader = new(json, new JsonReaderOptions { MaxDepth = maxDepth });
            Stack<HashSet<string>> open = [];
            while (reader.Read())
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.StartObject:
                        open.Push(new HashSet<string>(StringComparer.Ordinal));
                        break;
                    case JsonTokenType.EndObject:
                        open.Pop();
                        break;
                    case JsonTokenType.PropertyName when !open.Peek().Add(reader.GetString()!):
                        return false;
                    case JsonTokenType.String:
                        _ = reader.GetString();
                        break;
                }
            }

            return true;
        }
        catch (Exception thrown) when (thrown is JsonException or InvalidOperationException or DecoderFallbackException)
        {
            return false;
        }
    }
}
