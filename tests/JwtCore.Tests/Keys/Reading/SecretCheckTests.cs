using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Keys;

public class SecretCheckTests
{
    private const string Refusal = "it is a key in PEM, DER, JWK, OpenSSH or point encoding, not a shared secret.";

    public static TheoryData<string, byte[]> PublicKeys()
    {
        TheoryData<string, byte[]> keys = [];
        using RSA rsa = RSA.Create(2048);
        DateTimeOffset now = DateTimeOffset.UtcNow;
        using X509Certificate2 certificate = new CertificateRequest("CN=test", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(now, now.AddDays(1));
        AddForms("RSA", rsa.ExportSubjectPublicKeyInfo(), rsa.ExportSubjectPublicKeyInfoPem());
        AddForms("PKCS#1", rsa.ExportRSAPublicKey(), rsa.ExportRSAPublicKeyPem());
        AddForms("certificate", certificate.RawData, certificate.ExportCertificatePem());
        keys.Add("private PEM", Encoding.ASCII.GetBytes(rsa.ExportPkcs8PrivateKeyPem()));
        foreach (ECCurve curve in (ECCurve[])[ECCurve.NamedCurves.nistP256, ECCurve.NamedCurves.nistP384, ECCurve.NamedCurves.nistP521])
        {
            using ECDsa ecdsa = ECDsa.Create(curve);
            ECPoint point = ecdsa.ExportParameters(false).Q;
            AddForms(curve.Oid.FriendlyName!, ecdsa.ExportSubjectPublicKeyInfo(), ecdsa.ExportSubjectPublicKeyInfoPem());
            keys.Add($"{curve.Oid.FriendlyName} point", [4, .. point.X!, .. point.Y!]);
            keys.Add($"{curve.Oid.FriendlyName} point in hex", Encoding.ASCII.GetBytes($"04{Convert.ToHexString(point.X!)}{Convert.ToHexString(point.Y!)}"));
        }

        keys.Add("OpenSSH RSA", "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC7"u8.ToArray());
        keys.Add("OpenSSH Ed25519", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ"u8.ToArray());
        keys.Add("OpenSSH ECDSA", "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTY"u8.ToArray());
        keys.Add("OpenSSH with options", "restrict,pty ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC7"u8.ToArray());
        keys.Add("OpenSSH body", "AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTY"u8.ToArray());
        keys.Add("SSH2", "---- BEGIN SSH2 PUBLIC KEY ----\nAAAAB3NzaC1yc2EAAAADAQAB"u8.ToArray());
        keys.Add("array of JWKs", Encoding.UTF8.GetBytes($"[{JwkJson.Ec.ToJsonString()}]"));
        keys.Add("JWK behind a byte order mark", Encoding.UTF8.GetBytes("\ufeff" + JwkJson.Ec.ToJsonString()));
        keys.Add("JWK in base64", Encoding.UTF8.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes(JwkJson.Ec.ToJsonString()))));
        keys.Add("JWK", Encoding.UTF8.GetBytes(JwkJson.Rsa.ToJsonString()));
        keys.Add("JWK with space", Encoding.UTF8.GetBytes($"\n {JwkJson.Ec.ToJsonString()}\n"));
        keys.Add("JWK with escaped names", Encoding.UTF8.GetBytes(JwkJson.Ec.ToJsonString().Replace("\"kty\"", "\"\\u006b\\u0074y\"", StringComparison.Ordinal)));
        keys.Add("JWK Set", Encoding.UTF8.GetBytes($"{{\"keys\":[{JwkJson.Ec.ToJsonString()}]}}"));
        return keys;

        void AddForms(string name, byte[] der, string pem)
        {
            keys.Add($"{name} DER", der);
            keys.Add($"{name} base64", Encoding.ASCII.GetBytes(Convert.ToBase64String(der)));
            keys.Add($"{name} base64 in lines", Encoding.ASCII.GetBytes(Convert.ToBase64String(der, Base64FormattingOptions.InsertLineBreaks)));
            keys.Add($"{name} base64 after a line break", Encoding.ASCII.GetBytes("\n" + Convert.ToBase64String(der)));
            keys.Add($"{name} base64url", Base64Url.EncodeToUtf8(der));
            keys.Add($"{name} DER and a line end", [.. der, (byte)'\n']);
            keys.Add($"{name} base64 without padding", Encoding.ASCII.GetBytes(Convert.ToBase64String(der).TrimEnd('=')));
            keys.Add($"{name} base64 of PEM", Encoding.ASCII.GetBytes(Convert.ToBase64String(Encoding.ASCII.GetBytes(pem))));
            keys.Add($"{name} hex", Encoding.ASCII.GetBytes(Convert.ToHexString(der)));
            keys.Add($"{name} hex in small letters and a line end", Encoding.ASCII.GetBytes(Convert.ToHexStringLower(der) + "\n"));
            keys.Add($"{name} PEM in UTF-16", Encoding.Unicode.GetBytes(pem));
            keys.Add($"{name} PEM", Encoding.ASCII.GetBytes(pem));
            keys.Add($"{name} PEM after text", Encoding.ASCII.GetBytes("key: " + pem));
            keys.Add($"{name} PEM with Windows line ends", Encoding.ASCII.GetBytes(pem.ReplaceLineEndings("\r\n")));
            string base64 = Convert.ToBase64String(der);
            string base64OfPem = Convert.ToBase64String(Encoding.ASCII.GetBytes(pem));
            string jwk = name == "RSA" ? JwkJson.Rsa.ToJsonString() : JwkJson.Ec.ToJsonString();
            foreach ((string form, string text) in (IEnumerable<(string, string)>)
                [("PEM", pem), ("base64", base64), ("base64url", Base64Url.EncodeToString(der)), ("base64 of PEM", base64OfPem), ("hex", Convert.ToHexString(der)), ("JWK", jwk)])
            {
                keys.Add($"{name} {form} behind a byte order mark", Encoding.UTF8.GetBytes("\ufeff" + text));
                keys.Add($"{name} {form} in UTF-16 behind a byte order mark", [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(text)]);
                keys.Add($"{name} {form} in quotes", Encoding.UTF8.GetBytes($"\"{text}\"\n"));
                keys.Add($"{name} {form} in single quotes behind a byte order mark", Encoding.UTF8.GetBytes($"\ufeff'{text}'"));
                keys.Add($"{name} {form} as a JSON string", Encoding.UTF8.GetBytes(System.Text.Json.JsonSerializer.Serialize(text)));
                keys.Add($"{name} {form} with escaped line ends", Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\\n")));
                keys.Add($"{name} {form} with escaped Windows line ends in quotes", Encoding.UTF8.GetBytes($"\"{text.ReplaceLineEndings("\\r\\n")}\""));
                keys.Add($"base64 of {name} {form} behind a byte order mark, in quotes", Encoding.ASCII.GetBytes($"\"{Convert.ToBase64String(Encoding.UTF8.GetBytes("\ufeff" + text))}\""));
            }

            keys.Add($"{name} base64 with escaped line ends within", Encoding.ASCII.GetBytes(string.Join("\\n", base64.Chunk(64).Select(line => new string(line)))));
        }
    }

    [Theory, MemberData(nameof(PublicKeys))]
    public void A_public_key_in_any_encoding_is_no_secret(string form, byte[] secret)
    {
        Exception? thrown = Record.Exception(() => Jwk.FromSecret(secret, JwtAlgorithm.HS256));
        Assert.True(thrown is ArgumentException, form);
        Assert.StartsWith($"The secret is refused: {Refusal}", thrown.Message, StringComparison.Ordinal);
        Assert.Equal(Refusal, JwkJson.Refusal(JwkJson.Oct.WithText("k", Base64Url.EncodeToString(secret))));
    }

    [Fact]
    public void Random_secrets_are_taken_also_those_that_start_like_a_key()
    {
        Random random = new(1);
        for (int i = 0; i < 3_000; i++)
        {
            byte[] secret = new byte[random.Next(32, 300)];
            random.NextBytes(secret);
            secret[0] = (i % 3) switch { 0 => 0x30, 1 => 4, _ => secret[0] };
            secret[1] = (i % 4) switch { 0 => (byte)(secret.Length - 2), 1 => 0x81, 2 => 0x82, _ => secret[1] };
            Assert.Equal("oct", Jwk.FromSecret(secret, JwtAlgorithm.HS256).KeyType);
        }
    }

    // The check unwraps a copy of its own: what passes signs byte for byte.
    [Theory, InlineData("\ufeff\"a secret with a byte order mark and quotes\"\n"), InlineData("a secret with \\n and \\u0041 in it, as text"), InlineData("  'YSBzZWNyZXQgdGhhdCBpcyBiYXNlNjQgb2YgYSB0ZXh0'\r\n")]
    public void A_secret_is_never_trimmed_nor_unescaped(string text)
    {
        byte[] secret = Encoding.UTF8.GetBytes(text);
        string token = JwtCore.Testing.TestKeyPair.FromSecret(secret, JwtAlgorithm.HS256).Sign(Tokens.Claims().ToJsonString());

        Assert.Equal(VerifyError.None, Hmac.Verdict(token, TestPolicies.With(Jwk.FromSecret(secret, JwtAlgorithm.HS256))));
        byte[] trimmed = Encoding.UTF8.GetBytes(text.Trim('\ufeff', ' ', '\r', '\n', '\'', '"').Replace("\\n", "\n", StringComparison.Ordinal));
        Assert.Equal(VerifyError.SignatureInvalid, Hmac.Verdict(token, TestPolicies.With(Jwk.FromSecret(trimmed, JwtAlgorithm.HS256))));
    }

    [Fact]
    public void What_only_looks_a_little_like_a_key_is_a_secret()
    {
        foreach (byte[] start in (byte[][])[[0x30, 0x40], [4], "MII"u8.ToArray(), "MFkw"u8.ToArray(), "ssh-"u8.ToArray(), "{\"k\":1}"u8.ToArray(), "-----BEGIN"u8.ToArray(), [0x30, 0x82, 1, 0x22]])
        {
            foreach (int length in (int[])[32, 64, 65, 66, 97, 133, 294])
            {
                byte[] secret = [.. start, .. Enumerable.Repeat((byte)'x', length - start.Length)];
                Assert.Equal(JwtAlgorithm.HS256, Jwk.FromSecret(secret, JwtAlgorithm.HS256).Algorithm);
            }
        }

        byte[] json = "{\"passphrase\":\"a secret of an odd kind, but a secret\"}"u8.ToArray();
        Assert.Equal(JwtAlgorithm.HS256, Jwk.FromSecret(json, JwtAlgorithm.HS256).Algorithm);
    }
}
