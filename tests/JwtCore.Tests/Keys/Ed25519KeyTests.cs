using System.Buffers.Text;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Keys;

public class Ed25519KeyTests
{
    // RFC 8037 appendices A.2 and A.3.
    private const string Rfc8037 = """{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}""";
    private const string Rfc8037Thumbprint = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k";

    private static readonly byte[] Key = OctetKeys.Public(JwtAlgorithm.Ed25519);
    private static readonly byte[] Spki = OctetKeys.Spki(OctetKeys.Ed25519, Key);

    private static JsonObject Json => OctetKeys.Jwk(JwtAlgorithm.Ed25519);

    [Fact]
    public void It_verifies_from_every_form()
    {
        using X509Certificate2 certificate = OctetKeys.Certificate(Spki);
        Jwk[] all =
        [
            Jwk.FromEd25519(Key),
            Jwk.FromPem(OctetKeys.Pem(Spki)),
            Jwk.FromPem(certificate.ExportCertificatePem()),
            Jwk.FromCertificate(certificate),
            Jwk.FromText(Spki),
            Jwk.FromText(Encoding.ASCII.GetBytes(Convert.ToBase64String(Spki))),
            Jwk.FromText(Encoding.ASCII.GetBytes(OctetKeys.Pem(Spki).ReplaceLineEndings("\\n"))),
            Jwk.Parse(Encoding.UTF8.GetBytes(Json.With("alg", null).With("kid", null).ToJsonString())),
            Jwk.Parse(Encoding.UTF8.GetBytes(Json.With("alg", null).With("kid", null).With("d", "\"AAAA\"").ToJsonString())),
        ];

        Assert.All(all, key =>
        {
            Assert.Equal("OKP", key.KeyType);
            Assert.Null(key.Algorithm);
            Assert.True(key.SameAs(all[0]));
            Assert.Equal(VerifyError.None, PublicKeys.VerdictOf(key, JwtAlgorithm.Ed25519));
        });
    }

    // RFC 9864 section 2.2: both names are one algorithm to a key; the policy says which name a token may have.
    [Theory]
    [InlineData("EdDSA"), InlineData("Ed25519"), InlineData(null)]
    public void A_key_of_either_name_fits_tokens_of_either_name(string? name)
    {
        Jwk key = Jwk.Parse(Encoding.UTF8.GetBytes(Json.With("alg", name is null ? null : $"\"{name}\"").ToJsonString()));
        foreach (JwtAlgorithm algorithm in (JwtAlgorithm[])[JwtAlgorithm.EdDSA, JwtAlgorithm.Ed25519])
        {
            string token = Tokens.Pair(JwtAlgorithm.Ed25519).With(algorithm, "Ed25519-1").Sign(Tokens.Claims().ToJsonString());
            JwtAlgorithm other = algorithm == JwtAlgorithm.EdDSA ? JwtAlgorithm.Ed25519 : JwtAlgorithm.EdDSA;
            Assert.Equal(VerifyError.None, Tokens.Verifier(Tokens.Policy(key, algorithm)).Verdict(token));
            Assert.Equal(VerifyError.None, Tokens.Verifier(Tokens.Policy(key, other, algorithm)).Verdict(token));
            Assert.Equal(VerifyError.AlgorithmNotAllowed, Tokens.Verifier(Tokens.Policy(key, other)).Verdict(token));
        }
    }

    [Fact]
    public void A_key_under_both_names_and_one_kid_is_one_key()
    {
        JwkSet set = JwkJson.Set(Json.WithText("alg", "EdDSA").WithText("kid", "k"), Json.WithText("alg", "Ed25519").WithText("kid", "k"));

        Assert.Equal(VerifyError.None, KeyChoices.Verdict(set, Tokens.Pair(JwtAlgorithm.Ed25519), "\"k\""));
        Assert.Equal(VerifyError.None, KeyChoices.Verdict(set, Tokens.Pair(JwtAlgorithm.Ed25519), null));
    }

