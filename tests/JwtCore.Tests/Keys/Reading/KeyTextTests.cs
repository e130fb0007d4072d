using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using JwtCore.Testing;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Keys.Reading;

public class KeyTextTests
{
    private static readonly TestKeyPair[] Pairs = [Tokens.Pair(JwtAlgorithm.RS256), Tokens.Pair(JwtAlgorithm.ES256), Tokens.Pair(JwtAlgorithm.ES384), Tokens.Pair(JwtAlgorithm.ES512)];

    [Fact]
    public void A_key_is_read_from_the_forms_in_which_files_and_environments_hold_it() =>
        Assert.All(Pairs.SelectMany(Forms), form => Assert.Equal(form.Thumbprint, Jwk.FromText(form.Text).Thumbprint));

    [Fact]
    public void Whatever_is_read_as_a_public_key_is_refused_as_a_secret() => Assert.All(
        Pairs.SelectMany(Forms),
        form => Assert.ThrowsAny<ArgumentException>(() => Jwk.FromSecret(form.Text, JwtAlgorithm.HS256)));

    // What docs/differential.md says of the platform.
    [Fact]
    public void The_platform_reads_no_escaped_line_ends_and_no_base64_without_its_frame()
    {
        string pem = Tokens.Pair(JwtAlgorithm.RS256).ToPublicPem();
        string[] texts = [pem.ReplaceLineEndings("\\n"), BareBase64(Tokens.Pair(JwtAlgorithm.RS256)), Convert.ToBase64String(Encoding.UTF8.GetBytes(pem))];
        using RSA rsa = RSA.Create();

        rsa.ImportFromPem(pem);
        Assert.All(texts, text => Assert.Throws<ArgumentException>(() => rsa.ImportFromPem(text)));
        Assert.All(texts, text => Assert.NotNull(Jwk.FromText(Encoding.UTF8.GetBytes(text))));
    }

