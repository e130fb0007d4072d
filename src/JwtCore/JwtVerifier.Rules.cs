using System.Runtime.CompilerServices;
using JwtCore.Claims;
using JwtCore.Policies;
using JwtCore.Rules;

namespace JwtCore;

// Step 6 of the pipeline: the claims and the rules.
public sealed partial class JwtVerifier
{
    // The rules in the order of VerifyError, each one statement.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private VerifyError CheckClaims(CompiledPolicy policy, KeyChoice choice, Jwk key, ref CallTime time, ref VerifiedToken verified)
    {
        Span<int> located = stackalloc int[ClaimNames.Most];
        ClaimReader reader = new(verified.Memory.Payload, in verified.Members, verified.Order, policy.Names.Table, located);
        verified.ImpliedScopes = policy.ImpliedScopes;
        VerifyError error;
        _ = (error = verified.Claims.Read(policy.Names, reader, policy.Tolerate, ref verified.Memory)) == VerifyError.None
            && (error = policy.Profile.CheckForm(reader)) == VerifyError.None
            && (error = TypeRule.Check(choice.IsTypeAccepted)) == VerifyError.None
            && (error = policy.Profile.CheckKind(reader)) == VerifyError.None
            && (error = policy.Issuer.Check(verified.Issuer, reader, key.Issuer)) == VerifyError.None
            && (error = AudienceRule.Check(policy.Audience, verified.List(verified.Claims.ExpectedAudiences))) == VerifyError.None
            && (error = policy.Time.CheckClock(verified.Claims, time.Now)) == VerifyError.None
            && (error = policy.Time.CheckLifetime(verified.Claims.IssuedAt, verified.Claims.Expiration)) == VerifyError.None
            && (error = policy.Profile.CheckRequired(reader)) == VerifyError.None
            && (error = policy.RequiredClaims.Check(reader)) == VerifyError.None
            && (error = ProofOfPossessionRule.Check(reader, policy.Tolerate)) == VerifyError.None
            && (error = CheckRevocation(ref verified)) == VerifyError.None
            && (error = policy.Scopes.Check(verified.Scopes)) == VerifyError.None;
        return error;
    }

    private VerifyError CheckRevocation(ref VerifiedToken verified)
    {
        if (_isRevoked is null)
        {
            return VerifyError.None;
        }

        try
        {
            verified.SetError(VerifyError.None);
            return _isRevoked(verified) ? VerifyError.Revoked : VerifyError.None;
        }
        catch (Exception)
        {
            // The caller's code; whatever it throws, a token that could not be asked about is refused.
            return VerifyError.Revoked;
        }
    }
}
