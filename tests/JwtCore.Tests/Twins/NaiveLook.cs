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
        return latin.StartsWith("\u00ef\u00bb\u00bf", StringComparison.Ordinal) ? Behind(body[3..])
            : Behind(body);
    }

    private static FetchedBody Behind(byte[] body)
    {
        string latin = Encoding.Latin1.GetString(body);
        return Regex.IsMatch(latin, "\\A(\u00ff\u00fe|\u00fe\u00ff)") ? FetchedBody.ByteOrderMark
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

    private static FetchedBody OfMembers(JsonElement value)
    {
        (string Name, FetchedBody Look)[] telling =
            [("keys", FetchedBody.KeySet), ("kty", FetchedBody.SingleKey), ("jwks_uri", FetchedBody.Metadata), ("issuer", FetchedBody.Metadata)];
        foreach ((string name, FetchedBody look) in telling)
        {
            if (value.EnumerateObject().Any(member => member.NameEquals(name)))
            {
                return look;
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
