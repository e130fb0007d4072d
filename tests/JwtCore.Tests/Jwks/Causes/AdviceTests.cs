using JwtCore.Jwks;

namespace JwtCore.Tests.Jwks;

public class AdviceTests
{
    public static TheoryData<FetchCause, FetchedBody> Looks =>
        new(from cause in (FetchCause[])[FetchCause.NotAKeySet, FetchCause.NotMetadata] from look in Enum.GetValues<FetchedBody>() select (cause, look));

    [Theory, MemberData(nameof(Looks))]
    public void Nobody_is_told_to_give_what_was_given(FetchCause cause, FetchedBody look)
    {
        string advice = CauseSentence.Advice(cause, look, hasKeysAddress: false);
        Assert.Equal(cause == FetchCause.NotAKeySet && look == FetchedBody.Metadata, advice.Contains("RemoteJwks.Discover", StringComparison.Ordinal));
        Assert.Equal(cause == FetchCause.NotMetadata && look == FetchedBody.KeySet, advice.Contains("the address of the metadata", StringComparison.Ordinal));
    }

    [Fact]
    public void The_facts_alone_name_nothing_of_the_library()
    {
        foreach (FetchCause cause in Enum.GetValues<FetchCause>())
        {
            foreach (FetchedBody look in Enum.GetValues<FetchedBody>())
            {
                string facts = Request(cause, look).Describe(100);
                Assert.DoesNotContain("RemoteJwks", facts, StringComparison.Ordinal);
                Assert.DoesNotContain("PlainHttpHosts", facts, StringComparison.Ordinal);
                Assert.DoesNotContain("AnsweringHosts", facts, StringComparison.Ordinal);
                Assert.DoesNotContain("Status.", facts, StringComparison.Ordinal);
                Assert.StartsWith(facts, Request(cause, look).Explain(), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void A_set_that_is_refused_is_a_set() =>
        Assert.Equal(
            "https://issuer.example.com/keys: the key set is refused: it is a JWK Set, without Content-Type.",
            Request(FetchCause.NotAKeySet, FetchedBody.KeySet).Explain());

    private static JwksRequest Request(FetchCause cause, FetchedBody look) => new()
    {
        Address = "https://issuer.example.com/keys",
        IsMetadata = false,
        Outcome = RefreshOutcome.Unreachable,
        Cause = cause,
        Body = look,
        RedirectTarget = "https://other.example.com/keys",
        KeysAddress = "http://other.example.com/keys",
    };
}
