using System.Text.Json;

namespace JwtCore.Cli.Tests.Field;

/// <summary>One line of field.jsonl; tests/field/README.md has the meaning of each member.</summary>
internal sealed record FieldCase(JsonElement Json)
{
    public string Id => Json.GetProperty("id").GetString()!;

    public string Kind => Json.GetProperty("kind").GetString()!;

    public string Title => Json.GetProperty("title").GetString()!;

    public string[] Arguments => Texts(Json, "args");

    /// <summary>Standard streams that are closed when the program starts.</summary>
    public string[] Closed => Texts(Json, "closed");

    /// <summary>Standard streams that lead to a full device.</summary>
    public string[] Full => Texts(Json, "full");

    /// <summary>After how many bytes the reader of standard output goes away; null for never.</summary>
    public int? Reads => Json.TryGetProperty("reads", out JsonElement reads) ? reads.GetInt32() : null;

    public TimeSpan Timeout => TimeSpan.FromSeconds(Json.TryGetProperty("timeout", out JsonElement seconds) ? seconds.GetDouble() : 30);

    public JsonElement? Server => Json.TryGetProperty("server", out JsonElement server) ? server : null;

    public JsonElement? Input => Json.TryGetProperty("stdin", out JsonElement input) ? input : null;

    public IEnumerable<JsonProperty> Variables => Json.TryGetProperty("env", out JsonElement variables) ? variables.EnumerateObject() : [];

    /// <summary>One of these is enough.</summary>
    public JsonElement[] Expectations => Json.GetProperty("expect") is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : [Json.GetProperty("expect")];

    public static string[] Texts(JsonElement json, string name) =>
        json.TryGetProperty(name, out JsonElement list) ? [.. list.EnumerateArray().Select(item => item.GetString()!)] : [];
}
