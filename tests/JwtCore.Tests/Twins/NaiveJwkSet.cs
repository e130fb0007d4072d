using System.Text;
using System.Text.Json;

namespace JwtCore.Tests.Twins;

/// <summary>A JWK Set by way of a whole JSON document: which entries can verify, or that it is no set to use.</summary>
internal static class NaiveJwkSet
{
    /// <summary>For each entry whether it can verify; null when the set is refused.</summary>
    public static bool[]? Read(byte[] json, bool publicOnly, string use)
    {
        try
        {
            // Throws on bad UTF-8, as names do on lone surrogates.
            _ = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(json);
            JsonElement set = JsonElement.Parse(json, new JsonDocumentOptions { MaxDepth = 1000 });
            string[] names = [.. set.EnumerateObject().Select(member => member.Name)];
            bool isSet = names.Contains("keys")
                && names.Distinct().Count() == names.Length
                && set.EnumerateObject().All(member => member.Name == "keys" || NaiveJson.IsStrict(Raw(member.Value)));
            return isSet && !MixesSecretsAndPublicKeys(set.GetProperty("keys"))
                ? [.. set.GetProperty("keys").EnumerateArray().Select(entry => NaiveJwk.CanVerify(Raw(entry), publicOnly, use))]
                : null;
        }
        catch (Exception thrown) when (thrown is JsonException or InvalidOperationException or DecoderFallbackException)
        {
            return null;
        }
    }

    private static bool MixesSecretsAndPublicKeys(JsonElement keys)
    {
        bool[] areSecrets = [.. keys.EnumerateArray()
            .Where(entry => entry.ValueKind == JsonValueKind.Object)
            .SelectMany(entry => entry.EnumerateObject())
            .Where(member => Name(member) == "kty" && member.Value.ValueKind == JsonValueKind.String)
            .Select(member => Text(member.Value) == "oct")];
        return areSecrets.Contains(true) && areSecrets.Contains(false);
    }

    private static string? Name(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static byte[] Raw(JsonElement value) => Encoding.UTF8.GetBytes(value.GetRawText());
}
