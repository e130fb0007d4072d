using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using JwtCore.Hosting.Tests.Support;
using JwtCore.Testing;

namespace JwtCore.Hosting.Tests;

public class SettingsKeysTests
{
    public static TheoryData<string, string> PublicKeys
    {
        get
        {
            using RSA rsa = RSA.Create(2048);
            using X509Certificate2 certificate = new CertificateRequest("CN=test", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
                .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1));
            return new()
            {
                { "PEM", rsa.ExportSubjectPublicKeyInfoPem() },
                { "PEM, PKCS#1", rsa.ExportRSAPublicKeyPem() },
                { "PEM, EC", Given.EcPair.ToPublicPem() },
                { "private PEM", Given.Pair.ToPrivatePem() },
                { "certificate", certificate.ExportCertificatePem() },
                { "DER in base64", Convert.ToBase64String(rsa.ExportSubjectPublicKeyInfo()) },
                { "OpenSSH", "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC7" },
                { "JWK", Given.Pair.ToJwk().ToJsonString() },
                { "JWK Set", $"{{\"keys\":[{Given.Pair.ToJwk().ToJsonString()}]}}" },
            };
        }
    }

    [Fact]
    public void Without_keys_there_is_no_policy() =>
        Assert.Equal(
            "No keys are set. Set one of JWTCORE_PUBLIC_KEY or JwtCore:PublicKey, JWTCORE_JWKS_URI or JwtCore:JwksUri, JWTCORE_AUTHORITY or JwtCore:Authority.",
            Given.Refusal(Given.Read(Given.Expectations)));

    [Fact]
    public void Keys_come_from_one_source()
    {
        Assert.Equal(
            "JWTCORE_PUBLIC_KEY and JWTCORE_JWKS_URI are set together. Keys come from one of them; set the others to null.",
            Given.Refusal(Given.Read([("JWTCORE_PUBLIC_KEY", "x"), ("JWTCORE_JWKS_URI", Given.JwksUri), .. Given.Expectations])));
        Assert.Equal(
            "JwtCoreSettings.PublicKey and JwtCore:JwksUri and Authentication:Schemes:Bearer:Authority are set together. Keys come from one of them; set the others to null.",
            Given.Refusal(InCode(Given.Read($$"""{ "JwtCore": { "JwksUri": "{{Given.JwksUri}}" }, "Authentication:Schemes:Bearer:Authority": "{{Given.Issuer}}" }""", Given.Expectations))));

        static JwtCoreSettings InCode(JwtCoreSettings settings)
        {
            settings.PublicKey = "x";
            return settings;
        }
    }

    [Fact]
    public void A_null_in_code_takes_a_source_away()
    {
        JwtCoreSettings settings = Given.Read([("JWTCORE_JWKS_URI", Given.JwksUri), .. Given.Expectations]);
        settings.JwksUri = null;
        settings.PublicKey = Given.Pair.ToPublicPem();

        Assert.IsType<JwkSet>(settings.ToPolicy().Keys);
    }

    [Theory]
    [InlineData("JWTCORE_JWKS_URI", Given.JwksUri)]
    [InlineData("JWTCORE_AUTHORITY", Given.Issuer)]
    public void Remote_keys_are_taken_from_an_address(string variable, string value)
    {
        using RemoteJwks keys = Assert.IsType<RemoteJwks>(Given.Read([(variable, value), .. Given.Expectations]).ToPolicy().Keys);
        Assert.Equal(JwksState.NotLoaded, keys.Status.State);
    }

    [Fact]
    public void The_authority_is_the_issuer_unless_another_is_set()
    {
        (string, string)[] given = [("JWTCORE_AUTHORITY", "https://login.example.com/"), ("JWTCORE_AUDIENCE", Given.Audience)];
        using RemoteJwks first = (RemoteJwks)Given.Read(given).ToPolicy().Keys;

        Assert.Equal(["https://login.example.com/"], Given.Read(given).ToPolicy().Issuer);
        Assert.Equal(["x"], Given.Read([("JWTCORE_ISSUER", "x"), .. given]).ToPolicy().Issuer);
    }

    [Fact]
    public async Task Remote_keys_are_fetched_as_the_options_say()
    {
        FakeJwksEndpoint endpoint = new(Given.Pair);
        using HttpClient client = new(endpoint);
        VerificationPolicy policy = Given.Read([("JWTCORE_JWKS_URI", endpoint.JwksUri.ToString()), .. Given.Expectations]).ToPolicy(new() { Client = client });
        using RemoteJwks keys = (RemoteJwks)policy.Keys;

        VerifyResult result = await new JwtVerifier(policy).VerifyAsync(Given.Pair.CreateToken(new() { Audience = Given.Audience }).AsMemory(), TestContext.Current.CancellationToken);
        Assert.Equal(VerifyError.None, result.Error);
    }

    [Theory]
    [InlineData("JWTCORE_JWKS_URI", "/jwks.json")]
    [InlineData("JWTCORE_JWKS_URI", "http://issuer.example.com/jwks.json")]
    [InlineData("JWTCORE_JWKS_URI", "http://localhost/jwks.json")]
    [InlineData("JWTCORE_AUTHORITY", "issuer.example.com")]
    [InlineData("JWTCORE_AUTHORITY", "http://issuer.example.com")]
    public void An_address_that_is_none_to_fetch_keys_from_is_named(string variable, string value) =>
        Assert.StartsWith(
            $"{variable} must be an absolute https address with a host, without user information and fragment. Plain http is for loopback, with AllowHttpOnLoopback, and for hosts that PlainHttpHosts names.",
            Given.Refusal(Given.Read([(variable, value), .. Given.Expectations])),
            StringComparison.Ordinal);

    [Fact]
    public void Options_that_contradict_each_other_speak_for_themselves() =>
        Assert.StartsWith(
            "RemoteJwksOptions.MaxKeys is 0",
            Assert.ThrowsAny<ArgumentException>(() => Given.Read([("JWTCORE_JWKS_URI", Given.JwksUri), .. Given.Expectations]).ToPolicy(new() { MaxKeys = 0 })).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("HS256")]
    [InlineData("HS384")]
    [InlineData("HS512")]
    [InlineData("HS512 HS256")]
    public void A_shared_secret_is_the_bytes_of_its_text(string algorithms)
    {
        string secret = "ä secret of at least sixty-four bytes, so that it fits every one of them";
        JwtVerifier verifier = new(Given.Read([("JWTCORE_PUBLIC_KEY", secret), ("JWTCORE_ALGORITHM", algorithms), .. Given.Expectations]).ToPolicy());

        foreach (JwtAlgorithm algorithm in (JwtAlgorithm[])[JwtAlgorithm.HS256, JwtAlgorithm.HS384, JwtAlgorithm.HS512])
        {
            TestKeyPair pair = TestKeyPair.FromSecret(Encoding.UTF8.GetBytes(secret), algorithm, "any");
            Assert.Equal(algorithms.Contains(algorithm.ToName(), StringComparison.Ordinal), verifier.TryVerify(pair.CreateToken(new() { Audience = Given.Audience }), out _));
        }
    }

    [Theory, MemberData(nameof(PublicKeys))]
    public void A_public_key_is_no_shared_secret(string form, string key)
    {
        Assert.NotEmpty(form);
        foreach (string algorithms in (string[])["HS256", "HS256,HS384"])
        {
            Assert.Equal(
                "JWTCORE_PUBLIC_KEY: The secret is refused: it is a key in PEM, DER, JWK, OpenSSH or point encoding, not a shared secret.",
                Given.Refusal(Given.Read([("JWTCORE_PUBLIC_KEY", key), ("JWTCORE_ALGORITHM", algorithms), .. Given.Expectations])));
        }
    }

    [Theory]
    [InlineData("JWTCORE_JWKS_URI", Given.JwksUri)]
    [InlineData("JWTCORE_AUTHORITY", Given.Issuer)]
    public void A_shared_secret_is_not_fetched(string variable, string value) =>
        Assert.Equal(
            $"JWTCORE_ALGORITHM has HS256, which needs a shared secret: it cannot be used with {variable}, whose keys are public.",
            Given.Refusal(Given.Read([(variable, value), ("JWTCORE_ALGORITHM", "RS256 HS256"), .. Given.Expectations])));

    [Fact]
    public void One_key_is_not_a_secret_and_public_at_once() =>
        Assert.Equal(
            "JWTCORE_ALGORITHM has HS256, which needs a shared secret, and others, which need a public key: JWTCORE_PUBLIC_KEY is one key.",
            Given.Refusal(Given.Read([("JWTCORE_PUBLIC_KEY", Given.Secret), ("JWTCORE_ALGORITHM", "HS256 RS256"), .. Given.Expectations])));

    [Fact]
    public void A_key_that_cannot_be_read_is_refused_at_once_and_not_quoted()
    {
        Assert.Equal(
            "JWTCORE_PUBLIC_KEY: The key is refused: it is neither PEM, nor a JWK, nor base64 of PEM or of DER (SubjectPublicKeyInfo).",
            Given.Refusal(Given.Read([("JWTCORE_PUBLIC_KEY", "abc"), .. Given.Expectations])));
        Assert.Equal(
            "JWTCORE_PUBLIC_KEY: The PEM key is refused: it is a private key; verification takes the public key.",
            Given.Refusal(Given.Read([("JWTCORE_PUBLIC_KEY", Given.Pair.ToPrivatePem()), .. Given.Expectations])));
        Assert.Equal(
            "JWTCORE_PUBLIC_KEY: The secret has 5 bytes; HS512 needs at least as many as its hash has.",
            Given.Refusal(Given.Read([("JWTCORE_PUBLIC_KEY", "short"), ("JWTCORE_ALGORITHM", "HS512"), .. Given.Expectations])));
    }

    [Fact]
    public void A_key_that_fits_no_algorithm_is_refused()
    {
        (string, string)[] given = [("JWTCORE_PUBLIC_KEY", Given.EcPair.ToPublicPem()), .. Given.Expectations];

        Assert.Equal("JWTCORE_PUBLIC_KEY is a key of type EC, which fits no algorithm in JWTCORE_ALGORITHM.", Given.Refusal(Given.Read([("JWTCORE_ALGORITHM", "RS256 PS256"), .. given])));
        Assert.Equal("JWTCORE_PUBLIC_KEY is a key of type EC, which fits no algorithm in Algorithm, which is not set and therefore RS256.", Given.Refusal(Given.Read(given)));
        Assert.NotNull(Given.Read([("JWTCORE_ALGORITHM", "RS256 ES256"), .. given]).ToPolicy());
    }

    [Fact]
    public void No_algorithm_is_no_default()
    {
        JwtCoreSettings settings = Given.InCode();
        settings.Algorithm = [];

        Assert.Equal("JwtCoreSettings.Algorithm is empty.", Given.Refusal(settings));
        Assert.Equal(
            "JWTCORE_ALGORITHM is empty. Remove it, or give it a value.",
            Given.Refusal(Given.Read([("JWTCORE_ALGORITHM", ""), ("JWTCORE_PUBLIC_KEY", "x"), .. Given.Expectations])));
    }
}
