using JwtCore.Tests.Scenarios;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Rules;

/// <summary>Header members that a policy requires: which values pass, which names it takes, and that no memory skips the rule.</summary>
public class RequiredHeadersRuleTests
{
    private const string Arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/mine/50dc6c495c0c9188";

    private static VerificationPolicy Policy(string name, Expected value) => TestPolicies.With() with { RequiredHeaders = new Dictionary<string, Expected> { [name] = value } };

    private static string Json(string text) => $"\"{text}\"";

    [Theory]
    [InlineData("a", VerifyError.None)]
    [InlineData("\"a\"", VerifyError.None)]
    [InlineData("\"\\u0061\"", VerifyError.None)]
    [InlineData("\"A\"", VerifyError.RequiredHeaderMissing)]
    [InlineData("\"a \"", VerifyError.RequiredHeaderMissing)]
    [InlineData("\"\"", VerifyError.RequiredHeaderMissing)]
    [InlineData("null", VerifyError.RequiredHeaderMissing)]
    [InlineData("{\"a\":\"a\"}", VerifyError.RequiredHeaderMissing)]
    [InlineData("[\"b\",\"a\"]", VerifyError.RequiredHeaderMissing)]
    [InlineData("[\"b\"]", VerifyError.RequiredHeaderMissing)]
    [InlineData("[\"a\",1]", VerifyError.RequiredHeaderMissing)]
    [InlineData("1", VerifyError.RequiredHeaderMissing)]
    [InlineData(null, VerifyError.RequiredHeaderMissing)]
    public void A_member_has_one_of_the_values(string? json, VerifyError expected)
    {
        RawJson header = Hmac.Header();
        Assert.Equal(expected, Hmac.VerdictOfHeader(json is null ? header : header.Set("x", json == "a" ? Json(json) : json), Policy("x", Expected.OneOf("a", "c"))));
    }

    [Theory]
    [InlineData("1", "1", VerifyError.None)]
    [InlineData("true", "true", VerifyError.None)]
    [InlineData("1.0", "1", VerifyError.RequiredHeaderMissing)]
    public void A_number_true_and_false_are_compared_as_written(string json, string value, VerifyError expected) =>
        Assert.Equal(expected, Hmac.VerdictOfHeader(Hmac.Header().Set("x", json), Policy("x", value)));

    [Theory]
    [InlineData("\"\"", VerifyError.None)]
    [InlineData("{}", VerifyError.None)]
    [InlineData("0", VerifyError.None)]
    [InlineData("null", VerifyError.RequiredHeaderMissing)]
    [InlineData(null, VerifyError.RequiredHeaderMissing)]
    public void Any_is_any_value_but_null(string? json, VerifyError expected) =>
        Assert.Equal(expected, Hmac.VerdictOfHeader(json is null ? Hmac.Header() : Hmac.Header().Set("x", json), Policy("x", Expected.Any)));

    [Fact]
    public void Names_are_compared_exactly_after_unescaping_and_at_the_top_alone()
    {
        VerificationPolicy policy = Policy("signer", Arn);
        Assert.Equal(VerifyError.None, Hmac.VerdictOfHeader(Hmac.Header().Set("signer", Json(Arn)), policy));
        Assert.Equal(VerifyError.None, Hmac.VerdictOfHeader(Hmac.Header().Set("\\u0073igner", Json(Arn)), policy));
        Assert.Equal(VerifyError.RequiredHeaderMissing, Hmac.VerdictOfHeader(Hmac.Header().Set("Signer", Json(Arn)), policy));
        Assert.Equal(VerifyError.RequiredHeaderMissing, Hmac.VerdictOfHeader(Hmac.Header().Set("signer", $"[{Json(Arn)}]"), policy));
        Assert.Equal(VerifyError.RequiredHeaderMissing, Hmac.VerdictOfHeader(Hmac.Header().Set("x", $"{{\"signer\":{Json(Arn)}}}"), policy));
        Assert.Equal(VerifyError.HeaderMalformed, Hmac.VerdictOfHeader(Hmac.Header().Add("signer", Json(Arn)).Add("signer", Json("other")), policy));

        // The payload is not the header.
        Assert.Equal(VerifyError.RequiredHeaderMissing, Hmac.Verdict(Hmac.Claims().Set("signer", Json(Arn)), policy));
    }

    [Fact]
    public void Every_member_is_required_and_the_first_that_lacks_is_named()
    {
        VerificationPolicy policy = TestPolicies.With() with { RequiredHeaders = new Dictionary<string, Expected> { ["signer"] = Arn, ["client"] = "c" } };
        Assert.Equal(("signer", ClaimFault.Missing), Fault(Hmac.Header(), policy));
        Assert.Equal(("signer", ClaimFault.None), Fault(Hmac.Header().Set("signer", Json("other")), policy));
        Assert.Equal(("client", ClaimFault.Missing), Fault(Hmac.Header().Set("signer", Json(Arn)).Set("client", "null"), policy));
        Assert.Equal(("client", ClaimFault.Missing), Fault(Hmac.Header().Set("signer", Json(Arn)).Set("client", "\"\""), policy));
        Assert.Equal(("client", ClaimFault.None), Fault(Hmac.Header().Set("client", "[]").Set("signer", Json(Arn)), policy));
        Assert.Equal((null, ClaimFault.None), Fault(Hmac.Header().Set("client", "\"c\"").Set("signer", Json(Arn)), policy));
    }