    [Fact]
    public void The_thumbprint_is_that_of_RFC_8037_whatever_the_spelling()
    {
        Assert.Equal(Rfc8037Thumbprint, Jwk.Parse(Encoding.UTF8.GetBytes(Rfc8037)).Thumbprint);
        Assert.Equal(Rfc8037Thumbprint, Jwk.Parse(Encoding.UTF8.GetBytes(Rfc8037.Replace("HURo\"", "HURo=\",\"alg\":\"EdDSA\"", StringComparison.Ordinal).Replace("VS_7", "VS/7", StringComparison.Ordinal))).Thumbprint);
    }

    [Fact]
    public void It_is_written_in_one_order_and_never_with_private_members()
    {
        string x = Base64Url.EncodeToString(Key);
        Jwk key = Jwk.Parse(Encoding.UTF8.GetBytes(Json.WithText("d", "AAAA").ToJsonString()));

        Assert.Equal($$"""{"kty":"OKP","use":"sig","crv":"Ed25519","x":"{{x}}"}""", Jwk.FromEd25519(Key).ToJson());
        Assert.Equal($$"""{"kty":"OKP","use":"sig","alg":"EdDSA","kid":"k","crv":"Ed25519","x":"{{x}}"}""", Jwk.FromEd25519(Key, "k", JwtAlgorithm.EdDSA).ToJson());
        Assert.Equal($$"""{"kty":"OKP","use":"sig","alg":"Ed25519","kid":"Ed25519-1","crv":"Ed25519","x":"{{x}}"}""", key.ToJson());
    }

