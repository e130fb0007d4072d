using JwtCore.Hosting.Tests.Support;

namespace JwtCore.Hosting.Tests;

/// <summary>Settings that are neither texts nor lists: times, profiles, tolerances, objects.</summary>
public class SettingReadingTests
{
    private static readonly (string, string)[] Remote = [("JWTCORE_JWKS_URI", Given.JwksUri), .. Given.Expectations];

    [Fact]
    public void Every_property_of_the_policy_is_read_from_the_environment()
    {
        VerificationPolicy policy = Given.Read(
            [
                ("JWTCORE_CLOCK_SKEW", "00:00:30"), ("JWTCORE_MAX_AGE", "1:00:00"), ("JWTCORE_MAX_LIFETIME", "1.00:00:00"), ("JWTCORE_PROFILE", "McpResource"),
                ("JWTCORE_TYPES", "at+jwt JWT"), ("JWTCORE_TOLERATE", "StringDates,NumericSubject"), ("JWTCORE_AUDIENCE_CLAIM", "aud"), ("JWTCORE_SCOPE_CLAIMS", "scp"),
                ("JWTCORE_CLIENT_ID_CLAIMS", "appid cid"), ("JWTCORE_REQUIRED_CLAIMS", """{ "tenant": ["a", "b"], "level": 2, "email_verified": true }"""),
                ("JWTCORE_IMPLIED_SCOPES", """{ "orders:write": ["orders:read"] }"""), .. Remote,
            ]).ToPolicy();

        Assert.Equal((TimeSpan.FromSeconds(30), TimeSpan.FromHours(1), TimeSpan.FromDays(1)), (policy.ClockSkew, policy.MaxAge, policy.MaxLifetime));
        Assert.Equal((TokenProfile.McpResource, Tolerance.StringDates | Tolerance.NumericSubject), (policy.Profile, policy.Tolerate));
        Assert.Equal(["at+jwt", "JWT"], policy.Types!);
        Assert.Equal(["scp"], policy.ScopeClaims);
        Assert.Equal(["appid", "cid"], policy.ClientIdClaims);
        Assert.Equal(["a", "b"], policy.RequiredClaims["tenant"]);
        Assert.Equal(["2"], policy.RequiredClaims["level"]);
        Assert.Equal(["true"], policy.RequiredClaims["email_verified"]);
        Assert.Equal(["orders:read"], policy.ImpliedScopes["orders:write"]);
    }

    [Fact]
    public void The_configuration_has_objects_and_lists()
    {
        VerificationPolicy policy = Given.Read(
            """
            { "JwtCore": {
                "RequiredClaims": { "tenant": ["a b", "c"], "plan": "gold", "email_verified": true },
                "ImpliedScopes": { "admin": ["read", "write"], "write": "read" },
                "AudienceClaim": "resource", "AcceptAnyType": true, "Tolerate": ["MissingExpiration"]
            } }
            """,
            Remote).ToPolicy();

        Assert.Equal(["a b", "c"], policy.RequiredClaims["tenant"]);
        Assert.Equal(["gold"], policy.RequiredClaims["plan"]);
        Assert.Equal(["true"], policy.RequiredClaims["email_verified"]);
        Assert.Equal(["read", "write"], policy.ImpliedScopes["admin"]);
        Assert.Equal(["read"], policy.ImpliedScopes["write"]);
        Assert.Equal(("resource", true, Tolerance.MissingExpiration), (policy.AudienceClaim, policy.Types!.IsAny, policy.Tolerate));
    }

    [Theory]
    [InlineData("""{ "JwtCore": { "RequiredHeaders": { "signer": ["arn:aws:a", "arn:aws:b"], "client": "c" } } }""", null)]
    [InlineData(null, """{ "signer": ["arn:aws:a", "arn:aws:b"], "client": "c" }""")]
    public void Required_header_members_are_read_as_required_claims(string? json, string? variable)
    {
        VerificationPolicy policy = Given.Read(json, variable is null ? Remote : [.. Remote, ("JWTCORE_REQUIRED_HEADERS", variable)]).ToPolicy();
        Assert.Equal(["arn:aws:a", "arn:aws:b"], policy.RequiredHeaders["signer"]);
        Assert.Equal(["c"], policy.RequiredHeaders["client"]);
        Assert.Empty(policy.RequiredClaims);
    }

