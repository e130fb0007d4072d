using System.Text.Json;

namespace JwtCore.Hosting;

/// <summary>A list in one text.</summary>
internal static class TextList
{
    private static readonly char[] Separators = [',', ' ', '\t', '\r', '\n', '\f', '\v'];

    /// <summary>A JSON array of strings when it begins with a bracket, or else texts parted by commas and white space.</summary>
    public static IReadOnlyList<string>? Parse(string text, out string? refusal)
    {
        refusal = null;
        text = text.Trim();
        if (!text.StartsWith('['))
        {
            return Clean(text.Split(Separators));
        }

        IReadOnlyList<string>? texts = ParseJson(text);
        refusal = texts is null ? "begins as a JSON array, but is not one of strings." : null;
        return texts;
    }

    /// <summary>The texts without white space around them, and without the empty ones.</summary>
    public static IReadOnlyList<string> Clean(IEnumerable<string?> texts) =>
        [.. texts.Select(text => text?.Trim() ?? "").Where(text => text.Length > 0)];

    private static IReadOnlyList<string>? ParseJson(string text)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(text);
            return json.RootElement.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
                ? Clean(json.RootElement.EnumerateArray().Select(item => item.GetString()))
                : null;
        }
        catch (Exception thrown) when (thrown is JsonException or InvalidOperationException or ArgumentException)
        {
            // Bad syntax, or a lone surrogate, escaped or as it is.
            return null;
        }
    }
}
