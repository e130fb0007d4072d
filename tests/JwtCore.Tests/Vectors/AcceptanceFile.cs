using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace JwtCore.Tests.Vectors;

/// <summary>One record of the acceptance suite: a token, or a recipe for one, and the verdict it must get.</summary>
internal sealed record AcceptanceCase(
    string Id, bool IsAccepted, string[] FailingChecks, JwtAlgorithm[] Algorithms, string[]? Types, int Leeway, bool IsPublicSet, byte[] Keys, string? Token, string? Recipe)
{
    /// <summary>The key set of the record, by the rules for its source.</summary>
    public JwkSet KeySet() => JwkSet.Parse(Keys, IsPublicSet);

    /// <summary>The policy of the record.</summary>
    public VerificationPolicy Policy(KeySource keys) => new()
    {
        Issuer = "https://issuer.example",
        Audience = "https://api.example",
        Algorithms = Algorithms,
        Keys = keys,
        Types = Types is null ? Expected.Any : Expected.OneOf(Types),
        ClockSkew = TimeSpan.FromSeconds(Leeway),
    };
}

/// <summary>Loads <c>acceptance/open.jsonl</c>.</summary>
internal static class AcceptanceFile
{
    /// <summary>The clock of all records.</summary>
    public const long Now = 1_767_225_600;

    public static AcceptanceCase[] Read()
    {
        JsonElement common = VectorFile.Json("acceptance/K0.jwks.json");
        AcceptanceCase[] cases = [.. VectorFile.JsonLines("acceptance/open.jsonl").Select(record => ReadCase(record, common))];
        Assert.Equal(VectorCounts.AcceptanceTokens, cases.Count(item => item.Token is not null));
        Assert.Equal(VectorCounts.AcceptanceRecipes, cases.Count(item => item.Recipe is not null));
        Assert.Equal(VectorCounts.AcceptanceTokens + VectorCounts.AcceptanceRecipes, cases.Length);
        return cases;
    }

    public static AcceptanceCase Find(string id) => Read().Single(item => item.Id == id);

    private static AcceptanceCase ReadCase(JsonElement record, JsonElement common)
    {
        JsonElement policy = record.GetProperty("policy");
        JsonElement keys = record.GetProperty("keys");
        return new AcceptanceCase(
            record.GetProperty("id").GetString()!,
            record.GetProperty("expect").GetString() switch { "accept" => true, "reject" => false, _ => throw new InvalidDataException("A verdict is neither accept nor reject.") },
            Texts(record.GetProperty("failing_check")),
            [.. Texts(policy.GetProperty("algs")).Select(Enum.Parse<JwtAlgorithm>)],
            policy.TryGetProperty("typ", out JsonElement types) ? Texts(types) : null,
            policy.TryGetProperty("leeway", out JsonElement leeway) ? leeway.GetInt32() : 0,
            policy.TryGetProperty("source", out JsonElement source) && source.GetString() == "jwks",
            Set(keys.ValueKind == JsonValueKind.Array ? keys : common),
            record.TryGetProperty("token", out JsonElement token) ? token.GetString() : null,
            record.TryGetProperty("recipe", out JsonElement recipe) ? recipe.GetString() : null);
    }

    private static string[] Texts(JsonElement array) => [.. array.EnumerateArray().Select(item => item.GetString()!)];

    private static byte[] Set(JsonElement keys) =>
        Encoding.UTF8.GetBytes(new JsonObject { ["keys"] = JsonNode.Parse(keys.GetRawText()) }.ToJsonString());
}
