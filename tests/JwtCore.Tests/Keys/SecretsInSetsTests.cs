using System.Text.Json.Nodes;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Keys;

/// <summary>A shared secret beside anything else is one that everybody has.</summary>
public class SecretsInSetsTests
{
    private const string Beside = "it is a shared secret (oct) beside public keys: published with them, it is a secret that everybody has.";
    private const string Published = "it is a shared secret (oct) in a published key set: a secret that everybody has.";

    private static readonly string Ec = JwkJson.Ec.ToJsonString();
    private static readonly string Oct = JwkJson.Oct.ToJsonString();

    // Usable or not.
    public static TheoryData<string> Others =>
    [
        Ec, JwkJson.Rsa.ToJsonString(), "{\"kty\":\"RSA\"}", "{\"kty\":\"OKP\",\"crv\":\"Ed25519\"}", "{\"kty\":\"unknown\"}", "{\"kty\":\"\\ud800\"}", "{\"kty\":\"EC\",\"use\":\"enc\"}",
        "{\"kty\":\"oct\",\"kty\":\"RSA\"}", "{\"kty\":\"RSA\",\"kty\":\"oct\"}", "{\"kty\":null}", "{\"kty\":1}", "{\"KTY\":\"oct\"}", "{\"\\ud800\":\"oct\"}", "{\"x\":{\"kty\":\"oct\"}}", "{}", "1", "[\"kty\",\"oct\"]",
    ];

    [Theory, MemberData(nameof(Others))]
    public void A_secret_beside_an_entry_of_another_type_is_skipped_and_the_rest_works(string other)
    {
        foreach (string set in (string[])[$"[{Oct},{other},{Ec}]", $"[{Ec},{other},{Oct}]", $"[{Oct},{Ec},{other},{Oct}]"])
        {
            JwkSet keys = JwkJson.SetOf(set);
            Assert.DoesNotContain(keys.Keys, key => key.KeyType == "oct");
            Assert.Contains(keys.Skipped, entry => entry.Reason == Beside && entry.IsSharedSecret);
            Assert.DoesNotContain(keys.Skipped, entry => entry.IsSharedSecret && entry.Reason != Beside);
            Assert.Equal(VerifyError.None, KeyChoices.Verdict(keys, Tokens.Pair(JwtAlgorithm.ES256), "\"ES256-1\""));
            Assert.Equal(VerifyError.KeyNotFound, KeyChoices.Verdict(keys, Hmac.Pair, "\"HS256-1\""));
            Assert.Equal(VerifyError.KeyNotFound, KeyChoices.Verdict(keys, Hmac.Pair, null));
        }

        Assert.DoesNotContain(JwkJson.SetOf($"[{Oct},{other}]").Keys, key => key.KeyType == "oct");
    }

    [Theory, InlineData("{\"kty\":\"oct\"}"), InlineData("{\"kty\":\"oct\",\"use\":\"enc\"}"), InlineData("{\"kty\":\"oct\",\"x\":1,\"x\":1}"), InlineData("{\"kty\":\"o\\u0063t\"}"), InlineData("{\"\\u006bty\":\"oct\",\"k\":\"AA\"}"), InlineData("{\"kty\":\"oct\",\"\\ud800\":1}")]
    public void Of_a_secret_beside_public_keys_is_said_what_it_is_whatever_else_is_wrong_with_it(string secret)
    {
        Assert.Equal(new SkippedKey(1, Beside), Assert.Single(JwkJson.SetOf($"[{Ec},{secret}]").Skipped));
        Assert.Equal(new SkippedKey(0, Beside), Assert.Single(JwkJson.SetOf($"[{secret},{Ec}]").Skipped));
    }

    [Fact]
    public void In_a_set_that_was_fetched_every_secret_is_skipped_alone_or_not()
    {
        foreach (string set in (string[])[$"[{Oct},{Ec}]", $"[{Ec},{Oct}]", $"[{Oct}]", $"[{Oct},{Oct}]"])
        {
            JwkSet keys = JwkJson.SetOf(set, publicOnly: true);
            Assert.DoesNotContain(keys.Keys, key => key.KeyType == "oct");
            Assert.All(keys.Skipped, entry => Assert.Equal((Published, true), (entry.Reason, entry.IsSharedSecret)));
            Assert.Equal(set.Contains("\"EC\"", StringComparison.Ordinal) ? 1 : 0, keys.Keys.Count);
        }
    }

    [Fact]
    public void A_local_set_of_secrets_alone_keeps_them_whatever_is_wrong_with_some()
    {
        JsonObject other = Tokens.Pair(JwtAlgorithm.HS512).ToJwk();
        JwkSet set = JwkJson.SetOf($"[{Oct},{other.ToJsonString()},{{\"kty\":\"oct\"}},{{\"kty\":\"oct\",\"kty\":\"oct\"}}]");

        Assert.Equal(["HS256-1", "HS512-1"], set.Keys.Select(key => key.KeyId));
        Assert.Equal(["k is missing, empty or not canonical base64url.", "it has two members of one name."], set.Skipped.Select(entry => entry.Reason));
        Assert.Equal(VerifyError.None, KeyChoices.Verdict(set, Hmac.Pair, "\"HS256-1\""));
    }

    [Theory, InlineData(JwtAlgorithm.HS256), InlineData(JwtAlgorithm.HS384), InlineData(JwtAlgorithm.HS512)]
    public void HMAC_takes_static_keys_and_no_other_source(JwtAlgorithm algorithm)
    {
        using RemoteJwks remote = new("https://issuer.example.com/keys");
        foreach (KeySource keys in (KeySource[])[remote, new OtherSource()])
        {
            ArgumentException refused = Assert.ThrowsAny<ArgumentException>(() => Tokens.Verifier(Tokens.Policy(keys, JwtAlgorithm.ES256, algorithm)));
            Assert.Contains("has HS256, HS384 or HS512, which need a shared secret", refused.Message, StringComparison.Ordinal);
            _ = Tokens.Verifier(Tokens.Policy(keys, JwtAlgorithm.ES256));
        }

        _ = Tokens.Verifier(Tokens.Policy(Tokens.Keys(algorithm), algorithm, JwtAlgorithm.ES256));
        _ = Tokens.Verifier(Tokens.Policy(Tokens.Keys(algorithm).Keys[0], algorithm));
    }

    // A new source of keys has to say that it may hold secrets.
    [Fact]
    public void Only_a_set_given_in_code_is_static()
    {
        using RemoteJwks remote = new("https://issuer.example.com/keys");

        Assert.True(new JwkSet().IsStatic);
        Assert.True(((KeySource)Tokens.Keys(JwtAlgorithm.HS256).Keys[0]).IsStatic);
        Assert.False(remote.IsStatic);
        Assert.Equal([typeof(JwkSet)], typeof(KeySource).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(KeySource)) && type.GetProperty(nameof(KeySource.IsStatic), System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.DeclaredOnly) is not null));
    }

    private sealed class OtherSource : KeySource
    {
        internal override JwkSet? KeysAt(ref CallTime time) => null;
    }
}