    [Theory]
    [InlineData(null, "x is missing."), InlineData("null", "x is missing."), InlineData("1", "x is not base64url or base64; spaces, mixed alphabets, wrong padding and non-zero trailing bits are refused.")]
    [InlineData("\"\"", "x is not base64url or base64; spaces, mixed alphabets, wrong padding and non-zero trailing bits are refused.")]
    [InlineData("\"AAAA\"", "the key is not 32 bytes long."), InlineData("\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"", "the point is of small order.")]
    [InlineData("\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"", "the key is not 32 bytes long.")]
    [InlineData("\"AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"", "the point is of small order."), InlineData("\"7f_______________________________________38\"", "y is not below 2^255 - 19.")]
    [InlineData("\"AgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"", "the point is not on the curve.")]
    public void A_point_that_is_no_key_is_refused(string? x, string reason) => Assert.Equal(reason, JwkJson.Refusal(Json.With("x", x)));

    [Fact]
    public void The_object_is_refused_with_the_same_reasons()
    {
        Assert.Equal("The key is refused: the key is not 32 bytes long. (Parameter 'key')", Assert.Throws<ArgumentException>(() => Jwk.FromEd25519(Key.AsSpan(1))).Message);
        Assert.Equal("The key is refused: the point is of small order. (Parameter 'key')", Assert.Throws<ArgumentException>(() => Jwk.FromEd25519(new byte[32])).Message);
        Assert.Equal("The key is refused: its type OKP, curve or size does not fit the algorithm ES256. (Parameter 'key')", Assert.Throws<ArgumentException>(() => Jwk.FromEd25519(Key, null, JwtAlgorithm.ES256)).Message);
        Assert.Throws<ArgumentException>(() => Jwk.FromEd25519(Key, "\ud800"));
    }

    // RFC 8037 section 2 has four curves; two of them agree on keys.
    [Theory]
    [InlineData("\"X25519\"", "crv is X25519, which agrees on keys and signs nothing."), InlineData("\"X448\"", "crv is X448, which agrees on keys and signs nothing.")]
    [InlineData("\"Ed448\"", "crv is Ed448, which is not supported; of kty OKP only Ed25519 is.")]
    [InlineData("\"ed25519\"", "crv is not Ed25519."), InlineData("\"P-256\"", "crv is not Ed25519."), InlineData(null, "crv is not Ed25519."), InlineData("1", "crv is not Ed25519."), InlineData("null", "crv is not Ed25519.")]
    public void Another_curve_is_skipped_with_the_reason(string? curve, string reason) => Assert.Equal(reason, JwkJson.Refusal(Json.With("crv", curve)));

    [Theory]
    [InlineData(OctetKeys.X25519, 32, "it is an X25519 key, which agrees on keys and signs nothing."), InlineData(OctetKeys.X448, 56, "it is an X448 key, which agrees on keys and signs nothing.")]
    [InlineData(OctetKeys.Ed448, 57, "it is an Ed448 key, which is not supported.")]
    [InlineData(OctetKeys.Ed25519, 31, "the key is not 32 bytes long."), InlineData(OctetKeys.Ed25519, 32, "the point is of small order."), InlineData(OctetKeys.Ed25519, 33, "the key is not 32 bytes long.")]
    [InlineData("1.3.101.114", 32, "it is not an RSA key, an EC key on P-256, P-384 or P-521, an Ed25519 or an ML-DSA key.")]
    public void Another_type_in_PEM_or_a_certificate_is_refused_with_the_reason(string oid, int size, string reason)
    {
        byte[] spki = OctetKeys.Spki(oid, new byte[size]);
        using X509Certificate2 certificate = OctetKeys.Certificate(spki);

        Assert.Equal($"The PEM key is refused: {reason}", Assert.Throws<FormatException>(() => Jwk.FromPem(OctetKeys.Pem(spki))).Message);
        Assert.Equal($"The PEM key is refused: {reason}", Assert.Throws<FormatException>(() => Jwk.FromPem(certificate.ExportCertificatePem())).Message);
        Assert.Equal($"The key is refused: {reason} (Parameter 'certificate')", Assert.Throws<ArgumentException>(() => Jwk.FromCertificate(certificate)).Message);
    }

    // RFC 8410 section 3.
    [Fact]
    public void Parameters_in_the_identifier_are_refused() =>
        Assert.Equal(
            "The PEM key is refused: its algorithm identifier has parameters, which its type forbids.",
            Assert.Throws<FormatException>(() => Jwk.FromPem(OctetKeys.Pem(OctetKeys.Spki(OctetKeys.Ed25519, Key, hasParameters: true)))).Message);

    [Theory]
    [InlineData("\"ES256\"", "alg does not fit the type, curve or size of the key."), InlineData("\"ML-DSA-44\"", "alg does not fit the type, curve or size of the key.")]
    [InlineData("\"Ed448\"", "alg is not a supported signature algorithm."), InlineData("\"EDDSA\"", "alg is not a supported signature algorithm.")]
    public void An_algorithm_of_others_is_refused(string alg, string reason) => Assert.Equal(reason, JwkJson.Refusal(Json.With("alg", alg)));

    [Theory]
    [InlineData("\"d\":\"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A\""), InlineData("\"d\":\"\""), InlineData("\"priv\":1")]
    public void A_published_key_has_no_private_member(string member)
    {
        string entry = $"{Json.ToJsonString()[..^1]},{member}}}";

        Assert.Contains("private member", Assert.Single(JwkJson.SetOf($"[{entry}]", publicOnly: true).Skipped).Reason, StringComparison.Ordinal);
        Assert.Empty(JwkJson.SetOf($"[{entry}]").Skipped);
    }

    // Its 32 bytes alone cannot be told from a secret: every second number below p is the y of a point.
    [Fact]
    public void No_encoded_form_of_it_is_a_secret()
    {
        using X509Certificate2 certificate = OctetKeys.Certificate(Spki);
        string pem = OctetKeys.Pem(Spki);
        string[] texts = [pem, certificate.ExportCertificatePem(), Json.ToJsonString(), $"{{\"keys\":[{Json.ToJsonString()}]}}", Convert.ToBase64String(Spki), Base64Url.EncodeToString(Spki), Convert.ToHexString(Spki), Convert.ToBase64String(Encoding.ASCII.GetBytes(pem))];
        byte[][] secrets =
        [
            Spki,
            certificate.RawData,
            OctetKeys.Spki(OctetKeys.Ed448, new byte[57]),
            .. texts.Select(Encoding.UTF8.GetBytes),
            .. texts.Select(text => Encoding.UTF8.GetBytes($"\ufeff\"{text.ReplaceLineEndings("\\n").Replace("\"", "\\\"", StringComparison.Ordinal)}\"\n")),
        ];

        Assert.All(secrets, secret => Assert.Contains("The secret is refused", Assert.Throws<ArgumentException>(() => Jwk.FromSecret(secret, JwtAlgorithm.HS256)).Message, StringComparison.Ordinal));
    }
}
