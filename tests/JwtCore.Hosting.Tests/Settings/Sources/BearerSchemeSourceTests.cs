using System.Text;
using JwtCore.Hosting.Tests.Support;
using JwtCore.Testing;

namespace JwtCore.Hosting.Tests;

/// <summary>The section of ASP.NET Core's own bearer authentication.</summary>
public class BearerSchemeSourceTests
{
    private const string Key = "c2hhcmVkIHNlY3JldCBvZiBleGFjdGx5IDMyIGJ5dGU=";

    // As dotnet user-jwts leaves appsettings.Development.json and the user secrets.
    private const string UserJwts = $$"""
        {
          "Authentication": { "Schemes": { "Bearer": { "ValidAudiences": ["http://localhost:5000", "https://localhost:5001"], "ValidIssuer": "dotnet-user-jwts" } } },
          "Authentication:Schemes:Bearer:SigningKeys": [
            { "Id": "1", "Issuer": "somebody-else", "Value": "not base64!", "Length": 32 },
            { "Id": "c28b5f0a", "Issuer": "dotnet-user-jwts", "Value": "{{Key}}", "Length": 32 }
          ]
        }
        """;

    [Fact]
    public void Authority_issuers_and_audiences_are_read()
    {
        JwtCoreSettings settings = Given.Read(Bearer(
            "\"Authority\": \"authority\", \"ValidIssuer\": \"a, b\", \"ValidIssuers\": [\"c\"], \"Audience\": \"d\", \"ValidAudience\": \"e\", \"ValidAudiences\": [\"f\", \"g\"]"));

        Assert.Equal("authority", settings.Authority);
        Assert.Equal(["a, b", "c"], settings.Issuer!);
        Assert.Equal(["d", "e", "f", "g"], settings.Audience!);
    }

    [Fact]
    public void What_is_null_empty_or_something_else_there_says_nothing()
    {
        JwtCoreSettings settings = Given.Read(
            Bearer("\"Authority\": null, \"ValidIssuer\": \"\", \"ValidAudiences\": [], \"SaveToken\": true"),
            [("JWTCORE_AUTHORITY", "authority"), .. Given.Expectations]);

        Assert.Equal("authority", settings.Authority);
        Assert.Equal([Given.Issuer], settings.Issuer!);
        Assert.Equal([Given.Audience], settings.Audience!);
    }

    [Fact]
    public void A_token_of_dotnet_user_jwts_is_accepted()
    {
        VerificationPolicy policy = Given.Read(UserJwts).ToPolicy();
        TestKeyPair pair = TestKeyPair.FromSecret(Convert.FromBase64String(Key), JwtAlgorithm.HS256);

        Assert.Equal([JwtAlgorithm.HS256], policy.Algorithms);
        Assert.True(new JwtVerifier(policy).TryVerify(pair.CreateToken(new() { Issuer = "dotnet-user-jwts", Audience = "https://localhost:5001" }), out _));
    }

    [Fact]
    public void The_signing_key_of_an_issuer_beats_a_key_of_the_environment_and_yields_to_one_of_the_section()
    {
        JwtCoreSettings overEnvironment = Given.Read(UserJwts, ("JWTCORE_PUBLIC_KEY", "x"));
        JwtCoreSettings underSection = Given.Read(UserJwts.Insert(1, $"\"JwtCore\": {{ \"PublicKey\": \"{Given.Secret}\", \"Algorithm\": \"HS256\" }},"));
        TestKeyPair pair = TestKeyPair.FromSecret(Encoding.UTF8.GetBytes(Given.Secret), JwtAlgorithm.HS256);

        Assert.Equal("oct", Assert.Single(((JwkSet)overEnvironment.ToPolicy().Keys).Keys).KeyType);
        Assert.True(new JwtVerifier(underSection.ToPolicy()).TryVerify(pair.CreateToken(new() { Issuer = "dotnet-user-jwts", Audience = "https://localhost:5001" }), out _));
    }

    [Fact]
    public void Code_that_sets_the_key_to_null_takes_signing_keys_away()
    {
        JwtCoreSettings settings = Given.Read(UserJwts);
        settings.PublicKey = null;

        Assert.StartsWith("No keys are set.", Given.Refusal(settings), StringComparison.Ordinal);
    }

