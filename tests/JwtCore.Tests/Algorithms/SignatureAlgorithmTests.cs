using System.Buffers.Text;
using System.Text;
using JwtCore.Algorithms;
using JwtCore.Testing;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Algorithms;

public class SignatureAlgorithmTests
{
    private static readonly byte[] Data = "header.payload"u8.ToArray();

    public static TheoryData<JwtAlgorithm> Algorithms => Tokens.Algorithms;

    [Theory, MemberData(nameof(Algorithms))]
    public void A_signature_verifies_over_the_bytes_that_were_signed_and_no_others(JwtAlgorithm id)
    {
        (SignatureAlgorithm algorithm, KeyMaterial key, byte[] signature) = Signed(id);

        Assert.True(algorithm.Verify(key, Data, signature));
        Assert.False(algorithm.Verify(key, Data.AsSpan(1), signature));
        Assert.False(algorithm.Verify(key, [], signature));
        Assert.False(algorithm.Verify(key, "Header.payload"u8, signature));
    }

    [Theory, MemberData(nameof(Algorithms))]
    public void A_signature_has_exactly_the_length_of_the_algorithm_and_key(JwtAlgorithm id)
    {
        (SignatureAlgorithm algorithm, KeyMaterial key, byte[] signature) = Signed(id);

        Assert.Equal(signature.Length, algorithm.SignatureLength(key));
        foreach (byte[] wrong in (byte[][])[[], [0], signature[..^1], signature[1..], [.. signature, 0], [0, .. signature], [.. signature, .. signature], signature[..(signature.Length / 2)]])
        {
            Assert.False(algorithm.Verify(key, Data, wrong));
        }
    }

    [Theory, MemberData(nameof(Algorithms))]
    public void Forged_signatures_of_the_right_length_do_not_verify(JwtAlgorithm id)
    {
        (SignatureAlgorithm algorithm, KeyMaterial key, byte[] signature) = Signed(id);
        int half = signature.Length / 2;
        byte[] zeros = new byte[signature.Length];
        byte[] ones = Enumerable.Repeat((byte)0xFF, signature.Length).ToArray();
        byte[] small = new byte[signature.Length];
        small[half - 1] = small[^1] = 1;

        foreach (byte[] forged in (byte[][])[zeros, ones, small, [.. signature[half..], .. signature[..half]], [.. zeros[..half], .. signature[half..]], [.. signature[..half], .. zeros[half..]], [.. signature.Reverse()]])
        {
            Assert.False(algorithm.Verify(key, Data, forged));
        }

        foreach (int at in (int[])[0, half - 1, half, signature.Length - 1])
        {
            byte[] flipped = [.. signature];
            flipped[at] ^= 1;
            Assert.False(algorithm.Verify(key, Data, flipped));
        }
    }

    [Theory, MemberData(nameof(Algorithms))]
    public void No_other_algorithm_accepts_the_signature_even_with_the_same_key(JwtAlgorithm id)
    {
        (_, KeyMaterial key, byte[] signature) = Signed(id);
        foreach (SignatureAlgorithm other in AlgorithmTable.All)
        {
            Assert.Equal(other.Id == id || (IsEd25519(other.Id) && IsEd25519(id)), other.Verify(key, Data, signature));
        }
    }

    [Theory, MemberData(nameof(Algorithms))]
    public void No_other_key_accepts_the_signature(JwtAlgorithm id)
    {
        (SignatureAlgorithm algorithm, KeyMaterial key, byte[] signature) = Signed(id);
        foreach (JwtAlgorithm otherId in Enum.GetValues<JwtAlgorithm>().Where(JwtAlgorithms.IsSupported))
        {
            (_, KeyMaterial other, _) = Signed(otherId);
            Assert.Equal(otherId == id, algorithm.Verify(other, Data, signature));
            Assert.Equal(otherId == id, key.SameAs(other));
        }
    }

    // RFC 7518 section 3.4: R and S stand at full length, so a number with leading zero octets keeps them.
    [Theory, InlineData(JwtAlgorithm.ES256), InlineData(JwtAlgorithm.ES384), InlineData(JwtAlgorithm.ES512)]
    public void Ecdsa_signatures_verify_whatever_the_size_of_R_and_S(JwtAlgorithm id)
    {
        (SignatureAlgorithm algorithm, KeyMaterial key, byte[] first) = Signed(id);
        int half = first.Length / 2;
        int attempts = id == JwtAlgorithm.ES256 ? 3_000 : 50;
        bool anyShort = false;
        for (int i = 0; i < attempts; i++)
        {
            byte[] signature = Tokens.Pair(id).SignBytes(Data);
            anyShort |= signature[0] == 0 || signature[half] == 0;
            Assert.True(algorithm.Verify(key, Data, signature));
        }

        // One in 128 on P-256; the first octet of P-521 holds a single bit.
        Assert.True(anyShort || id == JwtAlgorithm.ES384);
    }

    [Theory, MemberData(nameof(Algorithms))]
    public void A_token_signed_by_another_key_of_the_same_kind_is_refused(JwtAlgorithm id)
    {
        JwtAlgorithm sibling = id switch { JwtAlgorithm.RS256 => JwtAlgorithm.RS384, >= JwtAlgorithm.RS384 and <= JwtAlgorithm.PS512 => JwtAlgorithm.RS256, _ => id };
        TestKeyPair forger = sibling == id ? TestKeyPair.Create(id) : Tokens.Pair(sibling);

        Assert.Equal(VerifyError.SignatureInvalid, Tokens.Verifier(id).Verdict(forger.With(id, $"{id.ToName()}-1").Sign(Tokens.Claims().ToJsonString())));
        string good = Tokens.Pair(id).Sign(Tokens.Claims().ToJsonString());
        Assert.Equal(VerifyError.SignatureInvalid, Tokens.Verifier(id).Verdict(good[..(good.LastIndexOf('.') + 1)]));
    }

    [Fact]
    public void A_public_key_never_verifies_as_a_secret()
    {
        TestKeyPair forger = TestKeyPair.FromSecret(Encoding.UTF8.GetBytes(Tokens.Pair(JwtAlgorithm.RS256).ToPublicPem()), JwtAlgorithm.HS256, "RS256-1");
        string token = forger.Sign(Tokens.Claims().ToJsonString());

        Assert.Equal(VerifyError.AlgorithmNotAllowed, Tokens.Verifier(JwtAlgorithm.RS256).Verdict(token));
        Assert.Equal(VerifyError.KeyAlgorithmMismatch, Tokens.Verifier(Tokens.Policy(Tokens.Keys(JwtAlgorithm.RS256), JwtAlgorithm.RS256, JwtAlgorithm.HS256)).Verdict(token));
    }

    [Theory, InlineData(1024), InlineData(1025), InlineData(4000), InlineData(4627), InlineData(4628), InlineData(9000)]
    public void A_signature_longer_than_any_is_refused(int length)
    {
        string[] segments = Hmac.Sign(Hmac.Claims()).Split('.');
        Assert.Equal(VerifyError.SignatureInvalid, Hmac.Verdict($"{segments[0]}.{segments[1]}.{Base64Url.EncodeToString(new byte[length])}"));
    }

    // Two names of one algorithm.
    private static bool IsEd25519(JwtAlgorithm id) => id is JwtAlgorithm.EdDSA or JwtAlgorithm.Ed25519;

    private static (SignatureAlgorithm Algorithm, KeyMaterial Key, byte[] Signature) Signed(JwtAlgorithm id) =>
        (AlgorithmTable.Find(id)!, Tokens.Keys(id).Keys[0].Material, Tokens.Pair(id).SignBytes(Data));
}
