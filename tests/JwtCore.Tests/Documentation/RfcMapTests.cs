using System.Text.RegularExpressions;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Documentation;

public partial class RfcMapTests
{
    private static readonly string Sources = Path.Combine(Repository.Root, "src");

    private static readonly Dictionary<string, string[][]> Map = Read(File.ReadAllText(Path.Combine(Repository.Root, "docs", "rfc-map.md")));

    [Fact]
    public void The_map_has_the_RFCs_that_the_library_follows() =>
        Assert.Equal(
            ["7515", "7517", "7518", "7519", "7638", "8032", "8037", "8410", "9864", "9964", "7797", "8725", "9068", "6750", "7662", "9728", "8259", "4648", "8414"],
            Map.Keys);

    [Fact]
    public void Every_row_names_files_and_tests_that_exist() =>
        Assert.All(Map.Values.SelectMany(rows => rows), row =>
        {
            Assert.Equal(4, row.Length);
            string[] files = [.. row[2].Split(", ").Select(cell => cell.Trim('`'))];
            string[] tests = TestNames.In(row[3]);

            Assert.NotEmpty(tests);
            Assert.Equal(row[3], string.Join(", ", tests.Select(test => $"`{test}`")));
            Assert.All(files, file => Assert.True(File.Exists(Path.Combine(Sources, file)), file));
            Assert.All(tests, test => Assert.True(TestNames.Exists(test), test));
        });

    [Fact]
    public void A_section_has_one_row_and_the_rows_are_in_order() =>
        Assert.All(Map, entry =>
        {
            string[] sections = [.. entry.Value.Select(row => row[0])];

            Assert.Equal(sections.Distinct().OrderBy(Order, StringComparer.Ordinal), sections);
        });

    [Fact]
    public void Every_section_that_a_comment_in_the_sources_names_has_a_row()
    {
        (string Rfc, string Section, string File)[] named =
        [
            .. Repository.Files(Sources, "*.cs").SelectMany(file => Named(File.ReadAllText(file)).Select(one => (one.Rfc, one.Section, Repository.Relative(Sources, file)))),
        ];

        Assert.True(named.Length > 100, $"{named.Length} sections are named");
        Assert.Empty(named.Where(one => Map.TryGetValue(one.Rfc, out string[][]? rows) && !rows.Any(row => row[0] == one.Section))
            .Select(one => $"{one.File}: RFC {one.Rfc} section {one.Section}"));
    }

    [Fact]
    public void Sections_are_found_one_by_one_in_lists_and_over_line_ends() =>
        Assert.Equal(
            [("4648", "3.5"), ("4648", "5"), ("8725", "2.1"), ("7519", "7.2")],
            Named("""
                // RFC 4648 sections 3.5 and 5. Keys (RFC 8725
                /// section 2.1) and
                // RFC 7519 section 7.2 steps 2 to 4, RFC 7800.
                """));

    private static Dictionary<string, string[][]> Read(string page) =>
        page.Split("\n## RFC ")[1..].ToDictionary(
            part => part[..4],
            part => (string[][])
            [
                .. part.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1)
                    .Select(line => line.Split(" | ").Select(cell => cell.Trim('|', ' ')).ToArray()),
            ]);

    // Numbers before appendices, each part compared as a number.
    private static string Order(string section) =>
        char.IsDigit(section[0]) ? string.Join('.', section.Split('.').Select(part => part.PadLeft(3, '0'))) : section;

    private static IEnumerable<(string Rfc, string Section)> Named(string source) =>
        Section().Matches(LineEnd().Replace(source, " ")).SelectMany(match =>
            Number().Matches(match.Groups[2].Value).Select(number => (match.Groups[1].Value, number.Value)));

    [GeneratedRegex(@"RFC (\d{4}) sections? (\d+(?:\.\d+)*(?:(?:,| and| or) \d+(?:\.\d+)*)*)")]
    private static partial Regex Section();

    [GeneratedRegex(@"\d+(?:\.\d+)*")]
    private static partial Regex Number();

    [GeneratedRegex(@"\s*\n\s*(?:///?)?\s*")]
    private static partial Regex LineEnd();
}
