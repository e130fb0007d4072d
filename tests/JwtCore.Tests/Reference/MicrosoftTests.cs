using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using JwtCore.Testing;
using JwtCore.Tests.Support;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace JwtCore.Tests.Reference;

/// <summary>docs/from-jwtbearer.md against Microsoft's own library: each token by both, with the defaults of JwtBearer.</summary>
public class MicrosoftTests
{
    private static readonly MigrationPage Page = MigrationPage.FromJwtBearer;
    private static readonly Func<KeySource, Expected, Expected, VerificationPolicy> JwtBearerLike =
        Page.Function<Func<KeySource, Expected, Expected, VerificationPolicy>>("JwtBearerLike");

    private static readonly JwkSet Keys =
        JwkSet.Parse(Encoding.UTF8.GetBytes(new JsonObject { ["keys"] = new JsonArray([.. MicrosoftTokens.Jwks]) }.ToJsonString()));

    private static readonly TokenValidationParameters Parameters = new()
    {
        ValidIssuer = ReferenceSetup.Issuer,
        ValidAudience = ReferenceSetup.Audience,
        IssuerSigningKeys = [.. MicrosoftTokens.Jwks.Select(jwk => new JsonWebKey(jwk.ToJsonString()))],
    };

    [Fact]
    public async Task The_table_of_verdicts_is_what_both_libraries_say()
    {
        JwtVerifier verifier = Tokens.Verifier(JwtBearerLike(Keys, ReferenceSetup.Issuer, ReferenceSetup.Audience));
        List<string> actual = [];
        foreach ((string name, string token) in MicrosoftTokens.All)
        {
            VerifyError error = verifier.Verdict(token);
            actual.Add($"| {name} | {(await IsAcceptedByMicrosoftAsync(token) ? "accepted" : "refused")} | {(error == VerifyError.None ? "accepted" : $"`{error}`")} |");
        }

        string table = string.Join('\n', actual).Replace("`", "", StringComparison.Ordinal);
        Assert.True(table == string.Join('\n', Rows.Select(row => $"| {row[0]} | {row[1]} | {row[2]} |")), string.Join('\n', actual));
    }

    [Fact]
    public void Each_difference_has_its_reason_and_nothing_else_has_one() =>
        Assert.All(Rows, row => Assert.Equal((row[1] == "accepted") != (row[2] == "accepted"), row[3].Length > 0));

    [Fact]
    public void What_JwtBearer_refuses_is_never_accepted() =>
        Assert.DoesNotContain(Rows, row => row[1] == "refused" && row[2] == "accepted");

    [Fact]
    public void The_skew_is_Microsoft_s() =>
        Assert.Equal(TokenValidationParameters.DefaultClockSkew, JwtBearerLike(Keys, "i", "a").ClockSkew);

    [Fact]
    public void The_defaults_of_the_page_are_Microsoft_s()
    {
        TokenValidationParameters defaults = new();

        Assert.True(defaults.RequireAudience && defaults.RequireExpirationTime && defaults.RequireSignedTokens && defaults.TryAllIssuerSigningKeys);
        Assert.True(defaults.ValidateAudience && defaults.ValidateIssuer && defaults.ValidateLifetime && defaults.IgnoreTrailingSlashWhenValidatingAudience);
        Assert.False(defaults.ValidateActor || defaults.ValidateIssuerSigningKey || defaults.ValidateTokenReplay || defaults.SaveSigninToken);
        Assert.Null(defaults.ValidAlgorithms);
        Assert.Null(defaults.ValidTypes);
        Assert.Equal((TimeSpan.FromHours(12), TimeSpan.FromMinutes(5)), (BaseConfigurationManager.DefaultAutomaticRefreshInterval, BaseConfigurationManager.DefaultRefreshInterval));
        Assert.Equal(TimeSpan.FromHours(1), BaseConfigurationManager.DefaultLastKnownGoodConfigurationLifetime);
    }

    [Fact]
    public void Each_property_has_its_place_in_the_page() =>
        Assert.Equal(
            typeof(TokenValidationParameters).GetProperties().Select(property => property.Name).Order(StringComparer.Ordinal),
            Page.Rows("TokenValidationParameters").SelectMany(row => row[0].Split(", ")).Order(StringComparer.Ordinal));

    // Whatever a page calls a property or a flag of these types is one.
    [Theory]
    [InlineData("from-fastmcp.md"), InlineData("from-jwtbearer.md")]
    public void What_a_page_names_of_a_type_exists(string page)
    {
        Type[] types = [typeof(Tolerance), typeof(Expected), typeof(Limits), typeof(RemoteJwks), typeof(RemoteJwksOptions), typeof(JwtVerifierOptions), typeof(Jwk), typeof(JwkSet), typeof(TokenProfile), typeof(StaticIdentity)];
        string text = File.ReadAllText(Path.Combine(Repository.Root, "docs", page));

        foreach (Type type in types)
        {
            IEnumerable<string> named = Regex.Matches(text, $@"(?<![\w.]){type.Name}\.([A-Z]\w+)").Select(match => match.Groups[1].Value);
            Assert.Empty(named.Except(type.GetMembers().Select(member => member.Name)));
        }
    }

    [Fact]
    public async Task The_MCP_test_server_s_tokens_take_one_flag()
    {
        Func<KeySource, VerificationPolicy> page = Page.Function<Func<KeySource, VerificationPolicy>>("McpTestServer");
        string token = ReferenceEndpoint.Named("key-1").CreateToken(ReferenceSetup.Good with
        {
            Issuer = "https://localhost:7029",
            Audience = "http://localhost:7071/",
            Scopes = ["mcp:tools"],
            Claims = new JsonObject { ["client_id"] = "demo-client", ["iat"] = $"{Tokens.Now}", ["exp"] = "4102444800" },
        });
        VerificationPolicy strict = TestPolicies.With(
            Keys, [JwtAlgorithm.RS256], "https://localhost:7029", "http://localhost:7071/", requiredScopes: ["mcp:tools"], profile: TokenProfile.McpResource);

        Assert.Equal(VerifyError.ClaimMalformed, Tokens.Verifier(strict).Verdict(token));
        Assert.Equal(VerifyError.None, Tokens.Verifier(page(Keys)).Verdict(token));
        Assert.True(await IsAcceptedByMicrosoftAsync(token, "https://localhost:7029", "http://localhost:7071/"));
    }

    private static string[][] Rows => Page.Rows("Measured");

    private static async Task<bool> IsAcceptedByMicrosoftAsync(string token, string issuer = ReferenceSetup.Issuer, string audience = ReferenceSetup.Audience)
    {
        TokenValidationParameters parameters = Parameters.Clone();
        parameters.ValidIssuer = issuer;
        parameters.ValidAudience = audience;
        return (await new JsonWebTokenHandler().ValidateTokenAsync(token, parameters)).IsValid;
    }
}
