using System.Security.Cryptography.X509Certificates;

namespace JwtCore.Tests.Jwks;

public class CauseSentenceTests
{
    public static TheoryData<FetchCause> Causes => [.. Enum.GetValues<FetchCause>()];

    [Theory, MemberData(nameof(Causes))]
    public void Each_cause_has_a_sentence_of_its_own_in_one_printable_line(FetchCause cause)
    {
        string sentence = Request(cause).Explain();
        Assert.StartsWith("https://issuer.example.com/keys: ", sentence);
        Assert.EndsWith(".", sentence);
        Assert.All(sentence, c => Assert.InRange(c, ' ', '~'));
        Assert.Single(Enum.GetValues<FetchCause>(), other => Request(other).Explain() == sentence);
    }

    [Fact]
    public void Values_of_the_far_side_are_escaped_and_cut()
    {
        JwksRequest request = Request(FetchCause.IssuerDiffers) with { FoundIssuer = "\u001b[31m" + new string('x', 200), ExpectedIssuer = "https://issuer.example.com" };
        Assert.Contains("\"\\u001b[31m" + new string('x', 90) + "...\"", request.Explain(), StringComparison.Ordinal);
        Assert.Contains("\"\\u001b[31m" + new string('x', 200) + "\"", request.Explain(int.MaxValue), StringComparison.Ordinal);
        Assert.Contains("\"...\"", request.Explain(0), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => request.Explain(-1));
    }

    [Theory]
    [InlineData(FetchPhase.NameLookup, "DNS"), InlineData(FetchPhase.Connecting, "no connection was made"), InlineData(FetchPhase.Tunnel, "proxy"), InlineData(FetchPhase.TlsHandshake, "TLS handshake")]
    [InlineData(FetchPhase.Response, "no response began"), InlineData(FetchPhase.None, "no response began"), InlineData(FetchPhase.Body, "the body did not end")]
    public void A_time_limit_says_during_what_it_passed(FetchPhase phase, string words) =>
        Assert.Contains(words, (Request(FetchCause.TimedOut) with { Phase = phase }).Explain(), StringComparison.Ordinal);

    [Fact]
    public void An_attempt_without_a_request_explains_itself_too()
    {
        JwksAttempt attempt = new(DateTimeOffset.UnixEpoch, TimeSpan.Zero, RefreshOutcome.Unreachable, null);
        Assert.Contains("before it asked", attempt.Explain(), StringComparison.Ordinal);
        Assert.Contains("abandoned", (attempt with { Cause = FetchCause.Abandoned }).Explain(), StringComparison.Ordinal);
        Assert.Contains("TimeProvider", (attempt with { Cause = FetchCause.ClockFailed }).Explain(), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => attempt.Explain(-1));
    }

    private static JwksRequest Request(FetchCause cause) => new()
    {
        Address = "https://issuer.example.com/keys",
        IsMetadata = false,
        Outcome = RefreshOutcome.Unreachable,
        Cause = cause,
        Status = 418,
        RedirectTarget = "https://other.example.com/keys",
        Limit = TimeSpan.FromSeconds(10),
        CertificateNotBefore = DateTimeOffset.UnixEpoch,
        CertificateNotAfter = DateTimeOffset.UnixEpoch.AddDays(1),
        IsCertificateForAnotherHost = cause == FetchCause.CertificateNameMismatch,
        CertificateProblems = cause switch
        {
            FetchCause.CertificateExpired => X509ChainStatusFlags.NotTimeValid,
            FetchCause.CertificateUntrusted => X509ChainStatusFlags.UntrustedRoot,
            FetchCause.CertificateRefused => X509ChainStatusFlags.Revoked,
            _ => X509ChainStatusFlags.NoError,
        },
    };
}
