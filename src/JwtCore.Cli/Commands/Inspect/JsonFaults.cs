using System.Text.Json;
using System.Text.Unicode;

namespace JwtCore.Cli;

/// <summary>JSON by the rules of the core, read for people: slower, and with the reason when it breaks one.</summary>
internal static class JsonFaults
{
    private const int Deepest = 64;

    // One level more than is allowed, so that too deep is not bad syntax.
    private static readonly JsonReaderOptions Options = new() { MaxDepth = Deepest + 1 };

    /// <summary>The value, or false and a sentence about what is wrong.</summary>
    public static bool TryParse(ReadOnlySpan<byte> json, out JsonElement value, out string? problem)
    {
        value = Parse(json, out problem) ?? default;
        return problem is null;
    }

    /// <summary>
    /// The value, or null and a sentence about what is wrong. What is wrong may also be two members of one name; the
    /// value then has both.
    /// </summary>
    public static JsonElement? Parse(ReadOnlySpan<byte> json, out string? problem)
    {
        if (!Utf8.IsValid(json))
        {
            problem = "it is not UTF-8.";
            return null;
        }

        if (json.StartsWith("\ufeff"u8))
        {
            problem = "it starts with a byte order mark.";
            return null;
        }

        try
        {
            problem = FindProblem(json, out string? twice);
            if (problem is not null)
            {
                return null;
            }

            problem = twice is null ? null : $"two members of one object have the name {SafeJson.Text(twice)}.";
            return JsonElement.Parse(json);
        }
        catch (JsonException wrong)
        {
            // Bad syntax, found by the reader.
            problem = $"it is not JSON: line {(wrong.LineNumber ?? 0) + 1}, byte {(wrong.BytePositionInLine ?? 0) + 1} is not as expected.";
        }
        catch (InvalidOperationException)
        {
            // The reader unescapes no half of a pair.
            problem = "a text in it has half of a surrogate pair.";
        }

        return null;
    }

    private static string? FindProblem(ReadOnlySpan<byte> json, out string? twice)
    {
        twice = null;
        Stack<HashSet<string>> open = [];
        Utf8JsonReader reader = new(json, Options);
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject or JsonTokenType.StartArray when reader.CurrentDepth >= Deepest:
                    return $"it is nested more than {Deepest} levels deep.";
                case JsonTokenType.StartObject:
                    open.Push(new HashSet<string>(StringComparer.Ordinal));
                    break;
                case JsonTokenType.EndObject:
                    open.Pop();
                    break;
                case JsonTokenType.PropertyName when reader.GetString() is string name && !open.Peek().Add(name):
                    twice ??= name;
                    break;
                case JsonTokenType.String:
                    _ = reader.GetString();
                    break;
            }
        }

        return null;
    }
}
