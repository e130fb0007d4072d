namespace JwtCore.Tests.Vectors;

public class VectorCountsTests(ITestOutputHelper output)
{
    [Fact]
    public void Every_vector_file_is_loaded_in_full()
    {
        AcceptanceCase[] acceptance = AcceptanceFile.Read();
        List<(string Suite, int Cases)> loaded =
        [
            ("acceptance tokens", acceptance.Count(item => item.Token is not null)),
            ("acceptance recipes", acceptance.Count(item => item.Recipe is not null)),
            ("json", JsonFile.Read().Length),
            ("rfc files", VectorFile.Names("rfc", "*.json").Length),
            .. VectorCounts.Wycheproof.Keys.Select(name => ("wycheproof " + name, WycheproofFile.Read(name).Length)),
        ];

        loaded.ForEach(entry => output.WriteLine($"vectors: {entry.Suite} {entry.Cases}"));
        output.WriteLine($"vectors: {loaded.Sum(entry => entry.Cases)} in all");

        Assert.Equal(VectorCounts.All, loaded.Sum(entry => entry.Cases));
    }

    [Fact]
    public void No_vector_file_is_left_out()
    {
        Assert.Equal(
            VectorCounts.Wycheproof.Keys.Select(name => name + "_test.json"),
            VectorFile.Names("wycheproof", "*_test.json"));
        Assert.Equal(VectorCounts.RfcFiles, VectorFile.Names("rfc", "*.json").Length);
        Assert.Equal(VectorCounts.JsonFiles, VectorFile.Names("json/test_parsing", "*").Length);
    }
}
