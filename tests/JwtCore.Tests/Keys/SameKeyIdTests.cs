using System.Text.Json.Nodes;
using JwtCore.Testing;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Keys;

public class SameKeyIdTests
{
    private const JwtAlgorithm RS256 = JwtAlgorithm.RS256;
    private const JwtAlgorithm PS256 = JwtAlgorithm.PS256;
    private const JwtAlgorithm ES256 = JwtAlgorithm.ES256;

    private static readonly TestKeyPair[] EcPairs = [.. Enumerable.Range(0, 2).Select(i => TestKeyPair.Create(ES256, $"ec-{i}"))];

    [Fact]
    public void Of_keys_with_one_kid_the_type_chooses()
    {
        TestKeyPair rsa = Tokens.Pair(RS256).With(RS256, "same");
        TestKeyPair ec = EcPairs[0].With(ES256, "same");
        JwkSet both = Set(rsa, ec);

        Assert.Equal(VerifyError.None, Verdict(both, rsa, "\"same\""));
        Assert.Equal(VerifyError.None, Verdict(both, ec, "\"same\""));
        Assert.Equal(VerifyError.KeyAlgorithmMismatch, Verdict(Set(ec), rsa, "\"same\""));
        Assert.Equal(VerifyError.KeyAlgorithmMismatch, Verdict(Set(rsa), ec, "\"same\""));
    }

    [Fact]
    public void Of_keys_with_one_kid_the_curve_chooses()
    {
        TestKeyPair p256 = EcPairs[0].With(ES256, "same");
        TestKeyPair p384 = Tokens.Pair(JwtAlgorithm.ES384).With(JwtAlgorithm.ES384, "same");

        Assert.Equal(VerifyError.None, Verdict(Set(p256, p384), p256, "\"same\""));
        Assert.Equal(VerifyError.None, Verdict(Set(p256, p384), p384, "\"same\""));
        Assert.Equal(VerifyError.KeyAlgorithmMismatch, Verdict(Set(p256, p384), Tokens.Pair(JwtAlgorithm.ES512), "\"same\""));
    }

    [Fact]
    public void Of_keys_with_one_kid_the_size_of_a_secret_chooses()
    {
        JsonObject small = JwkJson.Oct.With("alg", null).WithText("kid", "same");
        JsonObject large = Tokens.Pair(JwtAlgorithm.HS512).ToJwk().With("alg", null).WithText("kid", "same");

        Assert.Equal(VerifyError.None, Verdict(JwkJson.Set(small, large), Tokens.Pair(JwtAlgorithm.HS512), "\"same\""));
        Assert.Equal(VerifyError.KeyAmbiguous, Verdict(JwkJson.Set(small, large), Hmac.Pair, "\"same\""));
    }

    [Fact]
    public void Of_keys_with_one_kid_the_alg_of_the_key_chooses()
    {
        TestKeyPair first = Tokens.Pair(RS256).With(RS256, "same");
        TestKeyPair second = Tokens.Pair(PS256).With(PS256, "same");
        JwkSet both = Set(first, second);

        Assert.Equal(VerifyError.None, Verdict(both, first, "\"same\""));
        Assert.Equal(VerifyError.None, Verdict(both, second, "\"same\""));
        Assert.Equal(VerifyError.SignatureInvalid, Verdict(both, second.With(RS256, "same"), "\"same\""));
        Assert.Equal(VerifyError.KeyAlgorithmMismatch, Verdict(both, first.With(JwtAlgorithm.RS512, "same"), "\"same\""));
        Assert.Equal(VerifyError.KeyAmbiguous, Verdict(JwkJson.Set(first.ToJwk(), second.ToJwk().With("alg", null)), first, "\"same\""));
    }

