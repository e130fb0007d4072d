using System.Security.Cryptography;
using System.Text.Json;
using JwtCore.Testing;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Vectors;

public class RfcCompactTests
{
    // What each example is as a JWS and, shortly before its claims expire, as a JWT.
    private static readonly Dictionary<string, (VerifyError Jws, VerifyError Jwt)> Verdicts = new()
    {
        ["rfc7515-A.1"] = (VerifyError.None, VerifyError.None),
        ["rfc7515-A.2"] = (VerifyError.None, VerifyError.None),
        ["rfc7515-A.3"] = (VerifyError.None, VerifyError.None),
        ["rfc7515-A.4"] = (VerifyError.None, VerifyError.PayloadMalformed),
        ["rfc7515-A.5"] = (VerifyError.AlgorithmNotAllowed, VerifyError.AlgorithmNotAllowed),
        ["rfc7515-E"] = (VerifyError.AlgorithmNotAllowed, VerifyError.AlgorithmNotAllowed),
        ["rfc7797-4-regular"] = (VerifyError.None, VerifyError.PayloadMalformed),
        ["rfc7797-4.2-detached"] = (VerifyError.CriticalHeaderNotSupported, VerifyError.NotCompactJws),
        ["rfc8037-A.4"] = (VerifyError.None, VerifyError.PayloadMalformed),
    };

    [Fact]
    public void Every_compact_example_gets_its_verdict()
    {
        JsonElement[] vectors = Read();

        Assert.Equal(Verdicts.Keys, vectors.Select(Id));
        Disagreements.AssertNone(vectors.Select(vector =>
        {
            KeySource keys = Key(vector);
            string token = vector.GetProperty("compact").GetString()!;
            (VerifyError Jws, VerifyError Jwt) actual = (new JwsJudge(keys).Judge(token), Verifier(keys, RfcFile.Expiration - 1).Verdict(token));
            return actual == Verdicts[Id(vector)] ? null : $"{Id(vector)}: {actual}";
        }));
    }

    [Fact]
    public void An_example_that_is_a_claims_set_expires_when_it_says()
    {
        string[] valid = [.. Verdicts.Where(entry => entry.Value.Jwt == VerifyError.None).Select(entry => entry.Key)];

        Assert.All(Read().Where(vector => valid.Contains(Id(vector))), vector =>
            Assert.Equal(VerifyError.Expired, Verifier(Key(vector), RfcFile.Expiration).Verdict(vector.GetProperty("compact").GetString()!)));
    }

    [Fact]
    public void The_json_serializations_are_no_tokens()
    {
        JsonElement file = RfcFile.Read("rfc7515_json_serialization");

        Assert.All(["rfc7515-A.6-general", "rfc7515-A.7-flattened"], name =>
            Assert.Equal(VerifyError.NotCompactJws, Tokens.Verifier(JwtAlgorithm.ES256).Verdict(file.GetProperty(name).GetRawText())));
    }

    // RFC 9068 section 2.2 prints the parts of a token without a signature.
    [Fact]
    public void The_access_token_example_is_accepted_once_it_is_signed()
    {
        JsonElement file = RfcFile.Read("rfc9068_example");
        JsonElement claims = file.GetProperty("claims");
        string token = Tokens.Pair(JwtAlgorithm.RS256).Sign(file.GetProperty("header").GetRawText(), claims.GetRawText());
        JwtVerifier verifier = new(
            new VerificationPolicy
            {
                Issuer = claims.GetProperty("iss").GetString()!,
                Audience = claims.GetProperty("aud").GetString()!,
                Algorithms = [JwtAlgorithm.RS256],
                Keys = new JwkSet(Jwk.FromPem(Tokens.Pair(JwtAlgorithm.RS256).ToPublicPem(), file.At("header", "kid").GetString())),
                Types = "at+jwt",
                RequiredScopes = ["openid", "profile", "reademail"],
            },
            new JwtVerifierOptions { TimeProvider = FixedTime.At(claims.GetProperty("iat").GetInt64()) });

        Assert.Equal(VerifyError.None, verifier.Verdict(token));
        Assert.True(verifier.TryVerify(token, out VerifiedToken verified));
        Assert.True(verified.Subject == claims.GetProperty("sub").GetString());
        Assert.True(verified.ClientId == claims.GetProperty("client_id").GetString());
        Assert.True(verified.JwtId == claims.GetProperty("jti").GetString());
    }

    [Theory]
    [InlineData("mldsa_44")]
    [InlineData("mldsa_65")]
    [InlineData("mldsa_87")]
    public void An_example_of_RFC_9964_verifies_where_the_platform_has_ML_DSA(string name)
    {
        JsonElement file = RfcFile.Read(name + ".jose");
        JsonElement jwk = file.GetProperty("jwk");
        string token = file.GetProperty("jws").GetString()!;

        Assert.Equal(VerifyError.AlgorithmNotAllowed, Tokens.Verifier(JwtAlgorithm.ES256).Verdict(token));
        if (!MLDsa.IsSupported)
        {
            Assert.Contains("this system cannot verify its algorithm", Assert.Throws<FormatException>(() => RfcFile.Key(jwk)).Message, StringComparison.Ordinal);
            return;
        }

        Jwk key = RfcFile.Key(jwk);
        Assert.Equal(jwk.GetProperty("kid").GetString(), key.Thumbprint);
        Assert.Equal(VerifyError.None, new JwsJudge(key).Judge(token));
        Assert.Equal(VerifyError.SignatureInvalid, new JwsJudge(key).Judge(token.Replace("SXTigJlz", "SXTigJlZ", StringComparison.Ordinal)));

        // The seed makes the key, and the key the public half of the example.
        TestKeyPair pair = TestKeyPair.FromJwk(RfcFile.Json(jwk));
        Assert.Equal(jwk.GetProperty("pub").GetString(), (string)pair.ToJwk()["pub"]!);
        Assert.Equal(VerifyError.None, new JwsJudge(key).Judge(pair.Sign(Tokens.Claims().ToJsonString())));
    }

    private static JsonElement[] Read()
    {
        JsonElement[] vectors = [.. RfcFile.Read("rfc7515_7797_8037_compact").GetProperty("vectors").EnumerateArray()];
        Assert.Equal(VectorCounts.RfcCompact, vectors.Length);
        return vectors;
    }

    private static string Id(JsonElement vector) => vector.GetProperty("id").GetString()!;

    // An unsecured example has no key: a key of the fixture stands in.
    private static KeySource Key(JsonElement vector)
    {
        JsonElement key = vector.GetProperty("key");
        return key.ValueKind == JsonValueKind.Null ? Tokens.Keys(JwtAlgorithm.ES256) : RfcFile.Key(key);
    }

    private static JwtVerifier Verifier(KeySource keys, long now) =>
        new(RfcFile.Policy(keys, "joe"), new JwtVerifierOptions { TimeProvider = FixedTime.At(now) });
}
