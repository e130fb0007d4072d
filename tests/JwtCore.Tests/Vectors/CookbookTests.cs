using System.Text.Json;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Vectors;

public class CookbookTests
{
    public static TheoryData<string> Compact =>
    [
        "4_1.rsa_v15_signature", "4_2.rsa-pss_signature", "4_3.ecdsa_signature", "4_4.hmac-sha2_integrity_protection",
    ];

    [Theory, MemberData(nameof(Compact))]
    public void A_compact_signature_verifies_and_its_prose_is_no_claims_set(string name)
    {
        JsonElement file = RfcFile.Read("cookbook/jws/" + name);
        string token = file.At("output", "compact").GetString()!;
        KeySource keys = RfcFile.Key(file.At("input", "key"));

        Assert.Equal(VerifyError.None, new JwsJudge(keys).Judge(token));
        Assert.Equal(VerifyError.PayloadMalformed, Tokens.Verifier(RfcFile.Policy(keys, Expected.Any)).Verdict(token));
    }

    [Theory, MemberData(nameof(Compact))]
    public void A_compact_signature_verifies_under_no_other_algorithm(string name)
    {
        JsonElement file = RfcFile.Read("cookbook/jws/" + name);
        JwtAlgorithm own = Enum.Parse<JwtAlgorithm>(file.At("input", "alg").GetString()!);
        KeySource keys = RfcFile.Key(file.At("input", "key"));

        JwsJudge others = new(keys, [.. Enum.GetValues<JwtAlgorithm>().Where(JwtAlgorithms.IsSupported).Where(algorithm => algorithm != own)]);

        Assert.Equal(VerifyError.AlgorithmNotAllowed, others.Judge(file.At("output", "compact").GetString()!));
    }

    [Fact]
    public void A_detached_payload_is_refused()
    {
        JsonElement file = RfcFile.Read("cookbook/jws/4_5.signature_with_detached_content");
        string token = file.At("output", "compact").GetString()!;
        KeySource keys = RfcFile.Key(file.At("input", "key"));

        Assert.Equal(VerifyError.NotCompactJws, Tokens.Verifier(RfcFile.Policy(keys, Expected.Any)).Verdict(token));
        Assert.Equal(VerifyError.SignatureInvalid, new JwsJudge(keys).Judge(token));
    }

    [Fact]
    public void No_json_serialization_is_a_token()
    {
        JsonElement[] outputs = [.. VectorFile.Names("rfc/cookbook", "*.json")
            .Where(name => !name.StartsWith("jwk/", StringComparison.Ordinal) && !name.StartsWith("6.", StringComparison.Ordinal))
            .Select(name => RfcFile.Read("cookbook/" + name[..^5]).GetProperty("output"))];

        Assert.Equal(12, outputs.Length);
        Assert.All(outputs, output => Assert.Equal(VerifyError.NotCompactJws, Tokens.Verifier(JwtAlgorithm.ES256).Verdict(output.GetProperty("json").GetRawText())));
        Assert.All(outputs.Where(output => output.TryGetProperty("json_flat", out _)), output =>
            Assert.Equal(VerifyError.NotCompactJws, Tokens.Verifier(JwtAlgorithm.ES256).Verdict(output.GetProperty("json_flat").GetRawText())));
    }

    // Both examples leave the alphabet in the payload, so that the header is reached with another payload in their place.
    [Theory]
    [InlineData("4.2.hmac-sha2_b64_false", VerifyError.UnencodedPayloadNotSupported)]
    [InlineData("hmac-sha2_b64_false", VerifyError.CriticalHeaderNotSupported)]
    public void An_unencoded_payload_is_refused(string name, VerifyError expected)
    {
        JsonElement file = RfcFile.Read("cookbook/rfc7797/" + name);
        JsonElement flat = file.At("output", "json_flat");
        string header = flat.GetProperty("protected").GetString()!;
        string signature = flat.GetProperty("signature").GetString()!;
        JwtVerifier verifier = Tokens.Verifier(RfcFile.Policy(RfcFile.Key(file.At("input", "key")), Expected.Any));

        Assert.Equal(VerifyError.NotCompactJws, verifier.Verdict($"{header}.{flat.GetProperty("payload").GetString()}.{signature}"));
        Assert.Equal(expected, verifier.Verdict($"{header}.e30.{signature}"));
    }

    [Fact]
    public void The_signed_token_of_the_nested_one_is_accepted_and_the_encrypted_one_is_refused()
    {
        JsonElement file = RfcFile.Read("cookbook/6.nesting_signatures_and_encryption");
        JwtVerifier verifier = new(
            RfcFile.Policy(RfcFile.Key(file.At("sign", "input", "key")), "hobbiton.example"),
            new JwtVerifierOptions { TimeProvider = FixedTime.At(RfcFile.Expiration - 1) });

        Assert.Equal(VerifyError.None, verifier.Verdict(file.At("sign", "output", "compact").GetString()!));
        Assert.Equal(VerifyError.EncryptedTokenNotSupported, verifier.Verdict(file.At("encrypt", "output", "compact").GetString()!));
        Assert.Throws<FormatException>(() => RfcFile.Key(file.At("encrypt", "input", "key")));
    }

    [Fact]
    public void The_signature_of_curve25519_verifies()
    {
        JsonElement file = RfcFile.Read("cookbook/curve25519/jws");

        Assert.Equal(VerifyError.None, new JwsJudge(RfcFile.Key(file.At("input", "key"))).Judge(file.At("output", "compact").GetString()!));
    }

    [Fact]
    public void The_key_agreement_of_curve25519_is_not_taken()
    {
        JsonElement file = RfcFile.Read("cookbook/curve25519/ecdh-es");

        Assert.Throws<FormatException>(() => RfcFile.Key(file.At("input", "key")));
        Assert.Equal(VerifyError.EncryptedTokenNotSupported, Tokens.Verifier(JwtAlgorithm.ES256).Verdict(file.At("output", "compact").GetString()!));
    }
}