    [Theory, InlineData(RS256), InlineData(JwtAlgorithm.RS384), InlineData(JwtAlgorithm.RS512), InlineData(PS256)]
    public void One_modulus_published_under_several_algorithms_is_one_key(JwtAlgorithm algorithm)
    {
        string[] published = ["\"RS256\"", "\"RS384\"", "\"RS512\"", "\"PS256\""];
        JsonObject[] labelled = [.. published.Select(alg => JwkJson.Rsa.With("alg", alg).WithText("kid", "same"))];
        JsonObject open = JwkJson.Rsa.With("alg", null).WithText("kid", "same");
        TestKeyPair pair = Tokens.Pair(RS256).With(algorithm, "same");

        Assert.Equal(VerifyError.None, Verdict(JwkJson.Set([.. labelled]), pair, "\"same\""));
        Assert.Equal(VerifyError.None, Verdict(JwkJson.Set([.. labelled, open]), pair, "\"same\""));
        Assert.Equal(VerifyError.None, Verdict(JwkJson.Set([open, .. labelled]), pair, "\"same\""));
        Assert.Equal(VerifyError.None, Verdict(JwkJson.Set([.. labelled, open]), pair, null));
        Assert.Equal(VerifyError.KeyAlgorithmMismatch, Verdict(JwkJson.Set([.. labelled]), pair.With(JwtAlgorithm.PS384, "same"), "\"same\""));
    }

    [Fact]
    public void Different_material_under_one_kid_that_fits_is_ambiguous()
    {
        TestKeyPair first = EcPairs[0].With(ES256, "same");
        JwkSet both = Set(first, EcPairs[1].With(ES256, "same"));

        Assert.Equal(VerifyError.KeyAmbiguous, Verdict(both, first, "\"same\""));
        Assert.Equal(VerifyError.KeyAmbiguous, Verdict(both, first, "\"same\"", Tolerance.TryKeysWithoutKeyId));
        Assert.Equal(VerifyError.KeyAmbiguous, Verdict(Set(first, EcPairs[1].With(ES256, "same"), first), first, "\"same\""));
        Assert.Equal(VerifyError.None, Verdict(Set(first, first, EcPairs[1].With(ES256, "other")), first, "\"same\""));
    }

    [Theory, InlineData("same"), InlineData(null)]
    public void Entries_with_different_issuers_never_count_as_one_key(string? kid)
    {
        TestKeyPair pair = EcPairs[0].With(ES256, "same");
        JsonObject bound = pair.ToJwk().WithText("issuer", Tokens.Issuer);
        JsonObject other = pair.ToJwk().WithText("issuer", "https://other.example.com");
        string? header = kid is null ? null : $"\"{kid}\"";

        Assert.Equal(VerifyError.None, Verdict(JwkJson.Set(bound, bound), pair, header));
        Assert.Equal(VerifyError.KeyAmbiguous, Verdict(JwkJson.Set(bound, other), pair, header));
        Assert.Equal(VerifyError.KeyAmbiguous, Verdict(JwkJson.Set(bound, pair.ToJwk()), pair, header));
        Assert.Equal(VerifyError.None, Verdict(JwkJson.Set(bound, other.With("issuer", "null")), pair, header));
    }

    // An index that forgot them would keep trust in a key whose label is gone.
    [Fact]
    public void Equal_entries_stay_in_the_set_and_count_once_only_in_the_choice()
    {
        JwkSet both = JwkJson.Set(JwkJson.Rsa, JwkJson.Rsa.With("alg", null), JwkJson.Rsa.WithText("kid", "other"));

        Assert.Equal(["RS256-1", "RS256-1", "other"], both.Keys.Select(key => key.KeyId));
        Assert.Equal(VerifyError.None, Verdict(both, Tokens.Pair(RS256), "\"RS256-1\""));
        Assert.Equal(VerifyError.None, Verdict(both, Tokens.Pair(RS256), null));
    }

    private static JwkSet Set(params TestKeyPair[] pairs) => Tokens.Keys(pairs);

    private static VerifyError Verdict(KeySource keys, TestKeyPair pair, string? kid, Tolerance tolerate = Tolerance.Nothing) =>
        KeyChoices.Verdict(keys, pair, kid, tolerate);
}
