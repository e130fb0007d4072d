using System.Text;
using System.Text.RegularExpressions;
using JwtCore.Hosting;
using JwtCore.Tests.Support;
using Microsoft.Extensions.Configuration;

namespace JwtCore.Tests.Recipes;

/// <summary>The recipes as <c>appsettings.json</c>: each is bound, and is the policy above it.</summary>
public partial class RecipeSettingsTests
{
    // The page says in a sentence why.
    private static readonly string[] NotInSettings =
        ["AWS load balancers", "Entra ID v2, many tenants", "Kubernetes service accounts", "Supabase with the legacy secret"];

    private static readonly Dictionary<string, string> ByRecipe = Read();

    public static TheoryData<string> Recipes => [.. ByRecipe.Keys];

    [Fact]
    public void Each_recipe_has_its_settings_or_says_why_not()
    {
        Assert.Equal(RecipePage.Recipes.Except(NotInSettings).Order(), ByRecipe.Keys.Order());
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "issuers.md"));
        foreach (string recipe in NotInSettings)
        {
            string section = page[page.IndexOf($"# {recipe}\n", StringComparison.Ordinal)..];
            Assert.Contains("`appsettings.json`", section[..section.IndexOf("\n#", 1, StringComparison.Ordinal)], StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(Recipes))]
    public void The_settings_are_the_policy_above_them(string recipe)
    {
        JwtCoreSettings settings = new();
        IConfiguration json = new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(ByRecipe[recipe]))).Build();
        SettingsReader.Read(settings, json, new EnvironmentSource(new Dictionary<string, string>()));
        VerificationPolicy policy = settings.ToPolicy();
        using RemoteJwks keys = Assert.IsType<RemoteJwks>(policy.Keys);
        Assert.Equal(RecipePage.Policy(recipe, keys), policy);
    }

    private static Dictionary<string, string> Read()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "issuers.md")).ReplaceLineEndings("\n");
        return JsonBlock().Matches(page).ToDictionary(
            block => page[..block.Index].Split('\n').Last(line => line.StartsWith('#')).TrimStart('#').Trim(),
            block => block.Groups[1].Value);
    }

    [GeneratedRegex("^```json\n(.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex JsonBlock();
}
