using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace JwtCore.Cli;

/// <summary>Claims as they are typed: <c>name=text</c>, or <c>name:=json</c>. The first equals sign decides.</summary>
internal static class ClaimTexts
{
    /// <summary>The claims as members of one object.</summary>
    /// <exception cref="UsageException">One has another form, or two have one name. Neither names nor values are repeated.</exception>
    public static JsonObject Read(string option, string[] texts)
    {
        JsonObject claims = [];
        foreach (string text in texts)
        {
            int end = text.IndexOf('=', StringComparison.Ordinal);
            bool isJson = end > 0 && text[end - 1] == ':';
            string name = end < 0 ? "" : text[..(isJson ? end - 1 : end)];
            if (name.Length == 0)
            {
                throw new UsageException($"{option}: must have the form NAME=TEXT or NAME:=JSON, with a name.");
            }

            if (!claims.TryAdd(name, isJson ? Json(option, text[(end + 1)..]) : text[(end + 1)..]))
            {
                throw new UsageException($"{option}: two give the same claim.");
            }
        }

        return claims;
    }

    private static JsonNode? Json(string option, string text) => !JsonFaults.TryParse(Encoding.UTF8.GetBytes(text), out JsonElement value, out string? problem)
        ? throw new UsageException($"{option}: what stands after ':=' is refused: {problem}")
        : value.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.Object => JsonObject.Create(value),
            JsonValueKind.Array => JsonArray.Create(value),
            _ => JsonValue.Create(value),
        };
}
