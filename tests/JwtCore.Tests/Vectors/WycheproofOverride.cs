using System.Globalization;
using System.IO.Enumeration;
using System.Text.Json;

namespace JwtCore.Tests.Vectors;

/// <summary>One entry of <c>wycheproof/overrides.json</c>: cases that a strict verifier answers otherwise than the file's label says.</summary>
/// <param name="Files">A pattern, or several parted by commas, of file names with or without their ending.</param>
/// <param name="Cases">A tcId, or <c>*</c> for all, or <c>tagSize&lt;full</c> for truncated tags.</param>
/// <param name="Label">The label to correct, or null for any.</param>
/// <param name="IsValid">The strict verdict.</param>
internal sealed record WycheproofOverride(string Files, string Cases, string? Label, bool IsValid)
{
    public static WycheproofOverride[] Read() =>
        [.. from file in VectorFile.Json("wycheproof/overrides.json").EnumerateObject()
            from entry in file.Value.EnumerateObject()
            select new WycheproofOverride(
                file.Name,
                entry.Name,
                entry.Value.TryGetProperty("label", out JsonElement label) ? label.GetString() : null,
                entry.Value.GetProperty("strict").GetString() == "valid")];

    public static WycheproofOverride[] For(string name) => [.. Read().Where(item => item.Names(name))];

    public bool Names(string name) => Array.Exists(
        Files.Split(", "), pattern => FileSystemName.MatchesSimpleExpression(pattern.Replace("_test.json", ""), name, ignoreCase: false));

    public bool Applies(WycheproofCase item) => Cases switch
    {
        "*" => true,
        "tagSize<full" => item.Group.GetProperty("tagSize").GetInt32() < item.HashBits,
        _ => item.Id == int.Parse(Cases, CultureInfo.InvariantCulture),
    };
}
