using FsCheck;
using FsCheck.Fluent;
using JwtCore.Tests.Support;
using JwtCore.Tests.Twins;

namespace JwtCore.Tests.Properties;

public class PolicyProperties
{
    private static readonly Config Tokens5000 = Config.QuickThrowOnFailure.WithMaxTest(5_000);
    private static readonly Arbitrary<int> Seeds = Arb.From(Gen.Choose(0, int.MaxValue));

    private static readonly string[] ScopeNames = ["a", "b", "c", "d", "e"];

    private static readonly string?[] Types = [null, "JWT", "at+jwt", "logout+jwt", "application/logout+jwt", "secevent+jwt"];

    private static readonly string[] Names = ["iss", "aud", "exp", "iat", "jti", "sub", "sid", "client_id", "events", "nonce", "cnf"];

    private static readonly string[] Values =
    [
        "1", "null", "\"\"", "\"x\"", "\"\\u0078\"", "[]", "{}", "{\"a\":[{}]}", ProfileTokens.LogoutEvents, "{\"a\":1,\"http:\\/\\/schemas.openid.net/event/backchannel-logout\":{\"b\":2}}",
        "{\"http://schemas.openid.net/event/backchannel-logout\":1}", "[{}]",
    ];

    private static readonly VerificationPolicy[] Policies =
    [
        .. Enum.GetValues<TokenProfile>().Select(profile => ProfileTokens.Policy(profile)),
        ProfileTokens.Policy(TokenProfile.LogoutToken, Expected.Any),
        ProfileTokens.Policy(TokenProfile.LogoutToken, Expected.OneOf("JWT", "logout+jwt")),
    ];

    private static readonly (JwtVerifier Verifier, NaiveVerifier Twin)[] Pairs = [.. Policies.Select(Pair)];

    [Fact]
    public void Every_profile_gives_the_verdict_of_its_naive_twin()
    {
        HashSet<(int At, VerifyError Error)> seen = [];
        Prop.ForAll(Seeds, seed =>
        {
            Random random = new(seed);
            string token = ProfileToken(random);
            int at = random.Next(Pairs.Length);
            VerifyError verdict = Verdict(Pairs[at], token);
            seen.Add((at, verdict));
        }).Check(Tokens5000);

        VerifyError[] common = [VerifyError.None, VerifyError.ClaimMalformed, VerifyError.TypeMismatch, VerifyError.RequiredClaimMissing];
        foreach (int at in (int[])[(int)TokenProfile.AccessToken, (int)TokenProfile.LogoutToken, Pairs.Length - 2, Pairs.Length - 1])
        {
            Assert.Superset(common.ToHashSet(), seen.Where(entry => entry.At == at).Select(entry => entry.Error).ToHashSet());
        }
    }

    [Fact]
    public void Required_scopes_give_the_verdict_of_their_naive_twin()
    {
        HashSet<VerifyError> seen = [];
        Prop.ForAll(Seeds, seed =>
        {
            Random random = new(seed);
            Dictionary<string, string[]> implied = ScopeNames.Where(_ => random.Next(2) == 0).ToDictionary(scope => scope, _ => Pick(random));
            Expected[] required = [.. Enumerable.Range(0, random.Next(3)).Select(_ => Expected.OneOf(Pick(random)))];
            string token = Hmac.Sign(Hmac.Claims().Set("scope", $"\"{string.Join(' ', Pick(random))}\""));
            seen.Add(Verdict(Pair(Support.TestPolicies.With(requiredScopes: required, impliedScopes: implied)), token));
        }).Check(Tokens5000);
        Assert.Equal([VerifyError.None, VerifyError.InsufficientScope], seen.Order());
    }

    private static VerifyError Verdict((JwtVerifier Verifier, NaiveVerifier Twin) pair, string token)
    {
        pair.Verifier.TryVerify(token, out VerifiedToken verified);
        VerifyError expected = pair.Twin.Verify(token);
        return verified.Error == expected ? expected : throw new InvalidOperationException($"{verified.Error} but the twin says {expected} of {token}");
    }

    private static string ProfileToken(Random random)
    {
        TokenProfile profile = (TokenProfile)random.Next(4);
        RawJson claims = ProfileTokens.Claims(profile);
        for (int i = random.Next(4); i > 0; i--)
        {
            string name = Names[random.Next(Names.Length)];
            _ = random.Next(2) == 0 ? claims.Remove(name) : claims.Set(name, Values[random.Next(Values.Length)]);
        }

        return ProfileTokens.Sign(claims, random.Next(4) == 0 ? Types[random.Next(Types.Length)] : ProfileTokens.Type(profile));
    }

    private static string[] Pick(Random random) => [.. Enumerable.Range(0, random.Next(1, 3)).Select(_ => ScopeNames[random.Next(ScopeNames.Length)])];

    private static (JwtVerifier Verifier, NaiveVerifier Twin) Pair(VerificationPolicy policy) =>
        (Tokens.Verifier(policy), new NaiveVerifier(policy, DateTimeOffset.FromUnixTimeSeconds(Tokens.Now), new Limits()));
}
