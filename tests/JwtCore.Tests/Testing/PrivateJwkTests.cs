using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using JwtCore.Testing;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Testing;

public class PrivateJwkTests
{
    // RFC 7515 appendix A.3.1.
    private const string EcKey = """
        {"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0","d":"jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"}
        """;

    public static TheoryData<JwtAlgorithm> Algorithms => [.. Enum.GetValues<JwtAlgorithm>().Where(JwtAlgorithms.IsSupported)];

    public static TheoryData<string> RsaNumbers => ["d", "p", "q", "dp", "dq", "qi"];

    [Theory, MemberData(nameof(Algorithms))]
    public void A_written_key_reads_back_and_signs_for_the_same_public_key(JwtAlgorithm algorithm)
    {
        TestKeyPair pair = Tokens.Pair(algorithm);

        TestKeyPair read = Read(pair.ToPrivateJwk());

        Assert.Equal(algorithm, read.Algorithm);
        Assert.Equal(pair.KeyId, read.KeyId);
        Assert.Equal(pair.ToPrivateJwk().ToJsonString(), read.ToPrivateJwk().ToJsonString());
        Assert.True(Verifies(read.Sign("{}"), pair));
    }

    [Fact]
    public void A_key_without_alg_takes_the_one_that_is_asked_for()
    {
        JsonObject jwk = Tokens.Pair(JwtAlgorithm.RS256).ToPrivateJwk();
        jwk.Remove("alg");
        jwk.Remove("kid");

        TestKeyPair read = Read(jwk, JwtAlgorithm.PS384);

        Assert.Equal(JwtAlgorithm.PS384, read.Algorithm);
        Assert.Null(read.KeyId);
        Assert.Equal("The private JWK is refused: it names no alg, and several fit: give one.", Refusal(jwk));
    }

    [Fact]
    public void One_algorithm_fits_an_EC_key() => Assert.Equal(JwtAlgorithm.ES256, Read(EcKey).Algorithm);

    [Fact]
    public void An_algorithm_that_is_not_the_key_s_own_is_refused() => Assert.Equal(
        "The private JWK is refused: its alg is RS256, not RS512.",
        Assert.Throws<FormatException>(() => Read(Tokens.Pair(JwtAlgorithm.RS256).ToPrivateJwk(), JwtAlgorithm.RS512)).Message);

    [Theory]
    [InlineData(JwtAlgorithm.ES384)]
    [InlineData(JwtAlgorithm.RS256)]
    [InlineData(JwtAlgorithm.HS256)]
    public void An_algorithm_that_does_not_fit_is_refused(JwtAlgorithm algorithm) => Assert.Equal(
        "The JWK is refused: alg does not fit the type, curve or size of the key.",
        Assert.Throws<FormatException>(() => TestKeyPair.FromJwk(Encoding.UTF8.GetBytes(EcKey), algorithm)).Message);

    [Theory]
    [InlineData("", "it is not one strict JSON object.")]
    [InlineData("[]", "it is not one strict JSON object.")]
    [InlineData("{", "it is not one strict JSON object.")]
    [InlineData("""{"kty":"EC","kty":"EC"}""", "it is not one strict JSON object.")]
    [InlineData("""{"\ud800":1}""", "it is not one strict JSON object.")]
    [InlineData("""{"kty":"\ud800"}""", "it is not one strict JSON object.")]
    [InlineData("""{"kty":"EC",}""", "it is not one strict JSON object.")]
    [InlineData("{}", "it is empty.")]
    [InlineData("""{"keys":[]}""", "it is a JWK Set, not one key.")]
    public void A_text_that_is_no_key_is_refused(string json, string reason) =>
        Assert.Equal($"The private JWK is refused: {reason}", Refusal(json));

    [Fact]
    public void Bytes_that_are_no_UTF8_are_refused() => Assert.Equal(
        "The private JWK is refused: it is not one strict JSON object.",
        Assert.Throws<FormatException>(() => TestKeyPair.FromJwk([(byte)'{', (byte)'"', 0xFF, (byte)'"', (byte)':', (byte)'1', (byte)'}'])).Message);

    [Fact]
    public void What_the_core_refuses_is_refused_in_its_words()
    {
        Assert.Equal("The JWK is refused: kty is not RSA, EC, OKP, AKP or oct.", Refusal("""{"kty":"oKP"}"""));
        Assert.Equal("The JWK is refused: use is not sig.", Refusal(EcWith("use", "enc")));
        Assert.Equal("The JWK is refused: kid is not a string.", Refusal(EcWith("kid", 1)));
    }

    [Fact]
    public void A_key_for_signing_alone_is_taken() => Assert.Equal(JwtAlgorithm.ES256, Read(EcWith("key_ops", new JsonArray("sign"))).Algorithm);

    [Theory, InlineData("[]"), InlineData("null")]
    public void Operations_that_are_not_set_limit_nothing(string operations) =>
        Assert.Equal(JwtAlgorithm.ES256, Read(EcWith("key_ops", JsonNode.Parse(operations))).Algorithm);

    [Theory]
    [InlineData("""["verify"]""")]
    [InlineData("[1]")]
    [InlineData("\"sign\"")]
    public void A_key_that_is_not_for_signing_is_refused(string operations) =>
        Assert.Equal("The private JWK is refused: key_ops is not an array with sign in it.", Refusal(EcWith("key_ops", JsonNode.Parse(operations))));

