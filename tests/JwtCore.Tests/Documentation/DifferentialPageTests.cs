using JwtCore.Tests.Support;

namespace JwtCore.Tests.Documentation;

public class DifferentialPageTests
{
    [Fact]
    public void Every_test_that_the_page_of_leniencies_names_exists()
    {
        string[] tests = TestNames.In(File.ReadAllText(Path.Combine(Repository.Root, "docs", "differential.md")));

        Assert.True(tests.Length > 7, $"{tests.Length} tests are named");
        Assert.All(tests, test => Assert.True(TestNames.Exists(test), test));
    }
}
