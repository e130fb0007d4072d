using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Keys;

/// <summary>How the members of a public key may be spelt: as issuers publish them, as far as one number is meant.</summary>
public class PublicMemberTests
{
    public static TheoryData<JwtAlgorithm, string> Members => new()
    {
        { JwtAlgorithm.RS256, "n" }, { JwtAlgorithm.RS256, "e" }, { JwtAlgorithm.ES256, "x" }, { JwtAlgorithm.ES256, "y" },
        { JwtAlgorithm.ES384, "x" }, { JwtAlgorithm.ES512, "y" },
    };

    [Theory, MemberData(nameof(Members))]
    public void A_public_member_may_be_padded_and_in_either_alphabet(JwtAlgorithm algorithm, string name)
    {
        byte[] number = Number(algorithm, name);
        string padded = Convert.ToBase64String(number);
        string urlPadded = padded.Replace('+', '-').Replace('/', '_');
        foreach (string text in (string[])[padded, padded.TrimEnd('='), urlPadded, urlPadded.TrimEnd('=')])
        {
            JwkSet set = JwkJson.Set(publicOnly: true, Pair(algorithm).WithText(name, text));
            Assert.Empty(set.Skipped);
            Assert.True(set.Keys[0].SameAs(Original(algorithm)));
            Assert.Equal(VerifyError.None, KeyChoices.Verdict(set, Tokens.Pair(algorithm), $"\"{algorithm}-1\""));
        }
    }

    // A number with all four characters in it, so that each alphabet shows; the verdict is on the text alone.
    [Theory]
    [InlineData("-_-_", true), InlineData("+/+/", true), InlineData("-_+/", false), InlineData("+_+_", false), InlineData("-/-/", false), InlineData("+AA-", false)]
    [InlineData("-_8=", true), InlineData("+/8=", true), InlineData("-_8", true), InlineData("-_8==", false), InlineData("-_8=====", false), InlineData("-_-_====", false), InlineData("=-_8", false)]
    [InlineData("-w==", true), InlineData("-w=", false), InlineData("-w===", false), InlineData("-x==", false), InlineData("-x", false), InlineData("-_9", false), InlineData("-", false)]
    [InlineData(" -_-_", false), InlineData("-_-_ ", false), InlineData("-_\n-_", false), InlineData("-_\t-_", false), InlineData("-_%3D", false), InlineData("", false), InlineData("=", false), InlineData("====", false)]
    public void A_spelling_is_the_one_encoding_in_one_alphabet(string text, bool isTaken)
    {
        string? refusal = JwkJson.Refusal(JwkJson.Rsa.WithText("n", text));
        Assert.Equal(isTaken ? "the RSA modulus has fewer than 2048 or more than 8192 bits." : Misspelt("n"), refusal);
    }

    [Theory, MemberData(nameof(Members))]
    public void A_public_member_that_is_missing_or_no_base64_is_named(JwtAlgorithm algorithm, string name)
    {
        string good = (string)Pair(algorithm)[name]!;

        Assert.Equal($"{name} is missing.", JwkJson.Refusal(Pair(algorithm).With(name, null)));
        Assert.Equal($"{name} is missing.", JwkJson.Refusal(Pair(algorithm).With(name, "null")));
        foreach (string json in (string[])["\"\"", "1", "[]", "{}", "true", $"\"{good}\\n\"", $"\" {good}\"", $"\"{good.Insert(3, "\\r\\n")}\"", $"\"{good}====\"", "\"\\u00e9AAA\""])
        {
            Assert.Equal(Misspelt(name), JwkJson.Refusal(Pair(algorithm).With(name, json)));
        }
    }

    [Theory, InlineData(JwtAlgorithm.ES256), InlineData(JwtAlgorithm.ES384), InlineData(JwtAlgorithm.ES512)]
    public void A_coordinate_may_have_more_leading_zero_octets(JwtAlgorithm algorithm)
    {
        foreach (string name in (string[])["x", "y"])
        {
            foreach (int zeros in (int[])[1, 2, 40])
            {
                byte[] longer = [.. new byte[zeros], .. Number(algorithm, name)];
                Assert.True(Key(Pair(algorithm).WithText(name, Base64Url.EncodeToString(longer))).SameAs(Original(algorithm)));
            }
        }
    }

