using JwtCore.Algorithms;
using JwtCore.Tests.Twins;

namespace JwtCore.Tests.Vectors;

public class Ed25519VectorTests
{
    // RFC 8032 section 7.1: public key, message, signature.
    public static TheoryData<string, string, string> Rfc8032 => new()
    {
        {
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        },
        {
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        },
        {
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
        },
        {
            "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
            "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704"
        },
    };

    [Theory, MemberData(nameof(Rfc8032))]
    public void The_examples_of_RFC_8032_verify(string key, string message, string signature) =>
        Assert.True(Verify(Convert.FromHexString(key), Convert.FromHexString(message), Convert.FromHexString(signature)));

    // RFC 8037 appendices A.1 and A.4.
    [Fact]
    public void The_example_of_RFC_8037_verifies() => Assert.True(Verify(
        System.Buffers.Text.Base64Url.DecodeFromChars("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"),
        "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc"u8,
        System.Buffers.Text.Base64Url.DecodeFromChars("hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg")));

    [Fact]
    public void A_Wycheproof_signature_verifies_exactly_when_it_is_right() =>
        Disagreements.AssertNone(WycheproofFile.Read("ed25519").Select(item =>
        {
            byte[] key = Convert.FromHexString(item.Group.GetProperty("publicKey").GetProperty("pk").GetString()!);
            return Verify(key, item.Hex("msg"), item.Hex("sig")) == item.IsValid ? null : item.ToString();
        }));

    [Fact]
    public void The_twin_agrees_with_Wycheproof() =>
        Disagreements.AssertNone(WycheproofFile.Read("ed25519").Select(item =>
        {
            byte[] key = Convert.FromHexString(item.Group.GetProperty("publicKey").GetProperty("pk").GetString()!);
            return NaiveEd25519.Verify(key, item.Hex("msg"), item.Hex("sig")) == item.IsValid ? null : item.ToString();
        }));

    private static bool Verify(byte[] key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        Ed25519PublicKey.TryCreate(key, out _) is Ed25519PublicKey created && created.Verify(message, signature);
}
