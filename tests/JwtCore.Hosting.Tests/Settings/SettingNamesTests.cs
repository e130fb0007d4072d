namespace JwtCore.Hosting.Tests;

public class SettingNamesTests
{
    [Fact]
    public void Every_name_has_one_variable()
    {
        Assert.Equal(33, SettingNames.All.Distinct().Count());
        Assert.Equal(
            SettingNames.All.Select(name => SettingNames.Prefix + string.Concat(name.Select((letter, i) => i > 0 && char.IsUpper(letter) ? "_" + letter : letter.ToString())).ToUpperInvariant()),
            SettingNames.Variables);
    }

    [Fact]
    public void Every_name_is_read_in_the_order_of_the_names() => Assert.Equal(SettingNames.All, SettingTable.Rows.Select(row => row.Name));

    [Fact]
    public void Every_property_of_the_settings_has_a_name() =>
        Assert.Equal(
            typeof(JwtCoreSettings).GetProperties().Select(property => property.Name).Except([nameof(JwtCoreSettings.AllowTestVerifier)]).Order(),
            SettingNames.All.Except([SettingNames.AcceptAnyIssuer, SettingNames.AcceptAnyAudience, SettingNames.AcceptAnyType]).Order());

    [Fact]
    public void Every_property_of_a_policy_that_decides_about_a_token_has_a_setting() =>
        Assert.Equal(
            typeof(VerificationPolicy).GetProperties().Select(property => property.Name).Except([nameof(VerificationPolicy.Keys), nameof(VerificationPolicy.ClientOnlyClaims)]).Select(name => name == nameof(VerificationPolicy.Algorithms) ? SettingNames.Algorithm : name).Order(),
            typeof(VerificationPolicy).GetProperties().Select(property => property.Name).Append(SettingNames.Algorithm).Intersect(SettingNames.All).Order());

    [Fact]
    public void The_page_has_one_row_for_each_name_in_order()
    {
        DirectoryInfo folder = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "JwtCore.sln")))
        {
            folder = folder.Parent!;
        }

        Assert.Equal(
            SettingNames.All.Select(name => $"| `{SettingNames.Variable(name)}` | `{name}` "),
            File.ReadLines(Path.Combine(folder.FullName, "docs", "settings.md"))
                .Where(line => line.StartsWith("| `JWTCORE_", StringComparison.Ordinal))
                .Select(line => string.Join('|', line.Split('|')[..3])));
    }
}
