using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using JwtCore.Algorithms;

namespace JwtCore.Tests.Vectors;

public class WycheproofPrimitiveTests
{
    public static TheoryData<string> Macs => VectorCounts.Family("hmac_");

    public static TheoryData<string> RsaSignatures => VectorCounts.Family("rsa_signature_");

    public static TheoryData<string> PssSignatures => VectorCounts.Family("rsa_pss_");

    public static TheoryData<string> EcdsaSignatures => VectorCounts.Family("ecdsa_");

    [Theory, MemberData(nameof(Macs))]
    public void A_mac_verifies_exactly_when_it_is_whole_and_right(string file)
    {
        WycheproofCase[] cases = WycheproofFile.Read(file);
        WycheproofCase[] fitting = [.. cases.Where(item => !IsShort(item))];

        Assert.Equal(cases.Length - 6, fitting.Length);
        AssertVerdicts(fitting, "HS", "tag", Secret);
    }

    [Theory, MemberData(nameof(Macs))]
    public void A_secret_shorter_than_the_hash_is_refused(string file)
    {
        WycheproofCase[] cases = [.. WycheproofFile.Read(file).Where(IsShort)];

        Assert.Equal(6, cases.Length);
        Assert.All(cases, item => Assert.Throws<FormatException>(() => Secret(item)));
    }

    [Theory, MemberData(nameof(RsaSignatures))]
    public void A_pkcs1_signature_verifies_exactly_when_it_is_right_in_every_byte(string file) =>
        AssertVerdicts(WycheproofFile.Read(file), "RS", "sig", PublicKey);

    [Theory, MemberData(nameof(PssSignatures))]
    public void A_pss_signature_verifies_exactly_when_salt_and_mask_are_those_of_its_hash(string file) =>
        AssertVerdicts(WycheproofFile.Read(file), "PS", "sig", PublicKey);

    [Theory, MemberData(nameof(EcdsaSignatures))]
    public void An_ecdsa_signature_verifies_exactly_when_both_numbers_have_full_length_and_are_right(string file) =>
        AssertVerdicts(WycheproofFile.Read(file), "ES", "sig", PublicKey);

    [Fact]
    public void Every_key_for_Ed25519_is_one_key_as_a_JWK_and_in_PEM() =>
        Assert.All(WycheproofFile.Read("ed25519").Select(item => item.Group).Distinct(), group =>
        {
            Jwk key = Jwk.Parse(Json(group.GetProperty("publicKeyJwk")));
            Assert.True(key.Material.SameAs(Jwk.FromPem(group.GetProperty("publicKeyPem").GetString()).Material));
            Assert.True(key.Material.SameAs(Jwk.FromEd25519(Convert.FromHexString(group.GetProperty("publicKey").GetProperty("pk").GetString()!)).Material));
        });

    private static void AssertVerdicts(WycheproofCase[] cases, string family, string signature, Func<WycheproofCase, Jwk> readKey)
    {
        SignatureAlgorithm algorithm = AlgorithmTable.Find(family + cases[0].HashBits)!;
        Dictionary<string, Jwk> keys = [];
        Disagreements.AssertNone(cases.Select(item =>
        {
            string name = item.Test.TryGetProperty("key", out JsonElement secret) ? secret.GetString()! : item.Group.GetProperty("publicKeyPem").GetString()!;
            if (!keys.TryGetValue(name, out Jwk? key))
            {
                keys.Add(name, key = readKey(item));
            }

            return algorithm.Verify(key.Material, item.Hex("msg"), item.Hex(signature)) == item.IsValid ? null : item.ToString();
        }));
    }

    private static bool IsShort(WycheproofCase item) => item.Group.GetProperty("keySize").GetInt32() < item.HashBits;

    private static Jwk Secret(WycheproofCase item) => Jwk.Parse(Encoding.UTF8.GetBytes(new JsonObject
    {
        ["kty"] = "oct",
        ["alg"] = "HS" + item.HashBits,
        ["k"] = Base64Url.EncodeToString(item.Hex("key")),
    }.ToJsonString()));

    // The same key in PEM and, in most groups, as a JWK.
    private static Jwk PublicKey(WycheproofCase item)
    {
        Jwk key = Jwk.FromPem(item.Group.GetProperty("publicKeyPem").GetString());
        if (item.Group.TryGetProperty("publicKeyJwk", out JsonElement jwk) || item.Group.TryGetProperty("keyJwk", out jwk))
        {
            Assert.True(Jwk.Parse(Json(jwk)).Material.SameAs(key.Material));
        }

        return key;
    }

    private static byte[] Json(JsonElement element) => Encoding.UTF8.GetBytes(element.GetRawText());
}
