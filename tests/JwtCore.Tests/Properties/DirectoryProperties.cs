using FsCheck;
using FsCheck.Fluent;
using JwtCore.Testing;
using JwtCore.Tests.Support;
using JwtCore.Tests.Twins;

namespace JwtCore.Tests.Properties;

public class DirectoryProperties
{
    // Enough for every kind of damage many times over within seconds.
    private static readonly Config Tokens20000 = Config.QuickThrowOnFailure.WithMaxTest(20_000);
    private static readonly Config Inputs2000 = Config.QuickThrowOnFailure.WithMaxTest(2_000);

    private static readonly Arbitrary<int> Seeds = Arb.From(Gen.Choose(0, int.MaxValue));

    private static readonly TestKeyPair[] Pairs = [Tokens.Pair(JwtAlgorithm.HS256), Tokens.Pair(JwtAlgorithm.ES256), Tokens.Pair(JwtAlgorithm.RS256)];

    private static readonly string[] Payloads =
    [
        .. new[] { "https://issuer.example.com", "https://red.example.com", "https:\\/\\/red.example.com", "https://padded.example.com", "https://nobody.example.com", "", "\\u00e4" }
            .Select(issuer => $"{{\"iss\":\"{issuer}\",\"sub\":\"user-1\",\"aud\":\"https://api.example.com\",\"iat\":1767225540,\"exp\":1767225900,\"scope\":\"read write\"}}"),
        "{\"sub\":\"user-1\",\"aud\":\"https://api.example.com\"}",
    ];

    private static readonly Dictionary<string, VerificationPolicy> Policies = new()
    {
        [Tokens.Issuer] = Policy(Tokens.Issuer, JwtAlgorithm.HS256),
        ["https://red.example.com"] = Policy("https://red.example.com", JwtAlgorithm.ES256) with { RequiredScopes = ["admin"] },
        ["https://padded.example.com"] = Policy("https://padded.example.com", JwtAlgorithm.RS256) with { Tolerate = Tolerance.PaddedBase64Url },
    };

    private static readonly NaiveDirectory Twin = new(Find, DateTimeOffset.FromUnixTimeSeconds(Tokens.Now), new Limits());

    [Theory, InlineData(false), InlineData(true)]
    public void A_directory_gives_the_verdict_of_its_naive_twin(bool isRemembering)
    {
        // So much that no token goes unasked and no question is in its time again.
        using IssuerDirectory directory = Directory(isRemembering);
        Prop.ForAll(Seeds, seed =>
        {
            string token = new TokenMutator(new Random(seed), Pairs, Payloads).Next();
            VerifyError error = directory.VerifyAsync(token.AsMemory()).AsTask().GetAwaiter().GetResult().Error;
            return (error == Twin.Verify(token) && error == directory.VerifyWithKeysAtHandAsync(token.AsMemory(), default).AsTask().GetAwaiter().GetResult().Error).Label($"{error} but the twin says {Twin.Verify(token)} of {token}");
        }).Check(Tokens20000);
        Assert.Equal(Policies.Keys.Order(), directory.Issuers.Order());
    }

    [Fact]
    public void No_token_throws_not_even_internally()
    {
        using IssuerDirectory directory = Directory(isRemembering: false);
        Prop.ForAll(Seeds, seed =>
        {
            string token = new TokenMutator(new Random(seed), Pairs, Payloads).Next();
            return Exceptions.CountDuring(() => directory.VerifyAsync(token.AsMemory()).AsTask().Wait()) == 0;
        }).Check(Inputs2000);
    }

    private static IssuerDirectory Directory(bool isRemembering) => new(
        (issuer, _) => new(Find(issuer)),
        new() { QuestionsPerMinute = 100_000, VerifierOptions = new() { TimeProvider = new ManualTime(Tokens.Now), Cache = isRemembering ? new() : null } });

    private static VerificationPolicy? Find(string issuer) => Policies.GetValueOrDefault(issuer);

    private static VerificationPolicy Policy(string issuer, JwtAlgorithm algorithm) => Tokens.Policy(Tokens.Keys(algorithm), algorithm) with { Issuer = issuer };
}
