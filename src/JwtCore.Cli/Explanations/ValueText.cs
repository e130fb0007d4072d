using System.Text.Json;

namespace JwtCore.Cli;

/// <summary>Values of tokens and policies in explanations: whole, in JSON notation, escaped for a terminal.</summary>
internal static class ValueText
{
    public static string Of(IEnumerable<string> texts) => string.Join(", ", texts.Select(text => SafeJson.Text(text)));

    /// <summary>A member with its value, or that there is none. An object is named, not shown: anything may stand in it.</summary>
    public static string OfMember(string name, JsonElement value) => value.ValueKind == JsonValueKind.Undefined ? $"no {Name(name)}"
        : $"{Name(name)}: {(IsPlain(value) ? SafeJson.Text(value) : Kind(value))}";

    /// <summary>Whether a value has no object in it, and no array in an array.</summary>
    public static bool IsPlain(JsonElement value) => value.ValueKind == JsonValueKind.Array
        ? value.EnumerateArray().All(item => item.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
        : value.ValueKind != JsonValueKind.Object;

    /// <summary>A name as it is when it is a plain word, else in JSON notation.</summary>
    public static string Name(string name) => name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-') ? name : SafeJson.Text(name);

    /// <summary>The JSON type of a value, as people say it.</summary>
    public static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined => "none",
        JsonValueKind.Null => "null",
        JsonValueKind.True or JsonValueKind.False => "a boolean",
        JsonValueKind.Number => "a number",
        JsonValueKind.String => "a string",
        JsonValueKind.Array when value.GetArrayLength() == 0 => "an empty array",
        JsonValueKind.Array when value.EnumerateArray().FirstOrDefault(item => item.ValueKind != JsonValueKind.String) is { ValueKind: not JsonValueKind.Undefined } other =>
            $"an array that holds {Kind(other)}",
        JsonValueKind.Array => "an array of strings",
        _ => "an object",
    };
}
