using System.Text;
using System.Text.Json.Nodes;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Reference;

/// <summary>W1 to W11: what FastMCP takes, or dies of, in a token. Also by the policy like FastMCP's where it is not named.</summary>
public class TokenWeaknessTests
{
    private const string Header = """{"alg":"RS256","typ":"JWT"}""";

    [Fact]
    public void W01_A_token_that_is_not_valid_yet_or_was_issued_in_the_future_is_refused()
    {
        Assert.Equal(VerifyError.NotYetValid, Verdict($$"""{"nbf":{{Tokens.Now + 3600}}}"""));
        Assert.Equal(VerifyError.IssuedInFuture, Verdict($$"""{"iat":{{Tokens.Now + 3600}}}"""));

        VerificationPolicy young = TestPolicies.With(ReferenceSetup.Default.Keys, [JwtAlgorithm.RS256], ReferenceSetup.Issuer, ReferenceSetup.Audience, maxAge: TimeSpan.FromMinutes(5));
        Assert.Equal(VerifyError.TooOld, Tokens.Verifier(young).Verdict(With($$"""{"iat":{{Tokens.Now - 301}}}""")));
    }

    [Fact]
    public void W02_Clocks_may_differ_by_a_minute_or_by_what_the_policy_says()
    {
        string late = With($$"""{"iat":{{Tokens.Now - 120}},"exp":{{Tokens.Now - 59}}}""");
        string tooLate = With($$"""{"exp":{{Tokens.Now - 60}}}""");

        Assert.Equal(VerifyError.None, ReferenceSetup.Default.Strict.Verdict(late));
        Assert.Equal(VerifyError.Expired, ReferenceSetup.Default.Strict.Verdict(tooLate));
        Assert.Equal(VerifyError.Expired, ReferenceSetup.Default.LikeFastMcp.Verdict(late));
        Assert.Equal(VerifyError.None, (ReferenceSetup.Default with { Clock = FixedTime.At(Tokens.Now - 120) }).LikeFastMcp.Verdict(late));
    }

    [Fact]
    public void W03_A_token_without_an_end_is_refused_unless_the_policy_tolerates_it()
    {
        string without = ReferenceSetup.Sign(ReferenceSetup.Good with { Claims = new JsonObject { ["exp"] = null } });

        Assert.Equal(VerifyError.ExpirationMissing, ReferenceSetup.Default.Strict.Verdict(without));
        Assert.Equal(VerifyError.None, ReferenceSetup.Default.LikeFastMcp.Verdict(without));
        Assert.Equal(VerifyError.ClaimMalformed, Raw(Header, Claims("\"exp\":null")));
    }

    [Theory]
    [InlineData("1e400"), InlineData("1e30"), InlineData("true"), InlineData("-1"), InlineData("[1]")]
    public void W04_A_time_that_is_none_is_refused_and_nothing_is_thrown(string exp)
    {
        string token = ReferenceSetup.Pair.Sign(Header, Claims($"\"exp\":{exp}"));

        Assert.Equal(VerifyError.ClaimMalformed, ReferenceSetup.Default.Verdict(token));
        JwtVerifier verifier = ReferenceSetup.Default.LikeFastMcp;
        Assert.Equal(0, Exceptions.CountDuring(() => verifier.TryVerify(token, out _)));
    }

    [Theory]
    [InlineData(64), InlineData(1000), InlineData(2000)]
    public void W05_A_deeply_nested_header_is_refused_and_nothing_is_thrown(int depth)
    {
        string header = $$"""{"alg":"RS256","x":{{new string('[', depth)}}{{new string(']', depth)}}}""";
        string token = ReferenceSetup.Pair.Sign(header, "{}");

        Assert.Equal(VerifyError.HeaderMalformed, ReferenceSetup.Default.Verdict(token));
        JwtVerifier verifier = ReferenceSetup.Default.LikeFastMcp;
        Assert.Equal(0, Exceptions.CountDuring(() => verifier.TryVerify(token, out _)));
    }

    [Fact]
    public void W06_A_token_of_another_kind_is_refused_by_its_type_and_by_the_profile()
    {
        string logout = ReferenceSetup.Sign(ReferenceSetup.Good with { Header = new JsonObject { ["typ"] = "logout+jwt" } });
        string identity = ReferenceSetup.Sign(ReferenceSetup.Good with { Claims = new JsonObject { ["nonce"] = "n" } });
        string access = ReferenceSetup.Sign(ReferenceSetup.Good with
        {
            Header = new JsonObject { ["typ"] = "at+jwt" },
            Claims = new JsonObject { ["client_id"] = "c", ["jti"] = "1" },
        });
        JwtVerifier profile = Tokens.Verifier(TestPolicies.With(
            ReferenceSetup.Default.Keys, [JwtAlgorithm.RS256], ReferenceSetup.Issuer, ReferenceSetup.Audience, profile: TokenProfile.AccessToken));

        Assert.Equal(VerifyError.TypeMismatch, ReferenceSetup.Default.Strict.Verdict(logout));
        Assert.Equal(VerifyError.None, ReferenceSetup.Default.LikeFastMcp.Verdict(logout));
        Assert.Equal(VerifyError.TypeMismatch, profile.Verdict(logout));
        Assert.Equal(VerifyError.TypeMismatch, profile.Verdict(identity));
        Assert.Equal(VerifyError.None, profile.Verdict(access));
    }

