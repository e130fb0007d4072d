using System.Text;
using System.Text.Json;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Vectors;

public class WycheproofJwsTests
{
    [Fact]
    public void Every_signature_case_gets_its_verdict() =>
        AssertVerdicts(WycheproofFile.Read("json_web_signature"), refusedKeys: [347, 351, 353, 354, 355, 356]);

    [Fact]
    public void Every_key_case_gets_its_verdict() =>
        AssertVerdicts(WycheproofFile.Read("json_web_key"), refusedKeys: []);

    [Fact]
    public void Two_keys_with_one_kid_make_the_token_ambiguous_when_both_are_usable()
    {
        WycheproofCase item = WycheproofFile.Read("json_web_key").Single(item => item.Id == 4);
        string canonical = item.Group.GetProperty("private").GetRawText().Replace("WlBingge\"", "WlBinggc\"");

        JwkSet keys = JwkSet.Parse(Encoding.UTF8.GetBytes(canonical));

        Assert.Equal(2, keys.Keys.Count);
        Assert.Equal(VerifyError.KeyAmbiguous, new JwsJudge(keys).Judge(item.Jws));
    }

    [Fact]
    public void Every_signature_case_of_the_crypto_file_gets_its_verdict()
    {
        WycheproofCase[] cases = [.. WycheproofFile.Read("json_web_crypto").Where(item => item.Test.TryGetProperty("jws", out _))];

        Assert.Equal(Enumerable.Range(1, 49), cases.Select(item => item.Id));
        AssertVerdicts(cases, refusedKeys: [46]);
    }

    [Fact]
    public void Every_encrypted_case_of_the_crypto_file_is_no_signed_token()
    {
        WycheproofCase[] cases = [.. WycheproofFile.Read("json_web_crypto").Where(item => item.Test.TryGetProperty("jwe", out _))];
        JwsJudge judge = new(new JwkSet());

        Assert.Equal(34, cases.Length);
        Disagreements.AssertNone(cases.Select(item =>
            judge.Judge(item.Test.GetProperty("jwe").ToString()) is VerifyError.EncryptedTokenNotSupported or VerifyError.NotCompactJws ? null : item.ToString()));
    }

    [Theory]
    [InlineData("json_web_signature")]
    [InlineData("json_web_key")]
    public void The_verifier_gives_the_same_verdict_as_its_parts_up_to_the_signature(string file) =>
        Disagreements.AssertNone(WycheproofFile.Read(file).Select(item =>
        {
            if (TryReadKeys(item) is not KeySource keys)
            {
                return null;
            }

            VerifyError parts = new JwsJudge(keys).Judge(item.Jws);
            VerifyError whole = Tokens.Verifier(AnyClaims(keys)).Verdict(item.Jws);
            bool agree = parts is VerifyError.None or VerifyError.PayloadMalformed
                ? whole is VerifyError.None or >= VerifyError.PayloadMalformed
                : whole == parts;
            return agree || (JwsJudge.HasEmptyPayload(item.Jws) && whole == VerifyError.NotCompactJws) ? null : $"{item}: {parts} and {whole}";
        }));

    // A key that is refused when it is loaded refuses all its cases: those must be the ones listed.
    private static void AssertVerdicts(WycheproofCase[] cases, int[] refusedKeys)
    {
        List<int> refused = [];
        Disagreements.AssertNone(cases.Select(item =>
        {
            KeySource? keys = TryReadKeys(item);
            if (keys is null)
            {
                refused.Add(item.Id);
            }

            VerifyError error = keys is null ? VerifyError.KeyNotFound : new JwsJudge(keys).Judge(item.Jws);
            return (error == VerifyError.None) == item.IsValid ? null : $"{item}: {error}";
        }));
        Assert.Equal(refusedKeys, refused);
    }

    // A group has one key or a key set: the public one where there is one, otherwise a secret.
    private static KeySource? TryReadKeys(WycheproofCase item)
    {
        JsonElement keys = item.Group.TryGetProperty("public", out JsonElement published) ? published : item.Group.GetProperty("private");
        byte[] json = Encoding.UTF8.GetBytes(keys.GetRawText());
        try
        {
            return keys.TryGetProperty("keys", out _) ? JwkSet.Parse(json) : Jwk.Parse(json);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static VerificationPolicy AnyClaims(KeySource keys) => new()
    {
        Issuer = Expected.Any,
        Audience = Expected.Any,
        Algorithms = Enum.GetValues<JwtAlgorithm>(),
        Keys = keys,
        Types = Expected.Any,
        Tolerate = Tolerance.MissingExpiration,
    };
}
