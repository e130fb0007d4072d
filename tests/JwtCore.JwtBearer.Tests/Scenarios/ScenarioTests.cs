using JwtCore.AspNetCore.Tests.SideBySide;

namespace JwtCore.JwtBearer.Tests.Scenarios;

/// <summary>
/// What the framework tests of its JwtBearer handler, in this project's own words and in three set-ups. docs/from-jwtbearer.md
/// lists each difference with its reason, and no difference that is none.
/// </summary>
public sealed class ScenarioTests
{
    [Fact]
    public async Task The_page_has_each_difference_with_its_reason()
    {
        List<string> actual = [];
        List<string> same = [];
        foreach (Scenario scenario in Scenarios.All)
        {
            (string microsoft, string bridge, string jwtCore) = await scenario.RunAsync();
            if (microsoft == bridge && bridge == jwtCore)
            {
                same.Add($"{scenario.Name}: {microsoft}");
            }
            else
            {
                actual.Add($"| {scenario.Name} | {microsoft} | {(bridge == microsoft ? "the same" : bridge)} | {(jwtCore == microsoft ? "the same" : jwtCore)} |");
            }
        }

        Assert.Equal(Scenarios.All.Count, Scenarios.All.Select(scenario => scenario.Name).Distinct().Count());
        string[][] rows = SideBySidePage.Rows("Scenarios that differ");
        string[] listed = [.. rows.Select(row => $"| {row[0]} | {row[1]} | {row[2]} | {row[3]} |")];
        Assert.True(actual.SequenceEqual(listed), string.Join('\n', ["Not as listed:", .. actual, "", "The same:", .. same]));
        Assert.All(rows, row => Assert.True(row.Length == 5 && row[4].Length > 0, row[0]));
    }
}
