using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Keys;

public class ThumbprintTests
{
    public static TheoryData<JwtAlgorithm> PublicAlgorithms => [.. Enum.GetValues<JwtAlgorithm>().Where(JwtAlgorithms.IsSupported).Where(algorithm => algorithm > JwtAlgorithm.HS512)];

    // RFC 7638 section 3: the required members in lexicographic order, nothing else.
    [Theory, MemberData(nameof(PublicAlgorithms))]
    public void It_is_the_hash_of_the_required_members_in_order(JwtAlgorithm algorithm)
    {
        JsonObject jwk = Tokens.Pair(algorithm).ToJwk();
        string[] required = algorithm switch
        {
            >= JwtAlgorithm.MLDsa44 => ["alg", "kty", "pub"], // RFC 9964 section 3
            >= JwtAlgorithm.EdDSA => ["crv", "kty", "x"], // RFC 8037 section 2
            >= JwtAlgorithm.ES256 => ["crv", "kty", "x", "y"],
            _ => ["e", "kty", "n"],
        };
        string text = $"{{{string.Join(',', required.Select(name => $"\"{name}\":{jwk[name]!.ToJsonString()}"))}}}";

        Assert.Equal(Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(text))), Key(jwk).Thumbprint);
        Assert.Equal(43, Key(jwk).Thumbprint!.Length);
    }

    [Fact]
    public void It_belongs_to_the_material_alone()
    {
        using RSA rsa = PublicKeys.Rsa(JwtAlgorithm.RS256);
        JsonObject jwk = Tokens.Pair(JwtAlgorithm.RS256).ToJwk();
        string? expected = Key(jwk).Thumbprint;
        jwk.Remove("alg");
        jwk.Remove("use");
        jwk["kid"] = "another";
        jwk["issuer"] = "https://issuer.example.com";
        jwk["unknown"] = 1;

        Assert.Equal(expected, Key(jwk).Thumbprint);
        Assert.Equal(expected, Jwk.FromRsa(rsa, algorithm: JwtAlgorithm.PS512).Thumbprint);
        Assert.Equal(expected, Jwk.FromPem(rsa.ExportRSAPublicKeyPem()).Thumbprint);
        Assert.NotEqual(expected, Key(Tokens.Pair(JwtAlgorithm.RS384).ToJwk()).Thumbprint);
    }

    // Section 3.3: one key has one thumbprint, so leading zeros that are tolerated do not count.
    [Fact]
    public void Leading_zeros_do_not_change_it()
    {
        JsonObject jwk = Tokens.Pair(JwtAlgorithm.RS256).ToJwk();
        string? expected = Key(jwk).Thumbprint;
        jwk["n"] = Base64Url.EncodeToString([0, 0, .. Base64Url.DecodeFromChars(jwk["n"]!.GetValue<string>())]);
        jwk["e"] = "AAEAAQ";

        Assert.Equal(expected, Key(jwk).Thumbprint);
    }

    // Section 7: it would let a weak secret be guessed.
    [Fact]
    public void A_shared_secret_has_none()
    {
        Assert.Null(Jwk.FromSecret(new byte[32], JwtAlgorithm.HS256).Thumbprint);
        Assert.Null(Key(Tokens.Pair(JwtAlgorithm.HS256).ToJwk()).Thumbprint);
    }

    private static Jwk Key(JsonObject jwk) => Jwk.Parse(Encoding.UTF8.GetBytes(jwk.ToJsonString()));
}
