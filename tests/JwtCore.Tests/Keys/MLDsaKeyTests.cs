using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Keys;

/// <summary>ML-DSA keys (RFC 9964), on platforms that have the algorithm and on those that have not.</summary>
public class MLDsaKeyTests
{
    private const string Lacking = "this system cannot verify its algorithm: ML-DSA needs OpenSSL 3.5 or later, which this system does not have.";
    private const string BadAlgorithm = "alg is not ML-DSA-44, ML-DSA-65 or ML-DSA-87, one of which a key of kty AKP must name.";

    public static TheoryData<JwtAlgorithm, int, string> Sets => new()
    {
        { JwtAlgorithm.MLDsa44, 1312, OctetKeys.MLDsa44 },
        { JwtAlgorithm.MLDsa65, 1952, "2.16.840.1.101.3.4.3.18" },
        { JwtAlgorithm.MLDsa87, 2592, "2.16.840.1.101.3.4.3.19" },
    };

    [Theory, MemberData(nameof(Sets))]
    public void A_key_is_skipped_with_what_is_missing_where_the_platform_lacks_ML_DSA(JwtAlgorithm algorithm, int size, string oid)
    {
        Assert.SkipWhen(MLDsa.IsSupported, "The platform has ML-DSA.");
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere something else is missing.");
        using X509Certificate2 certificate = OctetKeys.Certificate(OctetKeys.Spki(oid, new byte[size]));

        Assert.Equal(Lacking, JwkJson.Refusal(Json(algorithm.ToName(), size)));
        Assert.Equal($"The PEM key is refused: {Lacking}", Assert.Throws<FormatException>(() => Jwk.FromPem(OctetKeys.Pem(OctetKeys.Spki(oid, new byte[size])))).Message);
        Assert.Equal($"The PEM key is refused: {Lacking}", Assert.Throws<FormatException>(() => Jwk.FromPem(certificate.ExportCertificatePem())).Message);
    }

    [Theory, MemberData(nameof(Sets))]
    public void A_key_verifies_from_every_form_where_the_platform_has_ML_DSA(JwtAlgorithm algorithm, int size, string oid)
    {
        Require();
        byte[] pub = OctetKeys.Public(algorithm);
        byte[] spki = OctetKeys.Spki(oid, pub);
        using X509Certificate2 certificate = OctetKeys.Certificate(spki);
        JsonObject json = OctetKeys.Jwk(algorithm);
        json.Remove("kid");
        Jwk[] all =
        [
            Jwk.Parse(Encoding.UTF8.GetBytes(json.ToJsonString())),
            Jwk.Parse(Encoding.UTF8.GetBytes(json.WithText("pub", Convert.ToBase64String(pub)).ToJsonString())),
            Jwk.FromPem(OctetKeys.Pem(spki)),
            Jwk.FromPem(Tokens.Pair(algorithm).ToPublicPem()),
            Jwk.FromPem(certificate.ExportCertificatePem()),
            Jwk.FromCertificate(certificate),
            Jwk.FromText(Encoding.ASCII.GetBytes(Convert.ToBase64String(spki))),
        ];

        Assert.Equal(size, pub.Length);
        Assert.All(all, key =>
        {
            Assert.Equal("AKP", key.KeyType);
            Assert.Equal(algorithm, key.Algorithm);
            Assert.True(key.SameAs(all[0]));
            Assert.Equal(VerifyError.None, PublicKeys.VerdictOf(key, algorithm));
            Assert.Equal($$"""{"kty":"AKP","use":"sig","alg":"{{algorithm.ToName()}}","pub":"{{Base64Url.EncodeToString(pub)}}"}""", key.ToJson());
        });
    }

