using System.Text;
using System.Text.Json.Nodes;
using JwtCore.Testing;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Pipeline;

public class SeveralIssuersTests
{
    private const string Red = "https://red.example.com";
    private const string Blue = "https://blue.example.com";

    // Both issuers use the same key id and the same algorithms, so that their headers are equal byte for byte.
    private static readonly TestKeyPair RedPair = Tokens.Pair(JwtAlgorithm.ES256).With(JwtAlgorithm.ES256, "same");
    private static readonly TestKeyPair BluePair = TestKeyPair.Create(JwtAlgorithm.ES256, "same");

    private static readonly JwtVerifier Verifier = Several(Policy(Red, RedPair), Policy(Blue, BluePair));

    [Fact]
    public void Each_issuer_is_judged_by_its_own_key()
    {
        Assert.Equal(VerifyError.None, Verifier.Verdict(RedPair.Sign(Claims(Red))));
        Assert.Equal(VerifyError.None, Verifier.Verdict(BluePair.Sign(Claims(Blue))));
    }

    [Fact]
    public void A_key_of_one_issuer_never_validates_a_token_of_another()
    {
        Assert.Equal(VerifyError.SignatureInvalid, Verifier.Verdict(RedPair.Sign(Claims(Blue))));
        Assert.Equal(VerifyError.SignatureInvalid, Verifier.Verdict(BluePair.Sign(Claims(Red))));
    }

