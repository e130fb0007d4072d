using JwtCore.Claims;
using JwtCore.Diagnostics;
using JwtCore.Jws;
using JwtCore.Policies;
using JwtCore.Rules;

namespace JwtCore;

// Tokens whose key is missing, and the remote keys that may have it by now.
public sealed partial class JwtVerifier
{
    /// <summary>
    /// The source to refresh for a token whose key is missing: only one that is open to that, and only if the token could
    /// pass, as far as its claims say that nobody signed yet. A forger must so at least know issuer and audience, and is
    /// held by the source's own limits.
    /// </summary>
    /// <param name="policy">The policy of the token.</param>
    /// <param name="keys">Its keys, among which there is none for the token; null when there were none at all.</param>
    /// <param name="jws">The token.</param>
    /// <param name="time">The time of the call.</param>
    /// <param name="verified">Memory to work in.</param>
    private RemoteJwks? FindSource(CompiledPolicy policy, JwkSet? keys, scoped CompactJws jws, ref CallTime time, ref VerifiedToken verified)
    {
        // A refresh that ended in between closes the source, and may have brought the key: worth another look as well.
        if (policy.Keys is not RemoteJwks source
            || (!source.IsOpenToTokens() && ReferenceEquals(source.KeysAt(ref time), keys))
            || (_router is null && ReadPayload(jws.Payload, isAuthentic: false, ref verified) != VerifyError.None))
        {
            return null;
        }

        Span<int> located = stackalloc int[ClaimNames.Most];
        ClaimReader reader = new(verified.Memory.Payload, in verified.Members, verified.Order, policy.Names.Table, located);
        return verified.Claims.Read(policy.Names, reader, policy.Tolerate, ref verified.Memory) == VerifyError.None
            && policy.Issuer.Check(verified.Issuer, reader, keyIssuer: null) == VerifyError.None
            && AudienceRule.Check(policy.Audience, verified.List(verified.Claims.ExpectedAudiences)) == VerifyError.None
            && policy.Time.CheckExpiration(verified.Claims.Expiration, time.Now) == VerifyError.None
            ? source
            : null;
    }

    private async ValueTask<VerifyResult> VerifyWithFreshKeysAsync(RemoteJwks source, ReadOnlyMemory<char> token, CancellationToken cancellationToken)
    {
        await source.WaitForKeysAsync(_budget, cancellationToken).ConfigureAwait(false);
        VerifyResult result = Verify(token.Span, out _);
        Telemetry.Count(result.Error);
        return result;
    }

    private VerifyResult Verify(ReadOnlySpan<char> token, out RemoteJwks? lacking)
    {
        TryVerify(token, out VerifiedToken verified, out lacking);
        bool isAuthentic = verified.Error is VerifyError.None or VerifyError.InsufficientScope;
        return new VerifyResult(verified.Error, isAuthentic ? new TokenClaims(verified) : null);
    }
}
