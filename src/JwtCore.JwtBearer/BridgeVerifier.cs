using JwtCore.Hosting;

namespace JwtCore.JwtBearer;

/// <summary>The verifier of one scheme, with the policies that it was made of.</summary>
internal sealed class BridgeVerifier
{
    private readonly VerificationPolicy[] _policies;
    private readonly JwtVerifierOptions _running;

    private BridgeVerifier(VerificationPolicy[] policies, JwtVerifierOptions running)
    {
        _policies = policies;
        _running = running;
        Verifier = new JwtVerifier(policies, running);
    }

    /// <summary>The verifier.</summary>
    public JwtVerifier Verifier { get; }

    /// <summary>The keys that are fetched.</summary>
    public RemoteJwks? RemoteKeys => _policies.Select(policy => policy.Keys).OfType<RemoteJwks>().FirstOrDefault();

    /// <summary>
    /// Makes it. What a former one has stays: a source that is asked and trusted in the same way and, with the same policies and
    /// verifier options, the verifier with all its tokens. A new source that is not needed is disposed.
    /// </summary>
    /// <param name="policies">What is accepted.</param>
    /// <param name="running">How tokens are verified.</param>
    /// <param name="former">The last one of the scheme; null for none.</param>
    /// <exception cref="ArgumentException">A policy or an option is refused.</exception>
    public static BridgeVerifier Make(VerificationPolicy[] policies, JwtVerifierOptions running, BridgeVerifier? former)
    {
        RemoteJwks? fetched = policies.Select(policy => policy.Keys).OfType<RemoteJwks>().FirstOrDefault();
        BridgeVerifier? made = null;
        try
        {
            VerificationPolicy[] kept = [.. policies.Select(policy => former?.RemoteKeys is RemoteJwks keys && keys.IsSameAs(policy.Keys) ? policy with { Keys = keys } : policy)];
            made = former is not null && former.AcceptsTheSame(kept, running) ? former : new BridgeVerifier(kept, running);
            return made;
        }
        finally
        {
            if (made?.RemoteKeys != fetched)
            {
                fetched?.Dispose();
            }
        }
    }

    private bool AcceptsTheSame(VerificationPolicy[] policies, JwtVerifierOptions running) =>
        _policies.SequenceEqual(policies)
        && VerifierOptionsEquality.AreSame(_running, running);
}
