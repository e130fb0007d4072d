using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace JwtCore.Mcp.Tests.Twins;

/// <summary>Reads operations as the specification says, with the platform's own readers and no thought of speed.</summary>
internal static partial class NaiveOperation
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The operation in a body; null when there is none.</summary>
    public static Operation? Read(byte[] json)
    {
        try
        {
            _ = Strict.GetString(json);
            using JsonDocument message = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 64 });
            Visit(message.RootElement);
            return message.RootElement.TryGetProperty("method", out JsonElement method) && method.ValueKind == JsonValueKind.String
                && method.GetString() is "tools/call" or "prompts/get" or "resources/read" or "resources/subscribe" or "resources/unsubscribe"
                && message.RootElement.TryGetProperty("params", out JsonElement parameters)
                && parameters.ValueKind == JsonValueKind.Object
                && parameters.TryGetProperty(method.GetString()!.StartsWith("res", StringComparison.Ordinal) ? "uri" : "name", out JsonElement name)
                && name.ValueKind == JsonValueKind.String
                ? new Operation(method.GetString()!, name.GetString()!)
                : null;
        }
        catch (Exception thrown) when (thrown is JsonException or InvalidOperationException or DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>A name in a header; null when it cannot be decoded.</summary>
    public static string? Decode(string text)
    {
        Match encoded = Encoded().Match(text);
        if (!encoded.Success)
        {
            return Plain().IsMatch(text) ? text : null;
        }

        try
        {
            return Base64().IsMatch(encoded.Groups[1].Value) ? Strict.GetString(Convert.FromBase64String(encoded.Groups[1].Value)) : null;
        }
        catch (Exception thrown) when (thrown is FormatException or DecoderFallbackException)
        {
            return null;
        }
    }

    // Asking for each text finds lone surrogates.
    private static void Visit(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (JsonProperty member in element.EnumerateObject())
                {
                    _ = member.Name;
                    Visit(member.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (JsonElement item in element.EnumerateArray())
                {
                    Visit(item);
                }

                break;
            case JsonValueKind.String:
                _ = element.GetString();
                break;
        }
    }

    [GeneratedRegex(@"^=\?base64\?(.*)\?=\z", RegexOptions.Singleline)]
    private static partial Regex Encoded();

    [GeneratedRegex(@"^[\t -~]*\z")]
    private static partial Regex Plain();

    [GeneratedRegex(@"^[A-Za-z0-9+/]*={0,2}\z")]
    private static partial Regex Base64();
}
