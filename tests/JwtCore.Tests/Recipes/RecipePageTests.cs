using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Recipes;

public class RecipePageTests
{
    private static readonly Dictionary<string, DocumentedToken> ByRecipe =
        IdentityTokens.All.Concat(WorkloadTokens.All).ToDictionary(token => token.Recipe);

    public static TheoryData<string> Recipes => [.. ByRecipe.Keys];

    [Fact]
    public void Each_policy_of_the_page_has_its_documented_token()
    {
        Assert.True(RecipePage.HasOnePolicyEach);
        Assert.Equal(25, ByRecipe.Count);
        Assert.Equal(RecipePage.Recipes.Order(), ByRecipe.Keys.Order());
    }

    [Theory, MemberData(nameof(Recipes))]
    public void The_recipe_accepts_the_documented_token(string recipe) => Assert.Equal(VerifyError.None, ByRecipe[recipe].Verdict());

    [Theory, MemberData(nameof(Recipes))]
    public void The_recipe_refuses_the_documented_token_after_its_time(string recipe) =>
        Assert.Equal(VerifyError.Expired, ByRecipe[recipe].With("iat", Tokens.Now - 600).With("nbf", null).With("exp", Tokens.Now - 61).Verdict());

    [Theory, MemberData(nameof(Recipes))]
    public void The_recipe_refuses_a_logout_token(string recipe) =>
        Assert.Equal(VerifyError.TypeMismatch, ByRecipe[recipe].WithHeader("typ", "logout+jwt").Verdict());

    [Theory, MemberData(nameof(Recipes))]
    public void The_recipe_refuses_a_token_without_a_signature(string recipe) =>
        Assert.Equal(VerifyError.AlgorithmNotAllowed, Tokens.Verifier(ByRecipe[recipe].Policy).Verdict($"{Encode("""{"alg":"none"}""")}.{Encode("{}")}."));

    // With the other provider's key among the trusted ones, so that more than a key keeps them apart.
    [Theory, MemberData(nameof(Recipes))]
    public void The_recipe_refuses_the_tokens_of_every_other_provider(string recipe)
    {
        DocumentedToken own = ByRecipe[recipe];
        DocumentedToken[] others = [.. ByRecipe.Values.Where(other => (string?)other.Claims["iss"] != (string?)own.Claims["iss"])];
        Assert.True(others.Length >= 17);
        foreach (DocumentedToken other in others)
        {
            JsonObject jwk = other.Pair.ToJwk();
            JwkSet trusted = JwkSet.Parse(Encoding.UTF8.GetBytes(new JsonObject { ["keys"] = new JsonArray(jwk) }.ToJsonString()));
            VerificationPolicy policy = RecipePage.Policy(recipe, trusted);
            Assert.Equal((other.Recipe, Expected(other, policy)), (other.Recipe, other.Verdict(policy)));
        }
    }

    private static VerifyError Expected(DocumentedToken other, VerificationPolicy policy) =>
        other.IsPadded && policy.Tolerate != Tolerance.PaddedBase64Url ? VerifyError.NotCompactJws
        : !policy.Algorithms.Contains(other.Algorithm) ? VerifyError.AlgorithmNotAllowed
        : policy.Types is not null && !other.Header.ContainsKey("typ") ? VerifyError.TypeMismatch
        : policy.Issuer.IsAny ? VerifyError.AudienceMismatch
        : VerifyError.IssuerMismatch;

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
