using JwtCore.Jwks;
using JwtCore.Policies;

namespace JwtCore.Issuers;

/// <summary>
/// What is known of issuers, both ways, and which key sources that takes. It knows no clock and asks nothing. Finding a known
/// issuer is thread-safe; all else is not.
/// </summary>
/// <param name="options">Of the directory.</param>
internal sealed class IssuerRecords(IssuerDirectoryOptions options)
{
    /// <summary>How long after a question that failed the next one about the same issuer may start.</summary>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private const string SharedSecret = "Its Keys have a secret that the policy of another issuer has: each issuer could sign for the other.";

    private readonly KnownIssuers _known = new(options.MaxIssuers);
    private readonly RefusedIssuers _refused = new(options.MaxUnknown);
    private readonly UsedKeys _keys = new();

    /// <summary>The issuers that are known.</summary>
    public IEnumerable<KnownIssuer> Known => _known.All;

    /// <summary>How many issuers are refused.</summary>
    public int RefusedCount => _refused.Count;

    /// <summary>The known issuer, or null. Takes no lock.</summary>
    public KnownIssuer? Find(ReadOnlySpan<byte> issuer) => _known.Find(issuer);

    /// <summary>The verdict on an issuer that is refused now; null when it is not.</summary>
    public VerifyError? FindRefused(ReadOnlySpan<byte> issuer, TwoClocks now) => _refused.Find(issuer, now);

    /// <summary>A token of a known issuer verified.</summary>
    public void Prove(KnownIssuer known) => Release(_known.Prove(known));

    /// <summary>Forgets an issuer.</summary>
    /// <returns>Whether it was known.</returns>
    public bool Forget(byte[] issuer)
    {
        _refused.Remove(issuer);
        KnownIssuer? known = Find(issuer);
        if (known is null)
        {
            return false;
        }

        _known.Remove(known);
        Release(known);
        return true;
    }

    /// <summary>Takes an answer.</summary>
    /// <param name="question">What was asked.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="held">The issuer as it is known, which is what the answer was prepared for; null when it is not known.</param>
    /// <param name="now">When the answer came.</param>
    /// <returns>The answer as it is taken.</returns>
    public PreparedIssuer Take(PolicyQuestion question, PreparedIssuer answer, KnownIssuer? held, TwoClocks now)
    {
        if (answer.Added is not null && SharesSecret(answer.Added, held))
        {
            answer = new(IssuerOutcome.PolicyRefused, Reason: SharedSecret);
        }

        switch (answer.Outcome)
        {
            case IssuerOutcome.Known:
                Confirm(question, answer.Added, held);
                break;
            case IssuerOutcome.Unknown:
                Forget(question.Issuer);
                _refused.Add(question.Issuer, VerifyError.IssuerNotTrusted, question.AskedAt, options.UnknownFor);
                break;
            default:
                Fail(question, held, now);
                break;
        }

        return answer;
    }

    private void Confirm(PolicyQuestion question, KnownIssuer? added, KnownIssuer? held)
    {
        _refused.Remove(question.Issuer);
        if (added is null)
        {
            held!.State = new IssuerState(question.AskedAt);
            return;
        }

        // Taken before the former is released: they may have the same source, which then does not rest.
        _keys.Take(added.Policy.Keys);
        Release(held);
        Release(_known.Add(added, held));
    }

    private void Fail(PolicyQuestion question, KnownIssuer? held, TwoClocks now)
    {
        if (held is null)
        {
            _refused.Add(question.Issuer, VerifyError.KeysUnavailable, now, RetryAfter);
        }
        else
        {
            held.State = held.State with { HasFailed = true, MayAskAt = now.Monotonic + RetryAfter.Ticks };
        }
    }

    // As among the policies of one verifier.
    private bool SharesSecret(KnownIssuer added, KnownIssuer? held)
    {
        HashSet<string> secrets = PolicyRouter.SecretsOf(added.Policy.Keys);
        return secrets.Count > 0 && Known.Any(other => other != held && secrets.Overlaps(PolicyRouter.SecretsOf(other.Policy.Keys)));
    }

    private void Release(KnownIssuer? dropped)
    {
        if (dropped is not null)
        {
            _keys.Release(dropped.Policy.Keys);
        }
    }
}
