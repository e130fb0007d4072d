using System.Buffers.Text;
using System.Diagnostics;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using JwtCore.Testing;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Testing;

/// <summary>Ed25519 pairs, which sign by code of the test kit: the platform has none to compare it with.</summary>
public class Ed25519PairTests
{
    // RFC 8037 appendices A.1 and A.4, RFC 8032 section 7.1 test 1.
    private const string Seed = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A";
    private const string Public = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";

    // RFC 8032 section 7.1: seed, public key, message and signature.
    public static TheoryData<string, string, string, string> Rfc8032 => new()
    {
        {
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        },
        {
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        },
        {
            "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
        },
    };

    [Theory, MemberData(nameof(Rfc8032))]
    public void Keys_and_signatures_are_those_of_RFC_8032(string seed, string publicKey, string message, string signature)
    {
        TestKeyPair pair = TestKeyPair.FromJwk(Json(Convert.FromHexString(seed), Convert.FromHexString(publicKey)));

        Assert.Equal(signature, Convert.ToHexStringLower(pair.SignBytes(Convert.FromHexString(message))));
    }

    [Fact]
    public void The_example_of_RFC_8037_is_made_again() =>
        Assert.Equal(
            "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg",
            Pair().Sign("""{"alg":"EdDSA"}""", "Example of Ed25519 signing"));

    [Theory]
    [InlineData(null, null, JwtAlgorithm.EdDSA), InlineData("Ed25519", null, JwtAlgorithm.Ed25519), InlineData("EdDSA", null, JwtAlgorithm.EdDSA)]
    [InlineData(null, JwtAlgorithm.Ed25519, JwtAlgorithm.Ed25519), InlineData("EdDSA", JwtAlgorithm.Ed25519, JwtAlgorithm.Ed25519), InlineData("Ed25519", JwtAlgorithm.EdDSA, JwtAlgorithm.EdDSA)]
    public void A_key_signs_under_the_name_that_is_asked_for_or_its_own(string? own, JwtAlgorithm? asked, JwtAlgorithm expected)
    {
        JsonObject jwk = new() { ["kty"] = "OKP", ["crv"] = "Ed25519", ["x"] = Public, ["d"] = Seed };
        if (own is not null)
        {
            jwk["alg"] = own;
        }

        TestKeyPair pair = TestKeyPair.FromJwk(Encoding.UTF8.GetBytes(jwk.ToJsonString()), asked);

        Assert.Equal(expected, pair.Algorithm);
        Assert.Equal(expected, TestKeyPair.FromPem(pair.ToPrivatePem(), expected).Algorithm);
        Assert.Equal(JwtAlgorithm.EdDSA, TestKeyPair.FromPem(pair.ToPrivatePem()).Algorithm);
        Assert.Equal(VerifyError.None, Tokens.Verifier(Tokens.Policy(pair.ToJwkSet(), expected)).Verdict(pair.Sign(Tokens.Claims().ToJsonString())));
    }

    // With another public key a signature would give the private one away.
    [Fact]
    public void A_key_whose_x_is_not_that_of_its_seed_is_refused()
    {
        byte[] other = OctetKeys.Public(JwtAlgorithm.EdDSA);

        Assert.Equal(
            "The private JWK is refused: its numbers do not make one key.",
            Assert.Throws<FormatException>(() => TestKeyPair.FromJwk(Json(Base64Url.DecodeFromChars(Seed), other))).Message);
        Assert.Contains("x is missing", Assert.Throws<FormatException>(() => TestKeyPair.FromJwk(Encoding.UTF8.GetBytes($$"""{"kty":"OKP","crv":"Ed25519","d":"{{Seed}}"}"""))).Message, StringComparison.Ordinal);
        Assert.Throws<FormatException>(() => TestKeyPair.FromPem(Pem(Base64Url.DecodeFromChars(Seed), other)));
        Assert.Equal(JwtAlgorithm.EdDSA, TestKeyPair.FromPem(Pem(Base64Url.DecodeFromChars(Seed), Base64Url.DecodeFromChars(Public))).Algorithm);
    }

    [Theory, InlineData(0), InlineData(31), InlineData(33), InlineData(64)]
    public void A_seed_has_32_bytes(int size)
    {
        Assert.Throws<FormatException>(() => TestKeyPair.FromJwk(Json(new byte[size], Base64Url.DecodeFromChars(Public))));
        Assert.Throws<FormatException>(() => TestKeyPair.FromPem(Pem(new byte[size], null)));
    }

