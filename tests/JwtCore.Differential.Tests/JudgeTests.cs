using JwtCore.Differential.Damages;
using JwtCore.Differential.Facts;
using JwtCore.Differential.Tokens;

namespace JwtCore.Differential.Tests;

public class JudgeTests
{
    [Theory]
    [InlineData("hs", "HS256"), InlineData("hs-free", "HS256"), InlineData("rs", "RS256"), InlineData("ps", "PS256"), InlineData("free", "PS256"), InlineData("es", "ES256")]
    public void A_good_token_is_accepted_by_all_and_has_no_facts(string keyId, string algorithm)
    {
        foreach (Setting setting in (Setting[])[Setting.Nearest, Setting.Default])
        {
            string token = new Draft(setting, KeyRing.Named(keyId), algorithm, new Random(1)).Sign([]).ToString();

            Assert.All(Run.Judges, judge => Assert.True(judge.Judge(setting, token).IsAccepted, judge.Name));
            Assert.Empty(new FactSet(setting, token).Names());
        }
    }

    [Fact]
    public void A_good_access_token_is_accepted_by_all_that_know_one_secret()
    {
        string token = Alone(_ => { });

        Assert.All(Run.Judges, judge => Assert.True(judge.Judge(Setting.Alone, token).IsAccepted, judge.Name));
    }

    // One second on either side of each boundary all agree; so the clocks and the skew are the same.
    [Theory]
    [InlineData("exp", World.Now - World.Skew - 1, false), InlineData("exp", World.Now - World.Skew + 1, true)]
    [InlineData("nbf", World.Now + World.Skew + 1, false), InlineData("nbf", World.Now + World.Skew - 1, true)]
    public void All_judge_by_the_same_clock(string claim, long seconds, bool isAccepted)
    {
        string token = Alone(draft =>
        {
            HeaderDamage.Remove(draft.Payload, "nbf");
            HeaderDamage.Set(draft.Payload, claim, $"{seconds}");
        });

        Assert.All(Run.Judges, judge => Assert.True(isAccepted == judge.Judge(Setting.Alone, token).IsAccepted, judge.Name));
    }

    [Theory]
    [InlineData("iss"), InlineData("aud"), InlineData("exp")]
    public void A_claim_that_is_missing_is_refused_by_all(string claim)
    {
        string token = Alone(draft => HeaderDamage.Remove(draft.Payload, claim));

        Assert.All(Run.Judges, judge => Assert.False(judge.Judge(Setting.Alone, token).IsAccepted, judge.Name));
    }

    private static string Alone(Action<Draft> damage)
    {
        Draft draft = new(Setting.Alone, KeyRing.Alone, "HS256", new Random(1));
        damage(draft);
        return draft.Sign([]).ToString();
    }
}
