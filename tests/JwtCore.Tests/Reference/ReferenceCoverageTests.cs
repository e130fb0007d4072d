using System.Reflection;
using System.Text.RegularExpressions;

namespace JwtCore.Tests.Reference;

/// <summary>That no case is missing, and that docs/from-fastmcp.md says what the tests show.</summary>
public partial class ReferenceCoverageTests
{
    // FastMCP's tests, numbered as they stand in their files: test_jwt_provider, test_jwt_provider_bearer,
    // test_static_token_verifier, test_http_client and utilities/test_auth. Two of them, A7 and A9, ask the same.
    // E: 1 to 6 decode headers (basic, with kid, of 2, 1 and 4 parts, of a length divisible by 4), 7 to 11 payloads (basic,
    // many claims, bad, all paddings, divisible by 4), 12 to 18 are parse_scopes (none, empty, spaces, commas, JSON, list,
    // spaces around). G, test_multi_auth: nothing given, one verifier, server first, falls back, order, no match, verifiers
    // only, one raises, all raise, a match ends it, scopes of its own, scopes of the challenge.
    private static readonly (string Part, int Cases)[] Parts = [("A", 35), ("B", 36), ("C", 5), ("D", 5), ("E", 18), ("G", 12)];

    // Responses that belong to an adapter.
    private static readonly string[] VerdictsOnly = ["B27", "B28", "B29", "B30", "B31", "B32", "B33", "B35", "B36", "C1", "C3", "C4", "C5", "G12"];

    private static readonly string[] Names =
    [
        .. typeof(ReferenceCoverageTests).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(ReferenceCoverageTests).Namespace)
            .SelectMany(type => type.GetMethods())
            .Where(method => method.GetCustomAttributes().Any(attribute => attribute is FactAttribute))
            .Select(method => method.Name),
    ];

    private static readonly MigrationPage Page = MigrationPage.FromFastMcp;

    [Fact]
    public void Each_case_of_FastMCP_has_its_test() =>
        Assert.Equal(
            Parts.SelectMany(part => Enumerable.Range(1, part.Cases).Select(number => $"{part.Part}{number}")).Order(StringComparer.Ordinal),
            Ids(CaseName()).Order(StringComparer.Ordinal));

    [Fact]
    public void Each_weakness_of_FastMCP_has_its_test() =>
        Assert.Equal(Enumerable.Range(1, 39).Select(number => $"W{number:00}"), Ids(WeaknessName()).Order(StringComparer.Ordinal));

    [Fact]
    public void Each_weakness_has_its_row_in_the_page_with_a_test_of_that_name()
    {
        string[][] rows = Page.Rows("Weaknesses of FastMCP");

        Assert.Equal(Enumerable.Range(1, 39).Select(number => $"W{number}"), rows.Select(row => row[0]));
        Assert.All(rows, row => Assert.StartsWith($"W{int.Parse(row[0][1..], System.Globalization.CultureInfo.InvariantCulture):00}_", row[3], StringComparison.Ordinal));
        Assert.Empty(rows.Select(row => row[3]).Except(Names));
    }

    [Fact]
    public void The_cases_that_need_an_adapter_are_listed_in_the_page() =>
        Assert.Equal(VerdictsOnly, Page.Rows("What an HTTP adapter adds").Select(row => row[0]));

    [Fact]
    public void The_page_names_an_existing_error_for_each_rule_and_each_tolerance_once()
    {
        string[][] rows = Page.Rows("What is stricter");

        Assert.All(rows, row => Assert.True(row[1] == "construction" || Enum.TryParse<VerifyError>(row[1], out _), row[1]));
        Assert.Equal(
            Enum.GetNames<Tolerance>().Where(name => name != nameof(Tolerance.Nothing)).Order(StringComparer.Ordinal),
            rows.Select(row => row[2]).Where(cell => cell.StartsWith("Tolerance.", StringComparison.Ordinal)).Select(cell => cell["Tolerance.".Length..]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_number_of_verdicts_that_the_page_states_is_theirs() =>
        Assert.Contains($"{Enum.GetNames<VerifyError>().Length} named verdicts", Page.Rows("Weaknesses of FastMCP")[29][2], StringComparison.Ordinal);

    private static IEnumerable<string> Ids(Regex pattern) =>
        Names.Select(name => pattern.Match(name)).Where(match => match.Success).Select(match => match.Groups[1].Value).Distinct();

    [GeneratedRegex("^([A-G][0-9]+)_")]
    private static partial Regex CaseName();

    [GeneratedRegex("^(W[0-9]{2})_")]
    private static partial Regex WeaknessName();
}
