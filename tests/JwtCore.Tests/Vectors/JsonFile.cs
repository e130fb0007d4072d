using System.Text.Json;

namespace JwtCore.Tests.Vectors;

/// <summary>One file of JSONTestSuite and what a strict reader must answer.</summary>
internal sealed record JsonCase(string Name, bool IsStrict, bool IsStrictObject);

/// <summary>Loads <c>json/strict_verdicts.json</c>.</summary>
internal static class JsonFile
{
    public static JsonCase[] Read()
    {
        JsonCase[] cases = [.. VectorFile.Json("json/strict_verdicts.json").EnumerateArray().Select(item => new JsonCase(
            item.GetProperty("file").GetString()!,
            IsAccepted(item.GetProperty("strict_json")),
            IsAccepted(item.GetProperty("as_jose_object"))))];
        Assert.Equal(VectorCounts.JsonFiles, cases.Select(item => item.Name).Distinct().Count());
        Assert.Equal(VectorCounts.JsonFiles, cases.Length);
        return cases;
    }

    private static bool IsAccepted(JsonElement verdict) => verdict.GetString() switch
    {
        "accept" => true,
        "reject" => false,
        _ => throw new InvalidDataException("A verdict is neither accept nor reject."),
    };
}
