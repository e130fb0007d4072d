using System.Text.Json;

namespace JwtCore.Hosting;

/// <summary>Names with values in one text.</summary>
internal static class TextMap
{
    private const string Form = "must be a JSON object whose members are strings, numbers, true, false or arrays of strings, each name once.";

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>
    /// A JSON object: each name with its values. Anything else is a list of names, as <see cref="TextList"/> reads it, which
    /// have no values: null.
    /// </summary>
    public static IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>?>>? Parse(string text, out string? refusal)
    {
        if (!text.AsSpan().TrimStart().StartsWith("{", StringComparison.Ordinal))
        {
            return TextList.Parse(text, out refusal) is { } names && refusal is null ? OfNames(names) : null;
        }

        List<KeyValuePair<string, IReadOnlyList<string>?>>? entries = ParseJson(text);
        refusal = entries is null ? Form : null;
        return entries;
    }

    /// <summary>Names without values.</summary>
    public static IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>?>> OfNames(IEnumerable<string> names) =>
        [.. names.Distinct(StringComparer.Ordinal).Select(name => KeyValuePair.Create<string, IReadOnlyList<string>?>(name, null))];

    private static List<KeyValuePair<string, IReadOnlyList<string>?>>? ParseJson(string text)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(text, Strict);
            List<KeyValuePair<string, IReadOnlyList<string>?>> entries = [];
            foreach (JsonProperty member in json.RootElement.EnumerateObject())
            {
                string[]? values = member.Value.ValueKind switch
                {
                    JsonValueKind.String => [member.Value.GetString()!],
                    JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => [member.Value.GetRawText()],
                    JsonValueKind.Array when member.Value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) =>
                        [.. member.Value.EnumerateArray().Select(item => item.GetString()!)],
                    _ => null,
                };
                if (values is null)
                {
                    return null;
                }

                entries.Add(new(member.Name, values));
            }

            return entries;
        }
        catch (Exception thrown) when (thrown is JsonException or InvalidOperationException or ArgumentException)
        {
            // Bad syntax, a name twice, or a lone surrogate.
            return null;
        }
    }
}
