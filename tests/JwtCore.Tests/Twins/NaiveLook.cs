using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace JwtCore.Tests.Twins;

/// <summary>What a body looks like, by way of the first JSON value in it as a whole.</summary>
internal static class NaiveLook
{
    private const string Certificate = "-----BEGIN CERTIFICATE-----";

    public static FetchedBody Of(byte[] body)
    {
        string latin = Encoding.Latin1.GetString(body);
        return latin.StartsWith("\u00ef\u00bb\u00bf", StringComparison.Ordinal) ? FetchedBody.ByteOrderMark
            : Regex.IsMatch(latin, "\\A[ \\t\\r\\n]*\\z") ? FetchedBody.Empty
            : Regex.IsMatch(latin, "\\A[ \\t\\r\\n]*<") ? FetchedBody.Html
            : Regex.IsMatch(latin, "\\A[ \\t\\r\\n]*\\[") ? FetchedBody.JsonArray
            : First(body) is JsonElement { ValueKind: JsonValueKind.Object } value ? OfObject(value)
            : FetchedBody.Text;
    }

    /// <summary>Which document was given in the place of a key set: None for a set and for anything else.</summary>
    public static FetchedBody InPlaceOfSet(byte[] json)
    {
        if (First(json) is not JsonElement { ValueKind: JsonValueKind.Object } value)
        {
            return FetchedBody.None;
        }

        try
        {
            string[] names = [.. value.EnumerateObject().Select(member => member.Name)];
            return names.Contains("jwks_uri") || (names.Contains("issuer") && names.Contains("authorization_endpoint")) ? FetchedBody.Metadata
                : names.Contains("kty") ? FetchedBody.SingleKey
                : names.Length > 0 && names.Distinct().All(name => IsCertificate(value.EnumerateObject().Last(member => member.Name == name).Value)) ? FetchedBody.CertificateMap
                : FetchedBody.None;
        }
        catch (InvalidOperationException)
        {
            // A name is no text.
            return FetchedBody.None;
        }
    }

    private static FetchedBody OfObject(JsonElement value)
    {
        try
        {
            return OfMembers(value);
        }
        catch (InvalidOperationException)
        {
            // A name is no text.
            return FetchedBody.Text;
        }
    }

    // Of the names that tell, the first decides.
    private static FetchedBody OfMembers(JsonElement value)
    {
        foreach (JsonProperty member in value.EnumerateObject())
        {
            if (member.NameEquals("keys"))
            {
                return FetchedBody.KeySet;
            }

            if (member.NameEquals("kty"))
            {
                return FetchedBody.SingleKey;
            }

            if (member.NameEquals("jwks_uri") || member.NameEquals("issuer"))
            {
                return FetchedBody.Metadata;
            }
        }

        JsonElement[] values = [.. value.EnumerateObject().Select(member => member.Value)];
        return values.Length > 0 && values.All(one => one.ValueKind == JsonValueKind.String && Raw(one).StartsWith('"' + Certificate, StringComparison.Ordinal))
            ? FetchedBody.CertificateMap
            : FetchedBody.JsonObject;
    }

    private static bool IsCertificate(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && Raw(value)[1..].TrimStart().StartsWith(Certificate, StringComparison.Ordinal);

    private static string Raw(JsonElement value) => Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(value));

    // What follows the value does not count.
    private static JsonElement? First(byte[] json)
    {
        try
        {
            Utf8JsonReader reader = new(json, new JsonReaderOptions { MaxDepth = 1000 });
            return JsonElement.ParseValue(ref reader);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
