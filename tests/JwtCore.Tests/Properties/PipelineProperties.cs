using System.Text;
using FsCheck;
using FsCheck.Fluent;
using JwtCore.Testing;
using JwtCore.Tests.Support;
using JwtCore.Tests.Twins;

namespace JwtCore.Tests.Properties;

public class PipelineProperties
{
    // Enough for every kind of damage many times over within seconds; the long runs have their own commands.
    private static readonly Config Tokens20000 = Config.QuickThrowOnFailure.WithMaxTest(20_000);
    private static readonly Config Inputs5000 = Config.QuickThrowOnFailure.WithMaxTest(5_000);

    private static readonly Arbitrary<int> Seeds = Arb.From(Gen.Choose(0, int.MaxValue));

    private static readonly TestKeyPair[] Pairs =
        [Tokens.Pair(JwtAlgorithm.HS256), Tokens.Pair(JwtAlgorithm.ES256), Tokens.Pair(JwtAlgorithm.RS256)];

    private static readonly VerificationPolicy Policy = new()
    {
        Issuer = Tokens.Issuer,
        Audience = Tokens.Audience,
        Algorithms = [JwtAlgorithm.HS256, JwtAlgorithm.ES256, JwtAlgorithm.ES384],
        Keys = new JwkSet(Tokens.Keys(JwtAlgorithm.HS256).Keys.Concat(Tokens.Keys(JwtAlgorithm.ES256, JwtAlgorithm.RS256).Keys)),
        ClockSkew = TimeSpan.Zero,
        RequiredScopes = ["write"],
    };

    private static readonly JwtVerifier Verifier = Tokens.Verifier(Policy);
    private static readonly NaiveVerifier Twin = new(Policy, DateTimeOffset.FromUnixTimeSeconds(Tokens.Now), new Limits());

    [Fact]
    public void The_pipeline_gives_the_verdict_of_its_naive_twin() =>
        Prop.ForAll(Seeds, seed =>
        {
            string token = new TokenMutator(new Random(seed), Pairs).Next();
            Verifier.TryVerify(token, out VerifiedToken verified);
            VerifyError error = Twin.Verify(token);
            (string? Claim, ClaimFault Fault) explanation = Twin.Explain(token, error);
            return (verified.Error == error && (verified.ErrorClaim, verified.ErrorFault) == explanation)
                .Label($"{verified.Error} {verified.ErrorClaim} {verified.ErrorFault} but the twin says {error} {explanation} of {token}");
        }).Check(Tokens20000);

    [Fact]
    public void The_mutator_reaches_every_verdict_of_the_pipeline()
    {
        HashSet<VerifyError> seen = [];
        TokenMutator mutator = new(new Random(1), Pairs);
        for (int i = 0; i < 20_000; i++)
        {
            Verifier.TryVerify(mutator.Next(), out VerifiedToken verified);
            seen.Add(verified.Error);
        }

        VerifyError[] outOfReach =
        [
            VerifyError.NotVerified, VerifyError.TokenTooLarge, VerifyError.IssuerNotTrusted, VerifyError.KeysUnavailable, VerifyError.KeyAmbiguous,
            VerifyError.TooOld, VerifyError.LifetimeTooLong, VerifyError.RequiredHeaderMissing, VerifyError.RequiredClaimMissing, VerifyError.Revoked, VerifyError.KeyAlgorithmMismatch,
            VerifyError.EncryptedTokenNotSupported, VerifyError.RevocationCheckFailed, VerifyError.RevocationCheckTimedOut,
        ];
        Assert.Empty(Enum.GetValues<VerifyError>().Except(seen).Except(outOfReach));
    }

    [Fact]
    public void Bytes_chars_and_async_agree() =>
        Prop.ForAll(Seeds, seed =>
        {
            Verifier.Verdict(new TokenMutator(new Random(seed), Pairs).Next());
        }).Check(Inputs5000);

    [Fact]
    public void No_token_throws_not_even_internally() =>
        Prop.ForAll(Seeds, seed =>
        {
            string token = new TokenMutator(new Random(seed), Pairs).Next();
            return Exceptions.CountDuring(() => Verifier.TryVerify(token, out _)) == 0;
        }).Check(Inputs5000);

    [Fact]
    public void No_text_at_all_throws_not_even_internally() =>
        Prop.ForAll<string>(text =>
            Exceptions.CountDuring(() =>
            {
                Verifier.TryVerify(text, out _);
                Verifier.TryVerify(Encoding.UTF8.GetBytes(text ?? ""), out _);
                Verifier.VerifyAsync((text ?? "").AsMemory()).AsTask().Wait();
            }) == 0).Check(Inputs5000);

    [Fact]
    public void No_bytes_as_header_or_payload_throw_not_even_internally() =>
        Prop.ForAll<byte[], bool>((bytes, asHeader) =>
        {
            byte[] other = Encoding.UTF8.GetBytes(asHeader ? "{}" : "{\"alg\":\"HS256\",\"kid\":\"HS256-1\"}");
            string token = asHeader ? Pairs[0].Sign(bytes, other) : Pairs[0].Sign(other, bytes);
            return Exceptions.CountDuring(() => Verifier.TryVerify(token, out _)) == 0;
        }).Check(Inputs5000);

    public static TheoryData<JwtAlgorithm> Algorithms => Tokens.Algorithms;

    [Theory, MemberData(nameof(Algorithms))]
    public void Flipping_any_bit_of_a_valid_token_never_verifies(JwtAlgorithm algorithm)
    {
        JwtVerifier verifier = Tokens.Verifier(algorithm);
        byte[] token = Encoding.UTF8.GetBytes(Tokens.Pair(algorithm).Sign(Tokens.Claims().ToJsonString()));
        Assert.True(verifier.TryVerify(token, out _));
        for (int bit = 0; bit < token.Length * 8; bit++)
        {
            token[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(verifier.TryVerify(token, out _), $"bit {bit} of a token of {algorithm}");
            token[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }
}