    [Theory]
    [InlineData("1", "d is not a string.")]
    [InlineData("null", "d is missing: signing takes the whole private key.")]
    [InlineData("\"\"", "d is empty or not canonical base64url.")]
    [InlineData("\"A\"", "d is empty or not canonical base64url.")]
    [InlineData("\"AB\"", "d is empty or not canonical base64url.")]
    [InlineData("\"AA==\"", "d is empty or not canonical base64url.")]
    [InlineData("\"A A\"", "d is empty or not canonical base64url.")]
    [InlineData("\"AAAA\"", "d is not as long as the curve requires.")]
    [InlineData("\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE\"", "its numbers do not make one key.")]
    [InlineData("\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"", "its numbers do not make one key.")]
    public void An_EC_key_has_its_own_private_number_at_full_length(string d, string reason) =>
        Assert.Equal($"The private JWK is refused: {reason}", Refusal(EcWith("d", JsonNode.Parse(d))));

    [Fact]
    public void A_public_key_does_not_sign() =>
        Assert.Equal("The private JWK is refused: d is missing: signing takes the whole private key.", Refusal(Tokens.Pair(JwtAlgorithm.RS256).ToJwk()));

    [Theory, MemberData(nameof(RsaNumbers))]
    public void An_RSA_key_has_all_its_numbers(string name)
    {
        JsonObject jwk = Tokens.Pair(JwtAlgorithm.RS256).ToPrivateJwk();
        jwk.Remove(name);

        Assert.Equal($"The private JWK is refused: {name} is missing: signing takes the whole private key.", Refusal(jwk));
    }

    [Theory, MemberData(nameof(RsaNumbers))]
    public void An_RSA_number_may_have_leading_zeros_and_no_more_than_its_length(string name)
    {
        JsonObject jwk = Tokens.Pair(JwtAlgorithm.RS256).ToPrivateJwk();
        byte[] number = Base64Url.DecodeFromChars((string)jwk[name]!);

        jwk[name] = Base64Url.EncodeToString([0, .. number]);
        Assert.True(Verifies(Read(jwk).Sign("{}"), Tokens.Pair(JwtAlgorithm.RS256)));

        jwk[name] = Base64Url.EncodeToString([1, .. new byte[256]]);
        Assert.Equal($"The private JWK is refused: {name} is larger than the modulus allows.", Refusal(jwk));
    }

    [Fact]
    public void The_halves_of_two_RSA_keys_are_refused()
    {
        JsonObject jwk = Tokens.Pair(JwtAlgorithm.RS256).ToPrivateJwk();
        jwk["n"] = Tokens.Pair(JwtAlgorithm.RS384).ToJwk()["n"]!.DeepClone();

        Assert.Equal("The private JWK is refused: its numbers do not make one key.", Refusal(jwk));
    }

    [Fact]
    public void An_RSA_key_has_two_primes()
    {
        JsonObject jwk = Tokens.Pair(JwtAlgorithm.RS256).ToPrivateJwk();
        jwk["oth"] = new JsonArray();
        Assert.Equal(JwtAlgorithm.RS256, Read(jwk).Algorithm);
        jwk["oth"] = new JsonArray(new JsonObject());

        Assert.Equal("The JWK is refused: oth is not empty: RSA keys of more than two primes are not supported.", Refusal(jwk));
    }

    [Fact]
    public void A_private_key_has_no_more_members_than_the_public_one_but_the_private_ones()
    {
        Assert.Equal(["d"], PrivateMembers(JwtAlgorithm.ES256));
        Assert.Equal(["d", "p", "q", "dp", "dq", "qi"], PrivateMembers(JwtAlgorithm.PS256));
        Assert.Empty(PrivateMembers(JwtAlgorithm.HS256));
    }

    [Fact]
    public void A_thumbprint_is_the_hash_of_the_required_members() =>
        Assert.Equal("oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U", Read(EcKey).Thumbprint());

    [Fact]
    public void A_thumbprint_does_not_change_with_algorithm_and_key_id()
    {
        TestKeyPair pair = Tokens.Pair(JwtAlgorithm.RS256);

        Assert.Equal(43, pair.Thumbprint().Length);
        Assert.Equal(pair.Thumbprint(), pair.With(JwtAlgorithm.PS512, "other").Thumbprint());
        Assert.NotEqual(pair.Thumbprint(), Tokens.Pair(JwtAlgorithm.RS384).Thumbprint());
    }

    [Fact]
    public void A_secret_has_no_thumbprint() => Assert.Equal(
        "The thumbprint of a secret must not be published.",
        Assert.Throws<InvalidOperationException>(() => Tokens.Pair(JwtAlgorithm.HS256).Thumbprint()).Message);

    private static IEnumerable<string> PrivateMembers(JwtAlgorithm algorithm) =>
        Tokens.Pair(algorithm).ToPrivateJwk().Select(member => member.Key).Except(Tokens.Pair(algorithm).ToJwk().Select(member => member.Key));

    private static JsonObject EcWith(string name, JsonNode? value)
    {
        JsonObject jwk = JsonNode.Parse(EcKey)!.AsObject();
        jwk[name] = value;
        return jwk;
    }

    private static bool Verifies(string token, TestKeyPair pair) => new JwtVerifier(new VerificationPolicy
    {
        Issuer = Expected.Any,
        Audience = Expected.Any,
        Algorithms = [pair.Algorithm],
        Keys = Tokens.Keys(pair),
        Tolerate = Tolerance.MissingExpiration,
    }).TryVerify(token, out _);

    private static TestKeyPair Read(JsonObject jwk, JwtAlgorithm? algorithm = null) => TestKeyPair.FromJwk(Encoding.UTF8.GetBytes(jwk.ToJsonString()), algorithm);

    private static TestKeyPair Read(string json) => TestKeyPair.FromJwk(Encoding.UTF8.GetBytes(json));

    private static string Refusal(JsonObject jwk) => Refusal(jwk.ToJsonString());

    private static string Refusal(string json) => Assert.ThrowsAny<FormatException>(() => Read(json)).Message;
}
