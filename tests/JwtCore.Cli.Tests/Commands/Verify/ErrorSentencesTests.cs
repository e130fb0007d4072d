namespace JwtCore.Cli.Tests;

public class ErrorSentencesTests
{
    [Fact]
    public void Every_verdict_has_one_sentence_of_its_own()
    {
        string[] sentences = [.. Enum.GetValues<VerifyError>().Select(ErrorSentences.Of)];

        Assert.Equal(34, sentences.Length);
        Assert.Equal(sentences.Length, sentences.Distinct().Count());
        Assert.All(sentences, sentence => Assert.Matches("^[A-Z][^\n]*[a-z0-9+]\\.$", sentence));
    }

    [Fact]
    public void A_value_that_is_no_verdict_has_none() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ErrorSentences.Of((VerifyError)255));
}