    [Theory]
    [InlineData("jwk", "does not bring its own key")]
    [InlineData("jku", "does not bring its own key")]
    [InlineData("x5u", "does not bring its own key")]
    [InlineData("x5c", "does not bring its own key")]
    [InlineData("alg", "Algorithms")]
    [InlineData("kid", "Keys")]
    [InlineData("typ", "Types")]
    [InlineData("crit", "rule of its own")]
    [InlineData("b64", "rule of its own")]
    [InlineData("zip", "rule of its own")]
    [InlineData("", "empty")]
    public void A_member_that_decides_otherwise_or_never_is_refused(string name, string reason)
    {
        ArgumentException refusal = Assert.ThrowsAny<ArgumentException>(() => new JwtVerifier(Policy(name, Expected.Any)));
        Assert.Contains("RequiredHeaders", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        _ = new JwtVerifier(Policy(name + "x", Expected.Any));
    }

    [Fact]
    public void A_name_with_a_lone_surrogate_is_refused() =>
        Assert.Contains("surrogate", Assert.ThrowsAny<ArgumentException>(() => new JwtVerifier(Policy("\ud800", Expected.Any))).Message, StringComparison.Ordinal);

    [Fact]
    public void Null_and_empty_values_are_refused()
    {
        Assert.ThrowsAny<ArgumentException>(() => new JwtVerifier(TestPolicies.With() with { RequiredHeaders = null! }));
        Assert.ThrowsAny<ArgumentException>(() => new JwtVerifier(Policy("x", null!)));
        Assert.ThrowsAny<ArgumentException>(() => new JwtVerifier(Policy("x", "")));
        Assert.ThrowsAny<ArgumentException>(() => new JwtVerifier(Policy("x", Expected.OneOf())));
    }

    [Fact]
    public void A_header_that_is_known_keeps_its_verdict()
    {
        JwtVerifier verifier = Tokens.Verifier(Policy("signer", Arn));
        string good = Hmac.Pair.Sign(Hmac.Header().Set("signer", Json(Arn)).ToString(), Hmac.Claims().ToString());
        string bad = Hmac.Pair.Sign(Hmac.Header().Set("signer", Json("other")).ToString(), Hmac.Claims().ToString());
        for (int i = 0; i < 20; i++)
        {
            Assert.Equal(VerifyError.RequiredHeaderMissing, verifier.Verdict(bad));
            Assert.Equal(VerifyError.None, verifier.Verdict(good));
            verifier.TryVerify(bad, out VerifiedToken verified);
            Assert.Equal("signer", verified.ErrorClaim);
        }

        Assert.Equal(2, verifier.Setup.FirstPolicy.Plans.Count);
    }

    [Fact]
    public void A_remembered_token_has_what_its_policy_requires_and_another_policy_remembers_it_anew()
    {
        string token = Hmac.Pair.Sign(Hmac.Header().Set("signer", Json(Arn)).ToString(), Hmac.Claims().ToString());
        foreach ((string required, VerifyError expected) in ((string, VerifyError)[])[(Arn, VerifyError.None), ("other", VerifyError.RequiredHeaderMissing)])
        {
            JwtVerifier verifier = new(Policy("signer", required), new JwtVerifierOptions { TimeProvider = FixedTime.At(Tokens.Now), Cache = new() });
            for (int i = 0; i < 4; i++)
            {
                Assert.Equal(expected, verifier.Verdict(token));
            }

            Assert.Equal(expected == VerifyError.None ? 1 : 0, verifier.KnownTokens);
        }
    }

    [Theory, InlineData(Arn, 2), InlineData("other", 1)]
    public async Task A_token_without_the_member_starts_no_refresh(string signer, int requests)
    {
        await using World world = World.Direct(World.First);
        await world.LoadAsync();
        await world.PassAsync(TimeSpan.FromMinutes(1));
        JwtVerifier verifier = new(World.Policy(world.Keys) with { RequiredHeaders = new Dictionary<string, Expected> { ["signer"] = Arn } }, new JwtVerifierOptions { TimeProvider = world.Time });
        System.Text.Json.Nodes.JsonObject claims = Tokens.Claims();
        claims["exp"] = Tokens.Now + 600;
        string token = World.Second.Sign($$"""{"alg":"ES256","kid":"second","signer":"{{signer}}"}""", claims.ToJsonString());
        Assert.Equal(VerifyError.KeyNotFound, (await verifier.VerifyAsync(token.AsMemory(), TestContext.Current.CancellationToken)).Error);
        Assert.Equal(requests, world.Endpoint.Requests);
    }

    private static (string? Member, ClaimFault Fault) Fault(RawJson header, VerificationPolicy policy)
    {
        Tokens.Verifier(policy).TryVerify(Hmac.Pair.Sign(header.ToString(), Hmac.Claims().ToString()), out VerifiedToken verified);
        return (verified.ErrorClaim, verified.ErrorFault);
    }
}