    [Fact]
    public void Nor_when_equal_header_bytes_have_led_to_another_key_before()
    {
        JwtVerifier verifier = Several(Policy(Red, RedPair), Policy(Blue, BluePair));
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(VerifyError.None, verifier.Verdict(RedPair.Sign(Claims(Red))));
            Assert.Equal(VerifyError.SignatureInvalid, verifier.Verdict(RedPair.Sign(Claims(Blue))));
            Assert.Equal(VerifyError.None, verifier.Verdict(BluePair.Sign(Claims(Blue))));
            Assert.Equal(VerifyError.SignatureInvalid, verifier.Verdict(BluePair.Sign(Claims(Red))));
        }
    }

    [Theory]
    [InlineData("https:\\/\\/red.example.com")]
    [InlineData("\\u0068ttps://red.example.com")]
    public void An_issuer_text_written_with_escapes_is_the_same_issuer(string escaped)
    {
        string claims = Claims(Red).Replace(Red, escaped, StringComparison.Ordinal);
        Assert.Equal(VerifyError.None, Verifier.Verdict(RedPair.Sign(claims)));
        Assert.Equal(VerifyError.SignatureInvalid, Verifier.Verdict(BluePair.Sign(claims)));
    }

    [Theory]
    [InlineData("\"iss\":\"https://red.example.com\",")]
    [InlineData("\"\\u0069ss\":\"https://red.example.com\",")]
    public void Two_issuers_in_one_payload_are_malformed(string member) =>
        Assert.Equal(VerifyError.PayloadMalformed, Verifier.Verdict(RedPair.Sign(Claims(Blue).Replace("{", $"{{{member}", StringComparison.Ordinal))));

    [Fact]
    public void A_nested_issuer_decides_nothing()
    {
        string nested = Claims(Blue).Replace("{", $"{{\"a\":{{\"iss\":\"{Red}\"}},", StringComparison.Ordinal);
        Assert.Equal(VerifyError.SignatureInvalid, Verifier.Verdict(RedPair.Sign(nested)));
        Assert.Equal(VerifyError.None, Verifier.Verdict(BluePair.Sign(nested)));
        Assert.Equal(VerifyError.IssuerNotTrusted, Verifier.Verdict(RedPair.Sign($"{{\"a\":{{\"iss\":\"{Red}\"}}}}")));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"iss\":null}")]
    [InlineData("{\"iss\":[\"https://red.example.com\"]}")]
    [InlineData("{\"iss\":\"https://green.example.com\"}")]
    [InlineData("{\"iss\":\"https://red.example.com/\"}")]
    [InlineData("{\"iss\":\"HTTPS://RED.EXAMPLE.COM\"}")]
    [InlineData("{\"iss\":\"\"}")]
    [InlineData("{\"ISS\":\"https://red.example.com\"}")]
    public void A_missing_wrong_or_unknown_issuer_is_not_trusted(string payload) =>
        Assert.Equal(VerifyError.IssuerNotTrusted, Verifier.Verdict(RedPair.Sign(payload)));

    [Fact]
    public void A_payload_that_cannot_be_read_is_malformed_before_any_cryptography() =>
        Assert.Equal(VerifyError.PayloadMalformed, Verifier.Verdict(RedPair.SignEncoded("eyJhbGciOiJFUzI1NiIsImtpZCI6InNhbWUifQ", "AAAA")));

    [Fact]
    public void A_fault_of_the_header_answers_before_one_of_the_payload_or_the_issuer()
    {
        Assert.Equal(VerifyError.HeaderMalformed, Verifier.Verdict(RedPair.Sign("{\"alg\":1}", "[]")));
        Assert.Equal(VerifyError.HeaderMalformed, Verifier.Verdict(RedPair.Sign("{\"alg\":1}", "{}")));
        Assert.Equal(VerifyError.AlgorithmNotAllowed, Verifier.Verdict(RedPair.Sign("{\"alg\":\"none\"}", "{}")));
        Assert.Equal(VerifyError.CriticalHeaderNotSupported, Verifier.Verdict(RedPair.Sign("{\"alg\":\"ES256\",\"crit\":[]}", "{}")));
    }

    [Fact]
    public void Algorithms_audiences_types_and_scopes_belong_to_their_issuer()
    {
        JwtVerifier verifier = Several(
            Policy(Red, RedPair),
            new VerificationPolicy
            {
                Issuer = Blue,
                Audience = "https://blue-api.example.com",
                Algorithms = [JwtAlgorithm.ES384],
                Types = "blue+jwt",
                RequiredScopes = ["blue"],
                Keys = Tokens.Keys(Tokens.Pair(JwtAlgorithm.ES384).With(JwtAlgorithm.ES384, "same")),
            });
        string header = "{\"alg\":\"ES384\",\"kid\":\"same\",\"typ\":\"blue+jwt\"}";
        TestKeyPair pair = Tokens.Pair(JwtAlgorithm.ES384);

        Assert.Equal(VerifyError.AlgorithmNotAllowed, verifier.Verdict(pair.Sign(header, Claims(Red))));
        Assert.Equal(VerifyError.AlgorithmNotAllowed, verifier.Verdict(RedPair.Sign(Claims(Blue))));
        Assert.Equal(VerifyError.TypeMismatch, verifier.Verdict(pair.Sign(header.Replace("blue+jwt", "JWT", StringComparison.Ordinal), Claims(Blue))));
        Assert.Equal(VerifyError.AudienceMismatch, verifier.Verdict(pair.Sign(header, Claims(Blue))));
        string blue = Claims(Blue).Replace(Tokens.Audience, "https://blue-api.example.com", StringComparison.Ordinal);
        Assert.Equal(VerifyError.InsufficientScope, verifier.Verdict(pair.Sign(header, blue)));
        Assert.Equal(VerifyError.None, verifier.Verdict(pair.Sign(header, blue.Replace("read write", "blue", StringComparison.Ordinal))));
    }

    [Fact]
    public void Padding_is_tolerated_issuer_by_issuer()
    {
        JwtVerifier verifier = Several(
            Policy(Red, RedPair),
            new VerificationPolicy { Issuer = Blue, Audience = Tokens.Audience, Algorithms = [JwtAlgorithm.ES256], Keys = Tokens.Keys(BluePair), Tolerate = Tolerance.PaddedBase64Url });
        Assert.Equal(VerifyError.NotCompactJws, verifier.Verdict(Padded(RedPair, Red)));
        Assert.Equal(VerifyError.None, verifier.Verdict(Padded(BluePair, Blue)));

        static string Padded(TestKeyPair pair, string issuer) =>
            pair.SignEncoded(Base64Of("{\"alg\":\"ES256\",\"kid\":\"same\"}"), Base64Of(Claims(issuer)));

        static string Base64Of(string text)
        {
            string encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(text + new string(' ', text.Length % 3 == 2 ? 0 : 2 - (text.Length % 3))));
            Assert.EndsWith("=", encoded, StringComparison.Ordinal);
            return encoded.Replace('+', '-').Replace('/', '_');
        }
    }

    [Theory]
    [InlineData(600)]
    [InlineData(1_900)]
    [InlineData(2_040)]
    [InlineData(5_000)]
    public void Payloads_around_the_inline_memory_leave_room_for_header_and_signature(int size)
    {
        string claims = Claims(Red);
        claims = claims.Replace("{", $"{{\"pad\":\"{new string('x', size - claims.Length - 9)}\",", StringComparison.Ordinal);
        JwtVerifier verifier = Several(Policy(Red, RedPair), Policy(Blue, BluePair));
        string longHeader = $"{{\"alg\":\"ES256\",\"kid\":\"same\",\"x\":\"{new string('x', 3_000)}\"}}";
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal(VerifyError.None, verifier.Verdict(RedPair.Sign(claims)));
            Assert.Equal(VerifyError.None, verifier.Verdict(RedPair.Sign(longHeader, claims)));
            Assert.Equal(VerifyError.SignatureInvalid, verifier.Verdict(BluePair.Sign(longHeader, claims)));
        }

        Assert.True(verifier.TryVerify(RedPair.Sign(longHeader, claims), out VerifiedToken token));
        Assert.True(token.Issuer == Red);
        Assert.Equal(size, token.Payload.Length);
    }

    [Fact]
    public void Unknown_issuers_cost_no_memory()
    {
        string[] tokens = [.. Enumerable.Range(0, 100).Select(i => RedPair.Sign(Claims($"https://random-{i}.example.com")))];
        int next = 0;
        Assert.Equal(0, Allocations.PerCall(() => Verifier.TryVerify(tokens[next++ % tokens.Length], out _)));
    }

    [Fact]
    public void Good_tokens_of_several_issuers_allocate_nothing()
    {
        string red = RedPair.Sign(Claims(Red));
        string blue = BluePair.Sign(Claims(Blue));
        Assert.Equal(0, Allocations.PerCall(() =>
        {
            Verifier.TryVerify(red, out _);
            Verifier.TryVerify(blue, out _);
        }));
    }

    [Fact]
    public void Ten_thousand_issuers_are_told_apart()
    {
        TestKeyPair[] pairs = [.. Enumerable.Range(0, 10_000).Select(i => TestKeyPair.Create(JwtAlgorithm.HS256, "same"))];
        JwtVerifier verifier = Several([.. pairs.Select((pair, i) => Policy($"https://issuer-{i}.example.com", pair))]);
        foreach (int i in (int[])[0, 1, 4_999, 9_999])
        {
            Assert.Equal(VerifyError.None, verifier.Verdict(pairs[i].Sign(Claims($"https://issuer-{i}.example.com"))));
            Assert.Equal(VerifyError.SignatureInvalid, verifier.Verdict(pairs[i].Sign(Claims($"https://issuer-{(i + 1) % 10_000}.example.com"))));
        }
    }

    [Fact]
    public void The_same_issuer_twice_is_refused()
    {
        Assert.ThrowsAny<ArgumentException>(() => Several(Policy(Red, RedPair), Policy(Red, BluePair)));
        Assert.ThrowsAny<ArgumentException>(() => Several(Policy(Red, RedPair), new VerificationPolicy
        {
            Issuer = [Blue, Red],
            Audience = Tokens.Audience,
            Algorithms = [JwtAlgorithm.ES256],
            Keys = Tokens.Keys(BluePair),
        }));
    }

    [Fact]
    public void One_secret_for_two_issuers_is_refused_and_one_public_key_is_not()
    {
        TestKeyPair secret = Tokens.Pair(JwtAlgorithm.HS256);
        Assert.ThrowsAny<ArgumentException>(() => Several(Policy(Red, secret), Policy(Blue, secret.With(JwtAlgorithm.HS256, "other"))));
        _ = Several(Policy(Red, secret), Policy(Blue, TestKeyPair.Create(JwtAlgorithm.HS256)));
        _ = Several(Policy(Red, RedPair), Policy(Blue, RedPair));
    }

    [Fact]
    public void Secrets_that_sign_alike_count_as_one()
    {
        byte[] secret = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];
        byte[] longer = [.. secret, 0];
        byte[] tooLong = [.. Enumerable.Range(1, 100).Select(i => (byte)i)];
        byte[] hashed = System.Security.Cryptography.SHA256.HashData(tooLong);
        Assert.ThrowsAny<ArgumentException>(() => Several(Policy(Red, Secret(secret)), Policy(Blue, Secret(longer))));
        Assert.ThrowsAny<ArgumentException>(() => Several(Policy(Red, Secret(tooLong)), Policy(Blue, Secret(hashed))));
        _ = Several(Policy(Red, Secret(secret)), Policy(Blue, Secret(hashed)));

        static TestKeyPair Secret(byte[] bytes) => TestKeyPair.FromSecret(bytes, JwtAlgorithm.HS256);
    }

    [Fact]
    public void A_long_payload_of_an_unknown_issuer_or_a_bad_signature_allocates_nothing()
    {
        string claims = Claims(Red).Replace("{", $"{{\"pad\":\"{new string('x', 8_000)}\",", StringComparison.Ordinal);
        string badSignature = BluePair.Sign(claims);
        string unknownIssuer = BluePair.Sign(claims.Replace(Red, "https://green.example.com", StringComparison.Ordinal));
        string malformed = BluePair.Sign(claims[..^1]);
        Assert.Equal(0, Allocations.PerCall(() => Verifier.TryVerify(badSignature, out _)));
        Assert.Equal(0, Allocations.PerCall(() => Verifier.TryVerify(unknownIssuer, out _)));
        Assert.Equal(0, Allocations.PerCall(() => Verifier.TryVerify(malformed, out _)));
        string good = RedPair.Sign(claims);
        Assert.Equal(Allocations.OfArray(claims.Length), Allocations.PerCall(() => Verifier.TryVerify(good, out _)));
    }

    [Fact]
    public void The_same_template_twice_is_refused()
    {
        Assert.ThrowsAny<ArgumentException>(() => Several(Of("https://login.example.com/{a}/v2.0"), Of("https://login.example.com/{b}/v2.0")));
        _ = Several(Of("https://login.example.com/{a}/v2.0"), Of("https://login.example.com/{a}/v1.0"));

        static VerificationPolicy Of(string template) => new()
        {
            Issuer = Expected.Template(template, Expected.Any),
            Audience = Tokens.Audience,
            Algorithms = [JwtAlgorithm.ES256],
            Keys = Tokens.Keys(RedPair),
        };
    }

    [Fact]
    public void No_policy_and_a_waived_issuer_among_several_are_refused()
    {
        Assert.ThrowsAny<ArgumentException>(() => Several());
        Assert.ThrowsAny<ArgumentException>(() => Several(Policy(Red, RedPair), new VerificationPolicy
        {
            Issuer = Expected.Any,
            Audience = Tokens.Audience,
            Algorithms = [JwtAlgorithm.ES256],
            Keys = Tokens.Keys(BluePair),
        }));
    }

    private static JwtVerifier Several(params VerificationPolicy[] policies) =>
        new(policies, new JwtVerifierOptions { TimeProvider = FixedTime.At(Tokens.Now) });

    private static VerificationPolicy Policy(string issuer, TestKeyPair pair) => new()
    {
        Issuer = issuer,
        Audience = Tokens.Audience,
        Algorithms = [pair.Algorithm],
        Keys = Tokens.Keys(pair),
    };

    private static string Claims(string issuer)
    {
        JsonObject claims = Tokens.Claims();
        claims["iss"] = issuer;
        return claims.ToJsonString();
    }
}
