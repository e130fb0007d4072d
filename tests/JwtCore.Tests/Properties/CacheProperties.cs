using FsCheck;
using FsCheck.Fluent;
using JwtCore.Testing;
using JwtCore.Tests.Support;
using JwtCore.Tests.Twins;

namespace JwtCore.Tests.Properties;

public class CacheProperties
{
    private static readonly Config Tokens10000 = Config.QuickThrowOnFailure.WithMaxTest(10_000);
    private static readonly Arbitrary<int> Seeds = Arb.From(Gen.Choose(0, int.MaxValue));

    private static readonly TestKeyPair[] Pairs = [Tokens.Pair(JwtAlgorithm.HS256), Tokens.Pair(JwtAlgorithm.ES256)];

    private static readonly VerificationPolicy Policy = TestPolicies.With(
        new JwkSet([.. Tokens.Keys(Pairs[0]).Keys, .. Tokens.Keys(Pairs[1]).Keys]), [JwtAlgorithm.HS256, JwtAlgorithm.ES256], impliedScopes: new() { ["read"] = ["audit"] });

    private static readonly JwtVerifier Plain = Tokens.Verifier(Policy);

    // So few that they are replaced all the time.
    private static readonly JwtVerifier Cached = Remembering.Verifier(Policy, cache: new TokenCacheOptions { MaxEntries = 64 });

    [Fact]
    public void A_token_gets_the_same_verdict_and_reads_the_same_at_every_use()
    {
        int remembered = 0;
        Prop.ForAll(Seeds, seed =>
        {
            string token = new TokenMutator(new Random(seed), Pairs).Next();
            Plain.TryVerify(token, out VerifiedToken expected);
            for (int use = 0; use < 3; use++)
            {
                Cached.TryVerify(token, out VerifiedToken verified);
                if (verified.Error != expected.Error
                    || !verified.Payload.SequenceEqual(expected.Payload)
                    || verified.Subject.IsPresent != expected.Subject.IsPresent
                    || !verified.Subject.Bytes.SequenceEqual(expected.Subject.Bytes)
                    || verified.HasScope("audit"u8) != expected.HasScope("audit"u8)
                    || verified.KeyId != expected.KeyId)
                {
                    throw new InvalidOperationException($"{verified.Error} at use {use} instead of {expected.Error} of {token}");
                }
            }

            remembered += expected.Error == VerifyError.None && Cached.Recalls(token) ? 1 : 0;
        }).Check(Tokens10000);
        Assert.InRange(remembered, 500, int.MaxValue);
    }

    [Fact]
    public void Bytes_chars_and_async_say_the_same_of_remembered_tokens() =>
        Prop.ForAll(Seeds, seed =>
        {
            string token = new TokenMutator(new Random(seed), Pairs).Next();
            return Plain.Everything(token) == Cached.Everything(token) && Cached.Everything(token) == Plain.Everything(token);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
}