    // The length is wrong wherever the key is read.
    [Theory, MemberData(nameof(Sets))]
    public void A_key_has_exactly_the_length_of_its_parameter_set(JwtAlgorithm algorithm, int size, string oid)
    {
        foreach (int wrong in (int[])[1, size - 1, size + 1, 1312 + 1952 + 2592 - size])
        {
            string reason = $"the {algorithm.ToName()} key has {wrong} bytes; it needs {size}.";
            Assert.Equal(reason, JwkJson.Refusal(Json(algorithm.ToName(), wrong)));
            Assert.Equal($"The PEM key is refused: {reason}", Assert.Throws<FormatException>(() => Jwk.FromPem(OctetKeys.Pem(OctetKeys.Spki(oid, new byte[wrong])))).Message);
        }

        Assert.Equal(
            "The PEM key is refused: its algorithm identifier has parameters, which its type forbids.",
            Assert.Throws<FormatException>(() => Jwk.FromPem(OctetKeys.Pem(OctetKeys.Spki(oid, new byte[size], hasParameters: true)))).Message);
    }

    // RFC 9964 section 3: alg is required.
    [Theory, InlineData(null), InlineData("null"), InlineData("1"), InlineData("\"ES256\""), InlineData("\"ML-DSA\""), InlineData("\"ml-dsa-44\""), InlineData("\"MLDsa44\""), InlineData("\"EdDSA\"")]
    public void A_key_names_its_algorithm(string? alg) => Assert.Equal(BadAlgorithm, JwkJson.Refusal(Json("ML-DSA-44", 1312).With("alg", alg)));

    [Theory, InlineData(null, "pub is missing."), InlineData("\"A\"", "pub is not base64url or base64; spaces, mixed alphabets, wrong padding and non-zero trailing bits are refused.")]
    public void A_key_has_a_public_part(string? pub, string reason) => Assert.Equal(reason, JwkJson.Refusal(Json("ML-DSA-44", 1312).With("pub", pub)));

    [Fact]
    public void A_published_key_has_no_seed()
    {
        JsonObject json = Json("ML-DSA-44", 1312).WithText("priv", "AAAA");

        Assert.Equal("it has the private member priv, which must never be published.", Assert.Single(JwkJson.Set(publicOnly: true, json).Skipped).Reason);
    }

    [Theory, MemberData(nameof(Sets))]
    public void No_spelling_of_it_is_a_secret(JwtAlgorithm algorithm, int size, string oid)
    {
        byte[] key = RandomNumberGenerator.GetBytes(size);
        byte[] spki = OctetKeys.Spki(oid, key);
        using X509Certificate2 certificate = OctetKeys.Certificate(spki);
        byte[][] secrets =
        [
            key,
            Base64Url.EncodeToUtf8(key),
            spki,
            certificate.RawData,
            Encoding.ASCII.GetBytes(OctetKeys.Pem(spki)),
            Encoding.ASCII.GetBytes(certificate.ExportCertificatePem()),
            Encoding.ASCII.GetBytes(Convert.ToBase64String(spki)),
            Encoding.ASCII.GetBytes(Json(algorithm.ToName(), size).ToJsonString()),
        ];

        Assert.All(secrets, secret => Assert.Contains("The secret is refused", Assert.Throws<ArgumentException>(() => Jwk.FromSecret(secret, JwtAlgorithm.HS256)).Message, StringComparison.Ordinal));
        Assert.Equal(JwtAlgorithm.HS256, Jwk.FromSecret(RandomNumberGenerator.GetBytes(size + 1), JwtAlgorithm.HS256).Algorithm);
    }

    [Fact]
    public void A_set_keeps_its_other_keys()
    {
        JwkSet set = JwkJson.Set(publicOnly: true, Json("ML-DSA-44", 1), JwkJson.Ec, Json("ML-DSA-65", 1952), JwkJson.Rsa);

        Assert.Equal(MLDsa.IsSupported ? ["EC", "AKP", "RSA"] : ["EC", "RSA"], set.Keys.Select(key => key.KeyType));
    }

    private static JsonObject Json(string alg, int size) => new() { ["kty"] = "AKP", ["alg"] = alg, ["pub"] = Base64Url.EncodeToString(new byte[size]) };

    private static void Require() => Assert.SkipUnless(MLDsa.IsSupported || Environment.GetEnvironmentVariable("JWTCORE_REQUIRE_MLDSA") == "1", "The platform lacks ML-DSA.");
}
