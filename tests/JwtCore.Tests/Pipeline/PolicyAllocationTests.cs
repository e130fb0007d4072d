using System.Text;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Pipeline;

public class PolicyAllocationTests
{
    public static TheoryData<TokenProfile> Profiles => ProfileTokens.All;

    [Theory, MemberData(nameof(Profiles))]
    public void Every_profile_allocates_nothing_for_tokens_of_its_own_and_of_others(TokenProfile profile)
    {
        JwtVerifier verifier = Tokens.Verifier(ProfileTokens.Policy(profile));
        foreach (TokenProfile of in Enum.GetValues<TokenProfile>())
        {
            RawJson claims = ProfileTokens.Claims(of);
            string[] tokens = [ProfileTokens.Token(of), ProfileTokens.Sign(claims.Set("sid", "1").Set("client_id", "1"), ProfileTokens.Type(of)), ProfileTokens.Sign(claims.Remove("jti"), ProfileTokens.Type(profile))];
            foreach (byte[] token in tokens.Select(Encoding.UTF8.GetBytes))
            {
                Assert.Equal(0, Allocations.PerCall(() => verifier.TryVerify(token, out _)));
            }
        }
    }

    [Theory, InlineData("admin", true), InlineData("other", false)]
    public async Task Implied_and_alternative_scopes_allocate_nothing(string scope, bool passes)
    {
        JwtVerifier verifier = Tokens.Verifier(TestPolicies.With(
            requiredScopes: ["read", ["write", "audit"]],
            impliedScopes: new() { ["admin"] = ["write"], ["write"] = ["read"] }));
        byte[] token = Encoding.UTF8.GetBytes(Hmac.Sign(Hmac.Claims().Set("scope", $"\"x y {scope}\"")));
        TokenClaims? claims = (await verifier.VerifyAsync(Encoding.UTF8.GetString(token).AsMemory(), TestContext.Current.CancellationToken)).Claims;
        Assert.Equal(0, Allocations.PerCall(() =>
        {
            bool isAccepted = verifier.TryVerify(token, out VerifiedToken verified);
            if (isAccepted != passes || verified.HasScope("read"u8) != passes || claims!.HasScope("read") != passes || !verified.HasScope("x"u8))
            {
                throw new InvalidOperationException("The scopes do not read as they were written.");
            }
        }));
    }
}