    [Theory]
    [InlineData("[]"), InlineData("[\"alg\"]"), InlineData("[\"cat\",\"cat\"]"), InlineData("null"), InlineData("\"cat\"")]
    public void W07_Any_critical_header_is_refused_an_empty_or_senseless_one_too(string crit) =>
        Assert.Equal(VerifyError.CriticalHeaderNotSupported, Raw($$"""{"alg":"RS256","cat":1,"crit":{{crit}}}""", Claims("\"a\":1")));

    [Fact]
    public void W08_An_unencoded_payload_is_refused()
    {
        Assert.Equal(VerifyError.CriticalHeaderNotSupported, Raw("""{"alg":"RS256","b64":false,"crit":["b64"]}""", Claims("\"a\":1")));
        Assert.Equal(VerifyError.UnencodedPayloadNotSupported, Raw("""{"alg":"RS256","b64":false}""", Claims("\"a\":1")));
    }

    [Fact]
    public void W09_A_member_that_is_there_twice_is_refused_however_it_is_written()
    {
        Assert.Equal(VerifyError.PayloadMalformed, Raw(Header, Claims($"\"exp\":1,\"exp\":{Tokens.Now + 60}")));
        Assert.Equal(VerifyError.PayloadMalformed, Raw(Header, Claims($"\"\\u0065xp\":1,\"exp\":{Tokens.Now + 60}")));
        Assert.Equal(VerifyError.PayloadMalformed, Raw(Header, Claims("\"a\":{\"b\":1,\"b\":2}")));
        Assert.Equal(VerifyError.HeaderMalformed, Raw("""{"alg":"none","alg":"RS256"}""", Claims("\"a\":1")));
    }

    [Fact]
    public void W10_A_payload_is_UTF_8_without_a_mark()
    {
        byte[] header = Encoding.UTF8.GetBytes(Header);
        string claims = Claims("\"a\":1");

        Assert.Equal(VerifyError.PayloadMalformed, ReferenceSetup.Default.Verdict(ReferenceSetup.Pair.Sign(header, [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(claims)])));
        Assert.Equal(VerifyError.PayloadMalformed, ReferenceSetup.Default.Verdict(ReferenceSetup.Pair.Sign(header, Encoding.Unicode.GetBytes(claims))));
        Assert.Equal(VerifyError.PayloadMalformed, ReferenceSetup.Default.Verdict(ReferenceSetup.Pair.Sign(header, [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(claims)])));
    }

    [Fact]
    public void W11_A_header_may_hold_certificates_and_one_that_is_too_long_says_so()
    {
        string room = ReferenceSetup.Sign(ReferenceSetup.Good with { Header = new JsonObject { ["x5c"] = new JsonArray(new string('A', 4_000)) } });
        string tooLong = ReferenceSetup.Sign(ReferenceSetup.Good with { Header = new JsonObject { ["x5c"] = new JsonArray(new string('A', 8_000)) } });

        Assert.Equal(VerifyError.None, ReferenceSetup.Default.Verdict(room));
        Assert.Equal(VerifyError.TokenTooLarge, ReferenceSetup.Default.Verdict(tooLong));
        Assert.Equal(VerifyError.None, Tokens.Verifier(FastMcpLike.Policy(ReferenceSetup.Default.Keys), new Limits { HeaderBytes = 16_000 }).Verdict(tooLong));
    }

    private static VerifyError Verdict(string claims) => ReferenceSetup.Default.Verdict(With(claims));

    private static string With(string claims) => ReferenceSetup.Sign(ReferenceSetup.Good with { Claims = JsonNode.Parse(claims)!.AsObject() });

    private static VerifyError Raw(string header, string payload) => ReferenceSetup.Default.Verdict(ReferenceSetup.Pair.Sign(header, payload));

    // Valid claims with these members behind them, and exp unless they bring it.
    private static string Claims(string members) =>
        $$"""{"iss":"{{ReferenceSetup.Issuer}}","aud":"{{ReferenceSetup.Audience}}",{{(members.Contains("exp", StringComparison.Ordinal) ? "" : $"\"exp\":{Tokens.Now + 60},")}}{{members}}}""";
}