    [Theory, InlineData("jwk"), InlineData("x5c"), InlineData("kid")]
    public void A_header_member_that_may_not_be_required_is_refused_by_the_name_of_the_setting(string member) =>
        Assert.StartsWith("JwtCore:RequiredHeaders names " + member, Given.Refusal(Given.Read($$"""{ "JwtCore": { "RequiredHeaders": { "{{member}}": "a" } } }""", Remote)), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{ "JwtCore": { "RequiredClaims": ["tenant", "jti"] } }""", null)]
    [InlineData(null, "tenant, jti")]
    [InlineData(null, "[\"tenant\", \"jti\"]")]
    public void A_list_of_claims_demands_them_with_any_value(string? json, string? variable)
    {
        (string, string)[] variables = variable is null ? [] : [("JWTCORE_REQUIRED_CLAIMS", variable)];
        VerificationPolicy policy = Given.Read(json, [.. variables, .. Remote]).ToPolicy();

        Assert.Equal(["jti", "tenant"], policy.RequiredClaims.Where(claim => claim.Value.IsAny).Select(claim => claim.Key).Order());
    }

    [Fact]
    public void Code_has_them_all()
    {
        JwtCoreSettings settings = Given.InCode();
        settings.ClockSkew = TimeSpan.Zero;
        settings.MaxAge = TimeSpan.FromHours(1);
        settings.MaxLifetime = TimeSpan.FromHours(2);
        settings.Profile = TokenProfile.AccessToken;
        settings.Tolerate = Tolerance.StringDates;
        settings.Types = "at+jwt";
        settings.RequiredClaims = new Dictionary<string, Expected> { ["a"] = Expected.Any };
        settings.ImpliedScopes = new Dictionary<string, string[]> { ["a"] = ["b"] };
        settings.ScopeClaims = ["s"];
        settings.ClientIdClaims = ["c"];
        settings.AudienceClaim = "aud";
        VerificationPolicy policy = settings.ToPolicy();

        Assert.Equal((settings.ClockSkew, settings.MaxAge, settings.MaxLifetime), (policy.ClockSkew, policy.MaxAge, policy.MaxLifetime));
        Assert.Equal((settings.Profile, settings.Tolerate), (policy.Profile, policy.Tolerate));
        Assert.Equal(("at+jwt", "s", "c"), (Assert.Single(policy.Types!), Assert.Single(policy.ScopeClaims), Assert.Single(policy.ClientIdClaims)));
        Assert.True(policy.RequiredClaims["a"].IsAny && policy.ImpliedScopes["a"] is ["b"] && policy.AudienceClaim == settings.AudienceClaim);
    }

    [Theory]
    [InlineData("JWTCORE_CLOCK_SKEW", "60", "must be a time as hours:minutes:seconds, such as 00:01:30.")]
    [InlineData("JWTCORE_MAX_AGE", "1:2:3:4:5", "must be a time as hours:minutes:seconds, such as 00:01:30.")]
    [InlineData("JWTCORE_CLOCK_SKEW", "", "is empty. Remove it, or give it a value.")]
    [InlineData("JWTCORE_PROFILE", "accesstoken", "is no profile. Case matters; there are Jwt, AccessToken, McpResource, LogoutToken.")]
    [InlineData("JWTCORE_PROFILE", "1", "is no profile. Case matters; there are Jwt, AccessToken, McpResource, LogoutToken.")]
    [InlineData("JWTCORE_IMPLIED_SCOPES", "admin read", "must be an object: each scope with a list of those that it implies.")]
    [InlineData("JWTCORE_REQUIRED_CLAIMS", "{\"a\":{}}", "must be a JSON object whose members are strings, numbers, true, false or arrays of strings, each name once.")]
    [InlineData("JWTCORE_REQUIRED_CLAIMS", "{\"a\":null}", "must be a JSON object whose members are strings, numbers, true, false or arrays of strings, each name once.")]
    [InlineData("JWTCORE_REQUIRED_CLAIMS", "{\"a\":1,\"a\":2}", "must be a JSON object whose members are strings, numbers, true, false or arrays of strings, each name once.")]
    [InlineData("JWTCORE_REQUIRED_CLAIMS", "{", "must be a JSON object whose members are strings, numbers, true, false or arrays of strings, each name once.")]
    [InlineData("JWTCORE_REQUIRED_CLAIMS", "{}", "is empty. Remove it, or give it a value.")]
    [InlineData("JWTCORE_REQUIRED_CLAIMS", " ", "is empty. Remove it, or give it a value.")]
    public void What_is_not_of_its_type_is_refused(string name, string value, string refusal) =>
        Assert.Equal($"{name} {refusal}", Given.Refusal(Given.Read([(name, value), .. Remote])));

    [Fact]
    public void A_tolerance_that_is_none_is_named_by_its_position() =>
        Assert.StartsWith(
            "JWTCORE_TOLERATE has an entry, the one at position 2, that is no tolerance. Case matters; there are Nothing, MissingExpiration,",
            Given.Refusal(Given.Read([("JWTCORE_TOLERATE", "StringDates 4"), .. Remote])),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("""{ "JwtCore": { "RequiredClaims": { "https://example.com/roles": "a" } } }""")]
    [InlineData("""{ "JwtCore": { "RequiredClaims": { "a": { "b": "c" } } } }""")]
    [InlineData("""{ "JwtCore": { "RequiredClaims": { "a": ["b", ""] } } }""")]
    public void A_name_with_a_colon_and_a_nested_object_are_refused_with_the_way_out(string json) =>
        Assert.StartsWith(
            "JwtCore:RequiredClaims has an entry that is neither a text nor a list of texts. A name with a colon needs the JSON object in one text:",
            Given.Refusal(Given.Read(json, Remote)),
            StringComparison.Ordinal);

    [Fact]
    public void An_empty_entry_among_required_claims_is_refused_and_not_dropped() =>
        Assert.Equal(
            "JwtCore:RequiredClaims has an empty entry. Remove it, or give it a value.",
            Given.Refusal(Given.Read("""{ "JwtCore": { "RequiredClaims": ["a", ""] } }""", Remote)));

    [Theory]
    [InlineData("JWTCORE_CLOCK_SKEW", "00:10:01")]
    [InlineData("JWTCORE_MAX_AGE", "00:00:00")]
    [InlineData("JWTCORE_TYPES", "a;b=c")]
    [InlineData("JWTCORE_REQUIRED_CLAIMS", "{\"\": 1}")]
    public void What_the_policy_refuses_is_said_in_the_name_of_the_setting(string name, string value) =>
        Assert.StartsWith(name + " ", Given.Refusal(Given.Read([(name, value), .. Remote])), StringComparison.Ordinal);
}
