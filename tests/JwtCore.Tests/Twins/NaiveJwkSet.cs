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
            if (!isSet)
            {
                return null;
            }

            JsonElement[] entries = [.. set.GetProperty("keys").EnumerateArray()];
            bool areSecrets = Array.TrueForAll(entries, IsSecret);
            return [.. entries.Select(entry => NaiveJwk.CanVerify(Raw(entry), publicOnly, use) && (areSecrets || !IsSecret(entry)))];
        }
        catch (Exception thrown) when (thrown is JsonException or InvalidOperationException or DecoderFallbackException)
        {
            return null;
        }
    }

    // Whatever its faults, it has a type, and no other.
    private static bool IsSecret(JsonElement entry)
    {
        JsonElement[] types = entry.ValueKind == JsonValueKind.Object ? [.. entry.EnumerateObject().Where(member => Name(member) == "kty").Select(member => member.Value)] : [];
        return types.Length > 0 && types.All(type => type.ValueKind == JsonValueKind.String && Text(type) == "oct");
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
