using JwtCore.Claims;

namespace JwtCore.Rules;

/// <summary>A token bound to a key (RFC 7800 section 3.1, RFC 9449, RFC 8705) is no bearer token.</summary>
internal static class ProofOfPossessionRule
{
    public static VerifyError Check(in ClaimReader reader, Tolerance tolerate) =>
        reader.TryGet(ClaimNames.Confirmation, out _) && !tolerate.Includes(Tolerance.UnprovenPossession)
            ? VerifyError.ProofOfPossessionRequired
            : VerifyError.None;
}