    [Fact]
    public void Signing_keys_of_other_issuers_do_not_count()
    {
        (string, string)[] own = [("JWTCORE_JWKS_URI", Given.JwksUri)];
        string json = UserJwts.Insert(1, $"\"JwtCore\": {{ \"Issuer\": \"{Given.Issuer}\" }},");
        using RemoteJwks keys = Assert.IsType<RemoteJwks>(Given.Read(json, own).ToPolicy().Keys);

        Assert.EndsWith("or JwtCore:Authority. Authentication:Schemes:Bearer:SigningKeys has none for the issuer.", Given.Refusal(Given.Read(json)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_signing_key_verifies_tokens_of_its_own_issuer_alone()
    {
        string several = UserJwts.Replace("\"ValidIssuer\": \"dotnet-user-jwts\"", $"\"ValidIssuers\": [\"{Given.Issuer}\", \"dotnet-user-jwts\"]", StringComparison.Ordinal);
        JwtVerifier verifier = new(Given.Read(several).ToPolicy());
        TestKeyPair pair = TestKeyPair.FromSecret(Convert.FromBase64String(Key), JwtAlgorithm.HS256);

        Assert.True(verifier.TryVerify(pair.CreateToken(new() { Issuer = "dotnet-user-jwts", Audience = "https://localhost:5001" }), out _));
        Assert.False(verifier.TryVerify(pair.CreateToken(new() { Issuer = Given.Issuer, Audience = "https://localhost:5001" }), out VerifiedToken foreign));
        Assert.Equal(VerifyError.IssuerMismatch, foreign.Error);
    }

    [Fact]
    public void A_waived_issuer_stays_waived_with_a_signing_key() =>
        Assert.True(Given.Read(
            UserJwts.Replace("\"ValidIssuer\": \"dotnet-user-jwts\"", "\"Audience\": \"x\"", StringComparison.Ordinal)
                .Replace("{ \"Id\": \"1\", \"Issuer\": \"somebody-else\", \"Value\": \"not base64!\", \"Length\": 32 },", "", StringComparison.Ordinal),
            ("JWTCORE_ACCEPT_ANY_ISSUER", "true")).ToPolicy().Issuer.IsAny);

    [Fact]
    public void A_signing_key_and_another_source_of_keys_contradict_each_other() =>
        Assert.Equal(
            "Authentication:Schemes:Bearer:SigningKeys:1 and JWTCORE_JWKS_URI are set together. Keys come from one of them; set the others to null.",
            Given.Refusal(Given.Read(UserJwts, ("JWTCORE_JWKS_URI", Given.JwksUri))));

    [Theory]
    [InlineData("\"ValidIssuers\": [\"somebody-else\"]", "Authentication:Schemes:Bearer:SigningKeys:0:Value is not base64.")]
    [InlineData("\"ValidIssuers\": [\"somebody-else\", \"dotnet-user-jwts\"]", "Authentication:Schemes:Bearer:SigningKeys:0 and Authentication:Schemes:Bearer:SigningKeys:1 are both for an issuer that is accepted; one verifier takes one of them.")]
    public void A_signing_key_that_cannot_be_used_is_named(string issuers, string message) =>
        Assert.Equal(message, Given.Refusal(Given.Read(UserJwts.Replace("\"ValidIssuer\": \"dotnet-user-jwts\"", issuers, StringComparison.Ordinal))));

    [Fact]
    public void A_signing_key_is_checked_like_any_secret()
    {
        string publicKey = Convert.ToBase64String(Encoding.ASCII.GetBytes(Given.Pair.ToPublicPem()));

        Assert.Equal(
            "Authentication:Schemes:Bearer:SigningKeys:1: The secret is refused: it is a key in PEM, DER, JWK, OpenSSH or point encoding, not a shared secret.",
            Given.Refusal(Given.Read(UserJwts.Replace(Key, publicKey, StringComparison.Ordinal))));
        Assert.Equal(
            "JWTCORE_ALGORITHM has no HMAC algorithm, but Authentication:Schemes:Bearer:SigningKeys:1 is a shared secret.",
            Given.Refusal(Given.Read(UserJwts, ("JWTCORE_ALGORITHM", "RS256"))));
    }

    private static string Bearer(string members) => $$"""{ "Authentication": { "Schemes": { "Bearer": { {{members}} } } } }""";
}