    [Fact]
    public void A_pair_comes_back_from_its_JWK_and_its_PEM()
    {
        TestKeyPair pair = TestKeyPair.Create(JwtAlgorithm.Ed25519, "k");
        TestKeyPair fromJwk = TestKeyPair.FromJwk(Encoding.UTF8.GetBytes(pair.ToPrivateJwk().ToJsonString()));
        TestKeyPair fromPem = TestKeyPair.FromPem(pair.ToPrivatePem(), JwtAlgorithm.Ed25519, "k");

        Assert.Equal(pair.ToPrivateJwk().ToJsonString(), fromJwk.ToPrivateJwk().ToJsonString());
        Assert.Equal(pair.ToPrivateJwk().ToJsonString(), fromPem.ToPrivateJwk().ToJsonString());
        Assert.Equal(pair.Thumbprint(), Jwk.FromPem(pair.ToPublicPem()).Thumbprint);
        Assert.Throws<FormatException>(() => TestKeyPair.FromPem(pair.ToPrivatePem(), JwtAlgorithm.ES256));
    }

    // The keys and signatures of another implementation, both ways.
    [Fact]
    public void OpenSSL_reads_its_keys_and_makes_keys_and_signatures_that_are_taken()
    {
        Assert.SkipUnless(OpenSsl("version") is not null, "There is no openssl command.");
        string folder = Directory.CreateTempSubdirectory("jwtcore").FullName;
        string At(string name) => Path.Combine(folder, name);
        try
        {
            Assert.NotNull(OpenSsl("genpkey", "-algorithm", "ed25519", "-out", At("key.pem")));
            Assert.NotNull(OpenSsl("pkey", "-in", At("key.pem"), "-pubout", "-out", At("public.pem")));
            Assert.NotNull(OpenSsl("req", "-x509", "-key", At("key.pem"), "-subj", "/CN=test", "-out", At("certificate.pem")));
            string input = $"{Base64Url.EncodeToString("{\"alg\":\"Ed25519\"}"u8)}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Tokens.Claims().ToJsonString()))}";
            File.WriteAllText(At("input"), input);
            Assert.NotNull(OpenSsl("pkeyutl", "-sign", "-inkey", At("key.pem"), "-rawin", "-in", At("input"), "-out", At("signature")));
            string token = $"{input}.{Base64Url.EncodeToString(File.ReadAllBytes(At("signature")))}";

            foreach (string file in (string[])["public.pem", "certificate.pem"])
            {
                Assert.Equal(VerifyError.None, Tokens.Verifier(Tokens.Policy(Jwk.FromPem(File.ReadAllText(At(file))), JwtAlgorithm.Ed25519)).Verdict(token));
            }

            // Signatures are deterministic (RFC 8032 section 5.1.6).
            TestKeyPair read = TestKeyPair.FromPem(File.ReadAllText(At("key.pem")), JwtAlgorithm.Ed25519);
            Assert.Equal(token, read.Sign("""{"alg":"Ed25519"}""", Tokens.Claims().ToJsonString()));

            TestKeyPair own = TestKeyPair.Create(JwtAlgorithm.EdDSA);
            File.WriteAllText(At("own.pem"), own.ToPrivatePem());
            File.WriteAllText(At("own-public.pem"), own.ToPublicPem());
            File.WriteAllBytes(At("own-signature"), own.SignBytes(Encoding.ASCII.GetBytes(input)));
            Assert.Equal(own.ToPublicPem().ReplaceLineEndings(), OpenSsl("pkey", "-in", At("own.pem"), "-pubout")!.Trim().ReplaceLineEndings());
            Assert.NotNull(OpenSsl("pkeyutl", "-verify", "-pubin", "-inkey", At("own-public.pem"), "-rawin", "-in", At("input"), "-sigfile", At("own-signature")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static TestKeyPair Pair() => TestKeyPair.FromJwk(Json(Base64Url.DecodeFromChars(Seed), Base64Url.DecodeFromChars(Public)));

    private static byte[] Json(byte[] seed, byte[] publicKey) =>
        Encoding.UTF8.GetBytes($$"""{"kty":"OKP","crv":"Ed25519","x":"{{Base64Url.EncodeToString(publicKey)}}","d":"{{Base64Url.EncodeToString(seed)}}"}""");

    // RFC 5958 section 2: the public key may stand behind the private one.
    private static string Pem(byte[] seed, byte[]? publicKey)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(publicKey is null ? 0 : 1);
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(OctetKeys.Ed25519);
            }

            using (writer.PushOctetString())
            {
                writer.WriteOctetString(seed);
            }

            if (publicKey is not null)
            {
                writer.WriteBitString(publicKey, 0, new Asn1Tag(TagClass.ContextSpecific, 1));
            }
        }

        return PemEncoding.WriteString("PRIVATE KEY", writer.Encode());
    }

    // What it prints, or null when it fails or is not there.
    private static string? OpenSsl(params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo("openssl", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? output : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