    [Fact]
    public void The_key_id_and_algorithm_are_for_forms_without_their_own()
    {
        TestKeyPair pair = Tokens.Pair(JwtAlgorithm.RS256);
        Jwk named = Jwk.FromText(Encoding.UTF8.GetBytes(BareBase64(pair)), "a", JwtAlgorithm.PS256);
        Jwk own = Jwk.FromText(Encoding.UTF8.GetBytes(pair.With(JwtAlgorithm.RS256, "own").ToJwk().ToJsonString()), "a", JwtAlgorithm.PS256);

        Assert.Equal(("a", JwtAlgorithm.PS256), (named.KeyId, named.Algorithm));
        Assert.Equal(("own", JwtAlgorithm.RS256), (own.KeyId, own.Algorithm));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\ufeff")]
    [InlineData("\"\"")]
    [InlineData("'")]
    [InlineData("key.pem")]
    [InlineData("AAAA")]
    [InlineData("0123456789")]
    [InlineData("MAA=")]
    [InlineData("-----BEGIN PUBLIC KEY-----")]
    [InlineData("[]")]
    [InlineData("\"\\ud800\"")]
    [InlineData("{\"keys\":[]}")]
    [InlineData("a secret that is long enough for HS256, is it not?")]
    public void What_is_no_key_is_refused(string text)
    {
        Assert.Throws<FormatException>(() => Jwk.FromText(Encoding.UTF8.GetBytes(text)));
        Assert.Throws<FormatException>(() => Jwk.FromText(Encoding.UTF8.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes(text)))));
    }

    [Fact]
    public void Base64_that_mixes_both_alphabets_is_no_key_and_no_secret()
    {
        string[] mixed = [.. Pairs.Select(BareBase64).Select(Mix).OfType<string>()];

        Assert.NotEmpty(mixed);
        Assert.All(mixed, text => Assert.Throws<FormatException>(() => Jwk.FromText(Encoding.UTF8.GetBytes(text))));
        Assert.All(mixed, text => Assert.ThrowsAny<ArgumentException>(() => Jwk.FromSecret(Encoding.UTF8.GetBytes(text), JwtAlgorithm.HS256)));

        // One of its digits as the other alphabet has it; null when there are fewer than two to mix.
        static string? Mix(string base64)
        {
            int first = base64.IndexOfAny(['+', '/']);
            return first < 0 || base64.LastIndexOfAny(['+', '/']) == first ? null : base64[..first] + (base64[first] == '+' ? '-' : '_') + base64[(first + 1)..];
        }
    }

    [Fact]
    public void Base64_with_trailing_bits_that_are_not_zero_is_no_key()
    {
        // 91 bytes of SubjectPublicKeyInfo leave two bits of the last digit before the padding without a meaning.
        string base64 = BareBase64(Tokens.Pair(JwtAlgorithm.ES256));
        string digits = base64.TrimEnd('=');
        char next = (char)(digits[^1] + 1);

        Assert.Equal(91, Convert.FromBase64String(base64).Length);
        Assert.NotNull(Jwk.FromText(Encoding.UTF8.GetBytes(digits)));
        Assert.Throws<FormatException>(() => Jwk.FromText(Encoding.UTF8.GetBytes(digits[..^1] + next)));
    }

    [Fact]
    public void A_private_key_is_refused_in_each_form_of_PEM()
    {
        string pem = Tokens.Pair(JwtAlgorithm.ES256).ToPrivatePem();

        Assert.All(Wrapped(pem), text => Assert.Contains("private key", Assert.Throws<FormatException>(() => Jwk.FromText(text)).Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_byte_order_mark_before_a_JWK_and_a_set_is_skipped_once()
    {
        byte[] jwk = Encoding.UTF8.GetBytes("\ufeff" + Pairs[0].ToJwk().ToJsonString());
        byte[] set = Encoding.UTF8.GetBytes($$"""{{"\ufeff"}}{"keys":[{{Pairs[0].ToJwk().ToJsonString()}}]}""");

        Assert.NotNull(Jwk.Parse(jwk));
        Assert.Single(JwkSet.Parse(set).Keys);
        Assert.Throws<FormatException>(() => Jwk.Parse([.. "\ufeff"u8, .. jwk]));
        Assert.Throws<FormatException>(() => JwkSet.Parse([.. "\ufeff"u8, .. set]));
    }

    [Theory]
    [InlineData("""{"issuer":"https://a.example","jwks_uri":"https://a.example/keys"}""", "issuer metadata")]
    [InlineData("""{"kty":"RSA","n":"AQAB","e":"AQAB"}""", "a single JWK")]
    [InlineData("""{"1":"-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----\n","2":"-----BEGIN CERTIFICATE-----"}""", "a map of X.509 certificates")]
    [InlineData("""{"1":"-----BEGIN CERTIFICATE-----","2":1}""", "no member keys")]
    [InlineData("{}", "no member keys")]
    public void Another_document_in_the_place_of_a_set_is_named(string json, string what) =>
        Assert.Contains(what, Assert.Throws<FormatException>(() => JwkSet.Parse(Encoding.UTF8.GetBytes(json))).Message, StringComparison.Ordinal);

    private static string BareBase64(TestKeyPair pair) => Convert.ToBase64String(Der(pair));

    private static byte[] Der(TestKeyPair pair)
    {
        string pem = pair.ToPublicPem();
        return Convert.FromBase64String(pem[PemEncoding.Find(pem).Base64Data]);
    }

    private static IEnumerable<(byte[] Text, string? Thumbprint)> Forms(TestKeyPair pair)
    {
        string? thumbprint = Jwk.FromPem(pair.ToPublicPem()).Thumbprint;
        string bare = BareBase64(pair);
        string[] texts = [pair.ToPublicPem(), pair.ToPublicPem().ReplaceLineEndings("\r\n"), bare, string.Join('\n', bare.Chunk(64).Select(line => new string(line)))];
        return texts.SelectMany(Wrapped)
            .Concat([Encoding.UTF8.GetBytes(bare.Replace('+', '-').Replace('/', '_').TrimEnd('='))])
            .Concat(Json(pair.ToJwk().ToJsonString()))
            .Select(text => (text, thumbprint));
    }

    private static IEnumerable<byte[]> Wrapped(string text)
    {
        string escaped = text.Replace("\r", "\\r", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        string encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
        string[] all = [text, " \r\n" + text + "\r\n", "\ufeff" + text, $"'{text}'", $"\"{text}\"", escaped, $"\"{escaped}\"", $"\ufeff'{escaped}'\n", encoded, $"\"{encoded}\"\n", "\ufeff" + encoded];
        return all.Select(Encoding.UTF8.GetBytes);
    }

    private static IEnumerable<byte[]> Json(string jwk) =>
        ((string[])[jwk, "\ufeff" + jwk, $"'{jwk}'", JsonSerializer.Serialize(jwk)]).Select(Encoding.UTF8.GetBytes);
}