    [Theory, InlineData("P-256", 32), InlineData("P-384", 48), InlineData("P-521", 66)]
    public void A_coordinate_may_lack_leading_zero_octets(string curve, int size)
    {
        (byte[] x, byte[] y) = PointsWithZeros.Find(curve);
        Assert.Equal((0, size), (x[0], x.Length));
        JsonObject full = Point(curve, x, y);
        Jwk expected = Key(full);

        foreach (byte[] shorter in (byte[][])[x[1..], x.AsSpan().TrimStart((byte)0).ToArray(), [0, 0, 0, .. x]])
        {
            Jwk key = Key(Point(curve, shorter, y));
            Assert.True(key.SameAs(expected));
            Assert.Equal((expected.Thumbprint, expected.ToJson()), (key.Thumbprint, key.ToJson()));
            Assert.Equal((string)full["x"]!, (string)JsonNode.Parse(key.ToJson())!["x"]!);
        }
    }

    [Fact]
    public void A_coordinate_that_is_too_short_or_too_long_for_the_point_says_its_length()
    {
        byte[] x = Number(JwtAlgorithm.ES256, "x");
        foreach (byte[] wrong in (byte[][])[x[3..], x[..^3], [.. x, 0], [1, .. x], [0]])
        {
            Assert.Equal(
                $"the point is not on the curve: x has {wrong.Length} octets and y has 32; P-256 needs 32.",
                JwkJson.Refusal(JwkJson.Ec.WithText("x", Base64Url.EncodeToString(wrong))));
        }

        Assert.Equal(
            "the point is not on the curve: x has 32 octets and y has 31; P-256 needs 32.",
            JwkJson.Refusal(JwkJson.Ec.WithText("y", Base64Url.EncodeToString(Number(JwtAlgorithm.ES256, "y").AsSpan(1)))));
    }

    [Fact]
    public void A_secret_and_every_segment_of_a_token_stay_canonical()
    {
        string secret = Convert.ToBase64String(Encoding.ASCII.GetBytes("a secret of thirty-two octets >>>")) + "==";
        string token = Tokens.Pair(JwtAlgorithm.ES256).Sign(Tokens.Claims().ToJsonString());
        JwtVerifier verifier = Tokens.Verifier(JwtAlgorithm.ES256);

        Assert.Equal("k is missing, empty or not canonical base64url.", JwkJson.Refusal(JwkJson.Oct.WithText("k", (string)JwkJson.Oct["k"]! + "=")));
        Assert.Equal("k is missing, empty or not canonical base64url.", JwkJson.Refusal(JwkJson.Oct.WithText("k", secret)));
        Assert.Equal(VerifyError.None, verifier.Verdict(token));
        Assert.NotEqual(VerifyError.None, verifier.Verdict(token + "=="));
        Assert.NotEqual(VerifyError.None, verifier.Verdict(token.Replace(".", "==.", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_serializers_write_for_members_that_are_not_set_counts_as_absent_in_remote_sets_too()
    {
        // Microsoft.IdentityModel.Tokens.JsonWebKey by System.Text.Json.
        JsonObject jwk = JwkJson.Rsa.With("alg", "null").With("use", "null").With("key_ops", "[]").With("oth", "[]").With("x5c", "[]");
        foreach (string name in (string[])["crv", "d", "dp", "dq", "k", "p", "q", "qi", "x", "x5t", "x5t#S256", "x5u", "y"])
        {
            jwk.With(name, "null");
        }

        JwkSet set = JwkJson.Set(publicOnly: true, jwk);
        Assert.Empty(set.Skipped);
        Assert.Equal(("RS256-1", null), (set.Keys[0].KeyId, set.Keys[0].Algorithm));
        Assert.Equal(VerifyError.None, KeyChoices.Verdict(set, Tokens.Pair(JwtAlgorithm.RS256), "\"RS256-1\""));
        Assert.Null(JwkJson.Set(publicOnly: true, jwk.With("kid", "null")).Keys[0].KeyId);
        Assert.Equal("issuer is not a string.", Assert.Single(JwkJson.Set(publicOnly: true, jwk.With("issuer", "null")).Skipped).Reason);
    }

    private static string Misspelt(string name) => $"{name} is not base64url or base64; spaces, mixed alphabets, wrong padding and non-zero trailing bits are refused.";

    private static JsonObject Pair(JwtAlgorithm algorithm) => Tokens.Pair(algorithm).ToJwk();

    private static byte[] Number(JwtAlgorithm algorithm, string name) => Base64Url.DecodeFromChars((string)Pair(algorithm)[name]!);

    private static Jwk Original(JwtAlgorithm algorithm) => Key(Pair(algorithm));

    private static JsonObject Point(string curve, byte[] x, byte[] y) =>
        new() { ["kty"] = "EC", ["crv"] = curve, ["x"] = Base64Url.EncodeToString(x), ["y"] = Base64Url.EncodeToString(y) };

    private static Jwk Key(JsonObject jwk) => Jwk.Parse(Encoding.UTF8.GetBytes(jwk.ToJsonString()));
}
