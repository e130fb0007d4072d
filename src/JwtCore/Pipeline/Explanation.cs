using JwtCore.Claims;
using JwtCore.Policies;
using JwtCore.Rules;

namespace JwtCore.Pipeline;

/// <summary>Which claim or required header member a token was refused for, and what is wrong with it. Made only after the signature verified.</summary>
/// <param name="Claim">The name of the claim or member from the policy's own table, never the token's text; null when the error is about no claim.</param>
/// <param name="Fault">What is wrong with it.</param>
internal readonly record struct Explanation(string? Claim, ClaimFault Fault)
{
    /// <summary>Explains the error of a rule.</summary>
    /// <param name="error">The error.</param>
    /// <param name="policy">The policy of the token.</param>
    /// <param name="choice">What the header led to.</param>
    /// <param name="body">The payload, with the claims as far as they were read.</param>
    /// <param name="reader">Its claims.</param>
    public static Explanation Of(VerifyError error, CompiledPolicy policy, in KeyChoice choice, in TokenBody body, in ClaimReader reader) => error switch
    {
        VerifyError.ClaimMalformed => OfMalformed(policy, body, reader),
        VerifyError.TypeMismatch when choice.IsTypeAccepted => new(policy.Names.NameOf(policy.Profile.ForeignClaim), ClaimFault.None),
        VerifyError.IssuerMismatch => OfMissing(policy, policy.Issuer.FindMismatch(body.Text(body.Claims.Issuer)), reader),
        VerifyError.AudienceMismatch => OfMissing(policy, policy.Names.ExpectedAudience, reader),
        VerifyError.RequiredHeaderMissing => new(policy.RequiredHeaders.NameOf(choice.HeaderFault), RequiredHeadersRule.KindOf(choice.HeaderFault)),
        VerifyError.RequiredClaimMissing => OfRequired(policy, reader),
        VerifyError.ProofOfPossessionRequired => new(policy.Names.NameOf(ClaimNames.Confirmation), ClaimFault.None),
        _ => OfClock(error, policy),
    };

    /// <summary>Explains the error of a rule about time.</summary>
    public static Explanation OfClock(VerifyError error, CompiledPolicy policy) => error switch
    {
        VerifyError.ExpirationMissing => new(policy.Names.NameOf(ClaimNames.Expiration), ClaimFault.Missing),
        VerifyError.Expired or VerifyError.LifetimeTooLong => new(policy.Names.NameOf(ClaimNames.Expiration), ClaimFault.None),
        VerifyError.NotYetValid => new(policy.Names.NameOf(ClaimNames.NotBefore), ClaimFault.None),
        VerifyError.IssuedInFuture or VerifyError.TooOld => new(policy.Names.NameOf(ClaimNames.IssuedAt), ClaimFault.None),
        _ => default,
    };

    private static Explanation OfMalformed(CompiledPolicy policy, in TokenBody body, in ClaimReader reader)
    {
        int claim = ClaimFaults.FindMalformed(body.Claims, policy.Names, reader);
        claim = claim == ClaimFaults.NoClaim ? policy.Profile.FindMalformed(reader) : claim;
        return claim != ClaimFaults.NoClaim && reader.TryGet(claim, out ReadOnlySpan<byte> json)
            ? new(policy.Names.NameOf(claim), ClaimFaults.OfMalformed(claim, json, policy.Names, policy.Tolerate))
            : default;
    }

    private static Explanation OfRequired(CompiledPolicy policy, in ClaimReader reader)
    {
        int claim = policy.Profile.FindMissing(reader);
        return OfMissing(policy, claim == ClaimFaults.NoClaim ? policy.RequiredClaims.FindMissing(reader) : claim, reader);
    }

    private static Explanation OfMissing(CompiledPolicy policy, int claim, in ClaimReader reader) =>
        new(policy.Names.NameOf(claim), ClaimFaults.OfMissing(claim, reader));
}
