namespace JwtCore.Tests.Vectors;

public class WycheproofOverrideTests
{
    [Fact]
    public void Every_override_corrects_cases_that_exist_under_the_label_it_names() =>
        Disagreements.AssertNone(
            from correction in WycheproofOverride.Read()
            let files = VectorCounts.Wycheproof.Keys.Where(correction.Names).ToArray()
            from file in files.DefaultIfEmpty("no file")
            select files.Length > 0 && IsNeeded(correction, file) ? null : $"{correction.Files} {correction.Cases}: {file}");

    private static bool IsNeeded(WycheproofOverride correction, string file)
    {
        string[] labels = [.. WycheproofFile.ReadLabels(file).Where(item => correction.Applies(item.Case)).Select(item => item.Label)];
        return labels.Length > 0 && (correction.Label is null || labels.All(label => label == correction.Label));
    }
}
