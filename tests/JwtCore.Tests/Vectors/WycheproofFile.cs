using System.Text.Json;

namespace JwtCore.Tests.Vectors;

/// <summary>One case of a Wycheproof file, with the verdict that a strict verifier must give.</summary>
internal sealed record WycheproofCase(string File, int Id, bool IsValid, JsonElement Group, JsonElement Test)
{
    public override string ToString() => $"{File} {Id} ({Test.GetProperty("comment").GetString()})";

    public string Text(string name) => Test.GetProperty(name).GetString()!;

    public byte[] Hex(string name) => Convert.FromHexString(Text(name));

    /// <summary>The JWS. Where the file has a JSON object in its place, the text of that object.</summary>
    public string Jws => Test.GetProperty("jws") is { ValueKind: JsonValueKind.String } text ? text.GetString()! : Test.GetProperty("jws").GetRawText();

    /// <summary>The length of a tag or a hash in bits, as the name of the file has it.</summary>
    public int HashBits => int.Parse(File.Split('_').First(part => part.StartsWith("sha", StringComparison.Ordinal))[3..], System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Loads <c>wycheproof/*_test.json</c> and corrects the labels by <c>wycheproof/overrides.json</c> and the ledger.</summary>
internal static class WycheproofFile
{
    public static WycheproofCase[] Read(string name)
    {
        WycheproofOverride[] overrides = WycheproofOverride.For(name);
        WycheproofCase[] cases = [.. ReadLabels(name).Select(item => Correct(item.Case, item.Label, overrides))];
        Assert.Equal(VectorCounts.Wycheproof[name], cases.Length);
        Assert.Equal(cases.Length, cases.Select(item => item.Id).Distinct().Count());
        return cases;
    }

    /// <summary>The cases and their labels as the file has them.</summary>
    public static IEnumerable<(WycheproofCase Case, string Label)> ReadLabels(string name) =>
        from testGroup in VectorFile.Json($"wycheproof/{name}_test.json").GetProperty("testGroups").EnumerateArray()
        from test in testGroup.GetProperty("tests").EnumerateArray()
        let label = test.GetProperty("result").GetString()!
        select (new WycheproofCase(name, test.GetProperty("tcId").GetInt32(), label == "valid", testGroup, test), label);

    private static WycheproofCase Correct(WycheproofCase item, string label, WycheproofOverride[] overrides)
    {
        bool? verdict = WycheproofLedger.Verdict(item.File, item.Id) ?? Array.Find(overrides, candidate => candidate.Applies(item))?.IsValid;
        return verdict is not null ? item with { IsValid = verdict.Value }
            : label is "valid" or "invalid" ? item
            : throw new InvalidDataException($"{item} is labelled {label} and has no override.");
    }
}
