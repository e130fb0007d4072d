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
            Bearer("\"Authority\": null, \"ValidIssuer\": \"\", \"ValidAudiences\": [], \"Somebody\": true"),
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
        JwtCoreSettings settings = Given.Read(UserJwts.Replace("\"ValidIssuer\": \"dotnet-user-jwts\"", $"\"ValidIssuers\": [\"{Given.Issuer}\", \"dotnet-user-jwts\"]", StringComparison.Ordinal));
        JwtVerifier verifier = new(settings.ToPolicy());
        TestKeyPair pair = TestKeyPair.FromSecret(Convert.FromBase64String(Key), JwtAlgorithm.HS256);

        Assert.True(verifier.TryVerify(pair.CreateToken(new() { Issuer = "dotnet-user-jwts", Audience = "https://localhost:5001" }), out _));
        Assert.False(verifier.TryVerify(pair.CreateToken(new() { Issuer = Given.Issuer, Audience = "https://localhost:5001" }), out VerifiedToken foreign));
        Assert.Equal(VerifyError.IssuerMismatch, foreign.Error);
        Assert.Contains("Authentication:Schemes:Bearer:ValidIssuers names an issuer for which there is no key, so its tokens are refused.", SettingsNotices.Of(settings));
    }

    [Fact]
    public void A_waived_issuer_stays_waived_with_a_signing_key() =>
        Assert.True(Given.Read(
            UserJwts.Replace("\"ValidIssuer\": \"dotnet-user-jwts\"", "\"Audience\": \"x\"", StringComparison.Ordinal)
                .Replace("{ \"Id\": \"1\", \"Issuer\": \"somebody-else\", \"Value\": \"not base64!\", \"Length\": 32 },", "", StringComparison.Ordinal),
            ("JWTCORE_ACCEPT_ANY_ISSUER", "true")).ToPolicy().Issuer.IsAny);

    [Fact]
    public void A_signing_key_beside_another_source_of_keys_leaves_it_the_other_issuers()
    {
        (string, string) uri = ("JWTCORE_JWKS_URI", Given.JwksUri);
        string both = UserJwts.Replace("\"ValidIssuer\": \"dotnet-user-jwts\"", $"\"ValidIssuers\": [\"{Given.Issuer}\", \"dotnet-user-jwts\"]", StringComparison.Ordinal);
        IReadOnlyList<VerificationPolicy> policies = Given.Read(both, uri).ToPolicies();
        using RemoteJwks remote = Assert.IsType<RemoteJwks>(policies[0].Keys);

        Assert.Equal([[Given.Issuer], ["dotnet-user-jwts"]], policies.Select(policy => policy.Issuer.ToArray()));
        Assert.Equal([JwtAlgorithm.RS256, JwtAlgorithm.HS256], policies.SelectMany(policy => policy.Algorithms));
        Assert.Equal(
            "JWTCORE_JWKS_URI has no issuer: Authentication:Schemes:Bearer:ValidIssuer names only issuers that have a key in Authentication:Schemes:Bearer:SigningKeys.",
            Given.Refusal(Given.Read(UserJwts, uri)));
    }

    [Fact]
    public void Several_issuers_have_a_key_each()
    {
        const string Other = "YW5vdGhlciBzZWNyZXQgb2YgZXhhY3RseSAzMiBieXRlcw==";
        string json = UserJwts.Replace("not base64!\", \"Length\": 32", $"{Other}\", \"Length\": 34", StringComparison.Ordinal).Replace("\"ValidIssuer\": \"dotnet-user-jwts\"", "\"ValidIssuers\": [\"somebody-else\", \"dotnet-user-jwts\"]", StringComparison.Ordinal);
        JwtVerifier verifier = new(Given.Read(json).ToPolicies());
        TestKeyPair own = TestKeyPair.FromSecret(Convert.FromBase64String(Key), JwtAlgorithm.HS256);
        TestKeyPair other = TestKeyPair.FromSecret(Convert.FromBase64String(Other), JwtAlgorithm.HS256);

        Assert.True(verifier.TryVerify(own.CreateToken(new() { Issuer = "dotnet-user-jwts", Audience = "https://localhost:5001" }), out _));
        Assert.True(verifier.TryVerify(other.CreateToken(new() { Issuer = "somebody-else", Audience = "https://localhost:5001" }), out _));
        Assert.False(verifier.TryVerify(own.CreateToken(new() { Issuer = "somebody-else", Audience = "https://localhost:5001" }), out VerifiedToken borrowed));
        Assert.Equal(VerifyError.SignatureInvalid, borrowed.Error);
        Assert.Equal(
            "The settings make 2 policies, because Authentication:Schemes:Bearer:SigningKeys has keys for issuers of their own. Take all of them from ToPolicies.",
            Given.Refusal(Given.Read(json)));
    }

    [Fact]
    public void Two_signing_keys_for_one_issuer_are_refused_and_so_is_one_of_another_length()
    {
        Assert.Equal(
            "Authentication:Schemes:Bearer:SigningKeys:0 and Authentication:Schemes:Bearer:SigningKeys:1 are both for an issuer that is accepted; one issuer has one of them.",
            Given.Refusal(Given.Read(UserJwts.Replace("somebody-else", "dotnet-user-jwts", StringComparison.Ordinal))));
        Assert.Equal(
            "Authentication:Schemes:Bearer:SigningKeys:1:Length is not the number of bytes of Authentication:Schemes:Bearer:SigningKeys:1:Value.",
            Given.Refusal(Given.Read(UserJwts.Replace("\"Length\": 32 }\n  ]", "\"Length\": 31 }\n  ]", StringComparison.Ordinal))));
        Assert.Equal(
            "Authentication:Schemes:Bearer:SigningKeys:0:Value is not base64.",
            Given.Refusal(Given.Read(UserJwts.Replace("\"ValidIssuer\": \"dotnet-user-jwts\"", "\"ValidIssuers\": [\"somebody-else\"]", StringComparison.Ordinal))));
    }

    [Fact]
    public void A_signing_key_is_checked_like_any_secret()
    {
        string publicKey = Convert.ToBase64String(Encoding.ASCII.GetBytes(Given.Pair.ToPublicPem()));

        Assert.Equal(
            "Authentication:Schemes:Bearer:SigningKeys:1: The secret is refused: it is a key in PEM, DER, JWK, OpenSSH or point encoding, not a shared secret.",
            Given.Refusal(Given.Read(UserJwts.Replace(Key + "\", \"Length\": 32", publicKey + "\"", StringComparison.Ordinal))));
        Assert.Equal(
            "JWTCORE_ALGORITHM has no HMAC algorithm, but Authentication:Schemes:Bearer:SigningKeys:1 is a shared secret.",
            Given.Refusal(Given.Read(UserJwts, ("JWTCORE_ALGORITHM", "RS256"))));
    }

    private static string Bearer(string members) => $$"""{ "Authentication": { "Schemes": { "Bearer": { {{members}} } } } }""";
}
