using JwtCore.Tests.Support;
using static JwtCore.TokenProfile;

namespace JwtCore.Tests.Pipeline;

public class ProfilePairsTests
{
    private static readonly TokenProfile[] Profiles = Enum.GetValues<TokenProfile>();

    // The rows of the page: for the least token of a profile, the verdict of each profile's verifier.
    private static readonly Dictionary<TokenProfile, VerifyError[]> Page = File.ReadLines(Path.Combine(Repository.Root, "docs", "profiles.md"))
        .SkipWhile(line => !line.StartsWith("| the least token of", StringComparison.Ordinal))
        .Skip(2)
        .TakeWhile(line => line.StartsWith('|'))
        .Select(line => line.Split('|', StringSplitOptions.TrimEntries)[1..^1])
        .ToDictionary(cells => Enum.Parse<TokenProfile>(cells[0].Trim('`')), cells => Array.ConvertAll(cells[1..], Read));

    public static TheoryData<TokenProfile, TokenProfile> Pairs
    {
        get
        {
            TheoryData<TokenProfile, TokenProfile> pairs = [];
            foreach (TokenProfile one in Profiles)
            {
                foreach (TokenProfile other in Profiles.Where(other => other > one))
                {
                    pairs.Add(one, other);
                }
            }

            return pairs;
        }
    }

    [Fact]
    public void The_page_s_table_says_what_each_verifier_answers()
    {
        Assert.Equal(Profiles, Page.Keys);
        foreach (TokenProfile of in Profiles)
        {
            Assert.Equal(Page[of], Profiles.Select(profile => Hmac.Verdict(ProfileTokens.Token(of), ProfileTokens.Policy(profile))));
        }
    }

    [Theory, MemberData(nameof(Pairs))]
    public void For_each_pair_of_profiles_a_token_of_one_is_refused_by_the_other_under_the_same_issuer_key_and_audience(TokenProfile one, TokenProfile other)
    {
        VerifyError[] across =
        [
            Hmac.Verdict(ProfileTokens.Token(one), ProfileTokens.Policy(other)),
            Hmac.Verdict(ProfileTokens.Token(other), ProfileTokens.Policy(one)),
        ];
        Assert.Equal(VerifyError.None, Hmac.Verdict(ProfileTokens.Token(one), ProfileTokens.Policy(one)));
        Assert.Equal(VerifyError.None, Hmac.Verdict(ProfileTokens.Token(other), ProfileTokens.Policy(other)));
        Assert.Contains(across, error => error != VerifyError.None);
    }

    [Theory, InlineData(Jwt), InlineData(McpResource)]
    public void Access_tokens_are_kept_out_by_naming_the_type(TokenProfile profile)
    {
        Assert.Equal(VerifyError.TypeMismatch, Hmac.Verdict(ProfileTokens.Token(AccessToken), ProfileTokens.Policy(profile, types: "JWT")));
        Assert.Equal(VerifyError.None, Hmac.Verdict(ProfileTokens.Sign(ProfileTokens.Claims(profile), "JWT"), ProfileTokens.Policy(profile, types: "JWT")));
    }

    [Theory, InlineData(AccessToken), InlineData(McpResource)]
    public void Tokens_for_another_audience_are_kept_out_by_naming_ones_own(TokenProfile profile)
    {
        string token = ProfileTokens.Token(profile);
        Assert.Equal(VerifyError.None, Hmac.Verdict(token, TestPolicies.With()));
        Assert.Equal(VerifyError.AudienceMismatch, Hmac.Verdict(token, TestPolicies.With(audience: "https://other.example.com")));
        Assert.Equal(VerifyError.AudienceMismatch, Hmac.Verdict(token, TestPolicies.With(profile: profile, audience: "https://other.example.com")));
    }

    [Fact]
    public void One_verifier_may_have_a_profile_for_each_issuer()
    {
        JwtVerifier verifier = new(
            [ProfileTokens.Policy(AccessToken), TestPolicies.With(Tokens.Keys(JwtAlgorithm.HS384), [JwtAlgorithm.HS384], issuer: "other", profile: LogoutToken)],
            new JwtVerifierOptions { TimeProvider = FixedTime.At(Tokens.Now) });
        string header = "{\"alg\":\"HS384\",\"kid\":\"HS384-1\",\"typ\":\"logout+jwt\"}";

        Assert.Equal(VerifyError.None, verifier.Verdict(ProfileTokens.Token(AccessToken)));
        Assert.Equal(VerifyError.TypeMismatch, verifier.Verdict(ProfileTokens.Token(LogoutToken)));
        Assert.Equal(VerifyError.None, verifier.Verdict(Tokens.Pair(JwtAlgorithm.HS384).Sign(header, ProfileTokens.Claims(LogoutToken).Set("iss", "\"other\"").ToString())));
        Assert.Equal(VerifyError.RequiredClaimMissing, verifier.Verdict(Tokens.Pair(JwtAlgorithm.HS384).Sign(header, ProfileTokens.Claims(AccessToken).Set("iss", "\"other\"").ToString())));
    }

    private static VerifyError Read(string cell) => cell == "accepted" ? VerifyError.None : Enum.Parse<VerifyError>(cell.Trim('`'));
}
