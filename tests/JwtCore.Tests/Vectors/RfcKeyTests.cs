using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace JwtCore.Tests.Vectors;

public class RfcKeyTests
{
    [Fact]
    public void The_key_for_encryption_in_a_published_set_is_skipped()
    {
        JwkSet set = Set("A.1_public", publicOnly: true);

        Assert.Equal("2011-04-29", Assert.Single(set.Keys).KeyId);
        Assert.Equal(JwtAlgorithm.RS256, set.Keys[0].Algorithm);
        Assert.Equal(0, Assert.Single(set.Skipped).Index);
    }

    [Fact]
    public void Private_members_are_ignored_in_a_static_set_and_refused_in_a_published_one()
    {
        Assert.Single(Set("A.2_private", publicOnly: false).Keys);
        Assert.Empty(Set("A.2_private", publicOnly: true).Keys);
    }

    [Fact]
    public void A_secret_for_key_wrapping_is_skipped_and_one_for_a_MAC_is_not()
    {
        JwkSet set = Set("A.3_symmetric", publicOnly: false);

        Assert.Equal("HMAC key used in JWS A.1 example", Assert.Single(set.Keys).KeyId);
        Assert.Empty(Set("A.3_symmetric", publicOnly: true).Keys);
    }

    [Fact]
    public void A_key_and_the_certificate_in_its_x5c_are_the_same_key()
    {
        JsonElement jwk = RfcFile.Read("rfc7517_keys").GetProperty("B_x5c");
        string pem = $"-----BEGIN CERTIFICATE-----\n{jwk.GetProperty("x5c")[0].GetString()}\n-----END CERTIFICATE-----";

        Assert.True(RfcFile.Key(jwk).Material.SameAs(Jwk.FromPem(pem).Material));
    }

    [Fact]
    public void A_private_key_for_encryption_is_refused() =>
        Assert.Throws<FormatException>(() => RfcFile.Key(RfcFile.Read("rfc7517_keys").GetProperty("C.1_private")));

    [Fact]
    public void The_keys_with_known_thumbprints_load_when_their_type_and_use_are_supported()
    {
        JsonElement[] entries = [.. RfcFile.Read("rfc7638_thumbprints").EnumerateArray()];

        Assert.Equal(VectorCounts.RfcThumbprints, entries.Length);
        Assert.Equal([true, false, true, MLDsa.IsSupported, MLDsa.IsSupported, MLDsa.IsSupported], entries.Select(entry => Loads(entry.GetProperty("jwk"))));
    }

    // ML-DSA is not everywhere.
    [Fact]
    public void The_known_thumbprints_are_found()
    {
        JsonElement[] entries = [.. RfcFile.Read("rfc7638_thumbprints").EnumerateArray()];
        (string? Actual, string? Known)[] thumbprints =
        [
            .. entries.Select(entry => (Jwk: WithoutUse(entry.GetProperty("jwk")), Known: entry.GetProperty("sha256").GetString()))
                .Where(entry => Loads(entry.Jwk))
                .Select(entry => (RfcFile.Key(entry.Jwk).Thumbprint, entry.Known)),
        ];

        Assert.Equal(MLDsa.IsSupported ? VectorCounts.RfcThumbprints : VectorCounts.RfcThumbprintsWithoutMLDsa, thumbprints.Length);
        Assert.All(thumbprints, thumbprint => Assert.Equal(thumbprint.Known, thumbprint.Actual));
    }

    [Theory]
    [InlineData("A.1_public", 2)]
    [InlineData("A.2_private", 2)]
    public void A_set_is_written_and_read_again(string name, int entries)
    {
        JsonElement keys = RfcFile.Read("rfc7517_keys").At(name, "keys");
        Jwk[] expected = [.. keys.EnumerateArray().Select(entry => RfcFile.Key(WithoutUse(entry)))];
        JwkSet read = JwkSet.Parse(System.Text.Encoding.UTF8.GetBytes(new JwkSet(expected).ToJson()), publicOnly: true);

        Assert.Equal(entries, read.Keys.Count);
        Assert.All(expected.Zip(read.Keys), both => Assert.True(both.First.SameAs(both.Second)));
    }

    [Theory]
    [InlineData("3_1.ec_public_key", "EC")]
    [InlineData("3_2.ec_private_key", "EC")]
    [InlineData("3_3.rsa_public_key", "RSA")]
    [InlineData("3_4.rsa_private_key", "RSA")]
    [InlineData("3_5.symmetric_key_mac_computation", "oct")]
    public void A_key_of_the_cookbook_for_signatures_loads(string name, string keyType)
    {
        JsonElement jwk = RfcFile.Read("cookbook/jwk/" + name);
        Jwk key = RfcFile.Key(jwk);

        Assert.Equal(keyType, key.KeyType);
        Assert.Equal(jwk.GetProperty("kid").GetString(), key.KeyId);
    }

    [Fact]
    public void The_key_of_the_cookbook_for_encryption_is_refused() =>
        Assert.False(Loads(RfcFile.Read("cookbook/jwk/3_6.symmetric_key_encryption")));

    private static JwkSet Set(string name, bool publicOnly) => JwkSet.Parse(RfcFile.Json(RfcFile.Read("rfc7517_keys").GetProperty(name)), publicOnly);

    // A thumbprint does not depend on the use, which would keep a key for encryption from being taken.
    private static JsonElement WithoutUse(JsonElement jwk)
    {
        JsonObject copy = JsonObject.Create(jwk)!;
        copy.Remove("use");
        return JsonElement.Parse(copy.ToJsonString());
    }

    private static bool Loads(JsonElement jwk)
    {
        try
        {
            RfcFile.Key(jwk);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
