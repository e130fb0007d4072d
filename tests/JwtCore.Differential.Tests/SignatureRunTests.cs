using JwtCore.Differential.Signatures;

namespace JwtCore.Differential.Tests;

public class SignatureRunTests
{
    private const int Signatures = 2_000;

    [Fact]
    public void Core_and_libsodium_agree_and_every_damage_is_drawn()
    {
        SignatureRun run = new(Signatures, 1, SignatureRun.MakeJudge);
        run.Execute((_, _) => { });

        Assert.Empty(run.Findings);
        Assert.Equal(Signatures, run.Judged);
        Assert.Equal(SignatureSource.Kinds.Order(), run.Kinds.Keys.Order());
        Assert.All(run.Kinds, kind => Assert.Equal(kind.Key == SignatureSource.Undamaged ? kind.Value.Judged : 0, kind.Value.Accepted));
    }

    [Theory, InlineData(true), InlineData(false)]
    public void A_verifier_that_is_wrong_is_found(bool accepts)
    {
        SignatureRun run = new(100, 1, () => _ => accepts);
        run.Execute((_, _) => { });

        Assert.Contains(accepts ? "libsodium refuses" : "libsodium accepts", run.Findings.First(), StringComparison.Ordinal);
    }

    [Fact]
    public void Signatures_follow_from_the_seed()
    {
        Assert.Equal(Draw(1), Draw(1));
        Assert.NotEqual(Draw(1), Draw(2));
    }

    private static string[] Draw(int seed)
    {
        SignatureSource source = new(seed);
        return [.. Enumerable.Range(0, 40).SelectMany(_ => source.Next(3)).Select(item => item.ToString())];
    }
}
