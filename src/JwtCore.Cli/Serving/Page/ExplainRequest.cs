using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace JwtCore.Cli;

/// <summary>What the page asks: a token, and what to hold it against.</summary>
internal sealed record ExplainRequest
{
    private static readonly string[] Names = ["token", "issuer", "audience", "algorithms", "keys"];

    public required string Token { get; init; }

    /// <summary>The issuer to expect; null leaves the check out.</summary>
    public string? Issuer { get; init; }

    /// <summary>The audience to expect; null leaves the check out.</summary>
    public string? Audience { get; init; }

    public required JwtAlgorithm[] Algorithms { get; init; }

    /// <summary>Keys as text; null for those of the server.</summary>
    public string? Keys { get; init; }

    /// <summary>Reads the request, or says what is wrong with it. A text that is empty is absent.</summary>
    public static bool TryParse(ReadOnlySpan<byte> body, [NotNullWhen(true)] out ExplainRequest? request, out string? problem)
    {
        request = null;
        if (!JsonFaults.TryParse(body, out JsonElement json, out problem))
        {
            return false;
        }

        if (json.ValueKind != JsonValueKind.Object || json.EnumerateObject().Any(member => !Names.Contains(member.Name)))
        {
            problem = $"the body is no JSON object of {string.Join(", ", Names)}";
            return false;
        }

        JwtAlgorithm[]? algorithms = ReadAlgorithms(json);
        if (algorithms is null || Names.Any(name => name != "algorithms" && json.TryGetProperty(name, out JsonElement value) && value.ValueKind is not (JsonValueKind.String or JsonValueKind.Null)))
        {
            problem = algorithms is null ? $"Algorithms: choose at least one of {string.Join(", ", JwtAlgorithms.Names)}." : "a member is no string";
            return false;
        }

        request = new ExplainRequest
        {
            Token = Text(json, "token") ?? "",
            Issuer = Text(json, "issuer"),
            Audience = Text(json, "audience"),
            Algorithms = algorithms,
            Keys = Text(json, "keys"),
        };
        return true;
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out JsonElement value) && value.GetString() is { Length: > 0 } text ? text : null;

    private static JwtAlgorithm[]? ReadAlgorithms(JsonElement json)
    {
        if (!json.TryGetProperty("algorithms", out JsonElement list) || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0)
        {
            return null;
        }

        JwtAlgorithm[] algorithms = [.. list.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.String && JwtAlgorithms.TryParse(item.GetString(), out JwtAlgorithm algorithm) ? algorithm : default)];
        return algorithms.Contains(default) ? null : [.. algorithms.Distinct()];
    }
}
