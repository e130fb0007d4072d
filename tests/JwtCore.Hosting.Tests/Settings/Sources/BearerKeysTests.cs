using JwtCore.Hosting.Tests.Support;

namespace JwtCore.Hosting.Tests;

/// <summary>Keys of JwtBearer's section that have one right value, or are misspelt.</summary>
public class BearerKeysTests
{
    private static readonly (string, string)[] Remote = [("JWTCORE_JWKS_URI", Given.JwksUri), .. Given.Expectations];

    [Theory]
    [InlineData("Challenge", "Bearer", "Basic", "The challenge is always Bearer; set a realm by JwtCoreOptions.Realm.")]
    [InlineData("IncludeErrorDetails", "true", "false", "To hide the details, clear Error in JwtCoreEvents.OnChallenge.")]
    [InlineData("MapInboundClaims", "false", "true", "Claims keep the names that the token has; add a type for one by JwtCoreOptions.ClaimTypeMap.")]
    [InlineData("RefreshOnIssuerKeyNotFound", "true", "false", "A token with an unknown key ID may always start a refresh, one per RefreshInterval.")]
    [InlineData("ValidateIssuer", "true", "false", "To accept any issuer, set JWTCORE_ACCEPT_ANY_ISSUER or JwtCore:AcceptAnyIssuer to true.")]
    [InlineData("ValidateAudience", "true", "false", "To accept any audience, set JWTCORE_ACCEPT_ANY_AUDIENCE or JwtCore:AcceptAnyAudience to true.")]
    [InlineData("RequireAudience", "true", "false", "To accept any audience, set JWTCORE_ACCEPT_ANY_AUDIENCE or JwtCore:AcceptAnyAudience to true.")]
    [InlineData("ValidateLifetime", "true", "false", "Times are always checked. To accept tokens without exp, add MissingExpiration to JWTCORE_TOLERATE or JwtCore:Tolerate.")]
    [InlineData("RequireExpirationTime", "true", "false", "To accept tokens without exp, add MissingExpiration to JWTCORE_TOLERATE or JwtCore:Tolerate.")]
    [InlineData("ValidateIssuerSigningKey", "true", "false", "Signatures are always verified; there is no setting to turn that off.")]
    [InlineData("RequireSignedTokens", "true", "false", "Signatures are always verified; there is no setting to turn that off.")]
    [InlineData("ValidateActor", "false", "true", "The claim act is not checked; check it in JwtCoreEvents.OnTokenValidated.")]
    [InlineData("ValidateTokenReplay", "false", "true", "Replay is not detected; refuse single tokens by JwtVerifierOptions.IsRevoked.")]
    public void A_check_that_cannot_be_turned_off_says_what_can_be_done(string key, string right, string wrong, string remedy)
    {
        Assert.Equal($"Authentication:Schemes:Bearer:{key} must be {right} here, or be removed. {remedy}", Given.Refusal(With(key, wrong)));
        Assert.Equal($"Authentication:Schemes:Bearer:{key} must be {right} here, or be removed. {remedy}", Given.Refusal(With(key, "")));
        foreach (string accepted in (string[])[right, right.ToUpperInvariant()])
        {
            JwtCoreSettings settings = With(key, accepted);
            using RemoteJwks keys = (RemoteJwks)settings.ToPolicy().Keys;
            Assert.Empty(SettingsNotices.Of(settings));
        }
    }

    [Theory]
    [InlineData("ValidIssuerz", "ValidIssuer")]
    [InlineData("ValidAudiance", "ValidAudience")]
    [InlineData("Autority", "Authority")]
    [InlineData("ForwardDefualt", "ForwardDefault")]
    [InlineData("ValidAlgorithms", "Algorithm")]
    [InlineData("ValidTypes", "Types")]
    [InlineData("ClockScew", "ClockSkew")]
    public void A_misspelt_key_is_refused_with_the_nearest_name(string key, string near) =>
        Assert.Equal($"Unknown in the configuration: Authentication:Schemes:Bearer:{key} (did you mean {near}?).", Given.Refusal(With(key, "x")));

    [Fact]
    public void Signing_keys_are_a_list() =>
        Assert.Equal(
            "Authentication:Schemes:Bearer:SigningKeys must be a list of keys as dotnet user-jwts writes it, each with Issuer and Value.",
            Given.Refusal(With("SigningKeys", "x")));

    [Fact]
    public void Settings_may_stand_in_the_section_of_the_scheme_by_their_own_names()
    {
        VerificationPolicy policy = Given.Read("""{ "Authentication:Schemes:Bearer": { "ClockSkew": "00:00:05", "Issuer": "a", "ValidIssuer": "b", "RequiredScopes": ["read"] } }""", Remote).ToPolicy();

        Assert.Equal(TimeSpan.FromSeconds(5), policy.ClockSkew);
        Assert.Equal(["a", "b"], policy.Issuer.Order());
        Assert.Equal("read", Assert.Single(Assert.Single(policy.RequiredScopes)));
    }

    private static JwtCoreSettings With(string key, string value) => Given.Read($$"""{ "Authentication:Schemes:Bearer:{{key}}": "{{value}}" }""", Remote);
}
