using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using JwtCore.Testing;
using JwtCore.Tests.Support;
using JwtCore.Tests.Twins;

namespace JwtCore.Tests.Properties;

public class KeyChoiceProperties
{
    private static readonly JwtAlgorithm[] Algorithms = [JwtAlgorithm.RS256, JwtAlgorithm.PS256, JwtAlgorithm.ES256, JwtAlgorithm.ES384];

    private static readonly TestKeyPair[] Public =
    [
        Tokens.Pair(JwtAlgorithm.RS256), Tokens.Pair(JwtAlgorithm.PS256), Tokens.Pair(JwtAlgorithm.ES256), Tokens.Pair(JwtAlgorithm.ES384), TestKeyPair.Create(JwtAlgorithm.ES256, "other"),
    ];

    private static readonly string?[] KeyIds = [null, "a", "b"];

    [Theory, InlineData(Tolerance.Nothing), InlineData(Tolerance.TryKeysWithoutKeyId)]
    public void Among_entries_that_share_key_ids_the_choice_is_that_of_the_naive_twin(Tolerance tolerate)
    {
        Random random = new(1);
        HashSet<VerifyError> seen = [];
        for (int i = 0; i < 4_000; i++)
        {
            JwkSet keys = JwkJson.Set([.. Enumerable.Range(0, random.Next(1, 7)).Select(_ => Entry(random))]);
            VerificationPolicy policy = TestPolicies.With(keys, Algorithms, tolerate: tolerate);
            TestKeyPair pair = Public[random.Next(Public.Length)];
            TestKeyPair signer = pair.With(pair.Algorithm == JwtAlgorithm.RS256 && random.Next(2) == 0 ? JwtAlgorithm.PS256 : pair.Algorithm, Pick(random, KeyIds));
            string token = signer.Sign(Tokens.Claims().ToJsonString());
            VerifyError expected = new NaiveVerifier(policy, DateTimeOffset.FromUnixTimeSeconds(Tokens.Now), new Limits()).Verify(token);
            VerifyError verdict = Tokens.Verifier(policy).Verdict(token);
            Assert.True(verdict == expected, $"{verdict} but the twin says {expected} of {signer.Algorithm} {signer.KeyId} under {keys.ToJson()}");
            seen.Add(verdict);
        }

        Assert.Superset(new HashSet<VerifyError> { VerifyError.None, VerifyError.KeyNotFound, VerifyError.KeyAmbiguous, VerifyError.KeyAlgorithmMismatch, VerifyError.SignatureInvalid }, seen);
    }

    // What a lenient reader could give away: a token that verifies under the key as published and not under the key that is
    // meant. There is none, whoever made the token.
    [Fact]
    public void No_spelling_of_the_public_keys_changes_any_verdict()
    {
        Random random = new(1);
        TestKeyPair[] pairs = Public[..4];
        JwkSet plain = JwkJson.Set([.. pairs.Select(pair => pair.ToJwk())]);
        JwtVerifier expected = Tokens.Verifier(TestPolicies.With(plain, Algorithms));
        JwtVerifier[] lenient = [.. Enumerable.Range(0, 20).Select(_ => Tokens.Verifier(TestPolicies.With(Respelt(random, pairs), Algorithms)))];
        TokenMutator mutator = new(random, pairs);
        int valid = 0;
        for (int i = 0; i < 4_000; i++)
        {
            string token = mutator.Next();
            VerifyError verdict = expected.Verdict(token);
            Assert.Equal(verdict, lenient[i % lenient.Length].Verdict(token));
            valid += verdict == VerifyError.None ? 1 : 0;
        }

        Assert.InRange(valid, 200, 3_800);
    }

    private static JsonObject Entry(Random random)
    {
        TestKeyPair pair = Public[random.Next(Public.Length)];
        JsonObject jwk = pair.ToJwk();
        jwk.Remove("kid");
        if (Pick(random, KeyIds) is string keyId)
        {
            jwk["kid"] = keyId;
        }

        if (random.Next(2) == 0)
        {
            jwk.Remove("alg");
        }
        else if ((string)jwk["kty"]! == "RSA")
        {
            jwk["alg"] = random.Next(2) == 0 ? "RS256" : "PS256";
        }

        if (random.Next(4) == 0)
        {
            jwk["issuer"] = random.Next(2) == 0 ? Tokens.Issuer : "https://other.example.com";
        }

        return jwk;
    }

    // The same keys as issuers write them, with their members repeated in further entries.
    private static JwkSet Respelt(Random random, TestKeyPair[] pairs)
    {
        List<JsonNode> entries = [];
        foreach (TestKeyPair pair in pairs)
        {
            for (int i = random.Next(1, 3); i > 0; i--)
            {
                JsonObject jwk = pair.ToJwk();
                foreach (string name in (string[])["n", "e", "x", "y"])
                {
                    if (jwk[name] is JsonNode value)
                    {
                        byte[] number = [.. new byte[random.Next(3)], .. Base64Url.DecodeFromChars(value.GetValue<string>())];
                        jwk[name] = random.Next(3) switch { 0 => Convert.ToBase64String(number), 1 => Convert.ToBase64String(number).TrimEnd('='), _ => Base64Url.EncodeToString(number) };
                    }
                }

                jwk["key_ops"] = random.Next(2) == 0 ? null : new JsonArray();
                jwk["use"] = random.Next(2) == 0 ? null : "sig";
                jwk["x5c"] = new JsonArray();
                entries.Add(jwk);
            }
        }

        JwkSet set = JwkSet.Parse(Encoding.UTF8.GetBytes($"{{\"keys\":[{string.Join(',', entries.Select(entry => entry.ToJsonString()))}]}}"), publicOnly: true);
        Assert.Empty(set.Skipped);
        return set;
    }

    private static T Pick<T>(Random random, T[] values) => values[random.Next(values.Length)];
}
