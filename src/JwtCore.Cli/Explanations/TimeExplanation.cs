using System.Text.Json;

namespace JwtCore.Cli;

/// <summary>Explains tokens that came too late, too early or live too long.</summary>
internal static class TimeExplanation
{
    private static readonly TimeSpan LargestZone = TimeSpan.FromHours(14);
    private static readonly TimeSpan NearHour = TimeSpan.FromMinutes(2);

    public static Explanation Of(Refusal refusal)
    {
        Explanation explanation = new(refusal.Error);
        VerificationPolicy policy = refusal.Policy;
        return refusal.Error switch
        {
            VerifyError.ExpirationMissing => explanation with
            {
                Expected = "an exp",
                Found = "no exp",
                Hint = policy is { Profile: TokenProfile.Jwt, MaxLifetime: null }
                    ? $"Have the issuer set exp, or use --tolerate {nameof(Tolerance.MissingExpiration)}: such a token never expires."
                    : "Have the issuer set exp.",
            },
            VerifyError.Expired => explanation with
            {
                Expected = $"exp: after {UnixTime.Text(Earlier(refusal.Now, policy.ClockSkew))}, {Clock(refusal)}",
                Found = Since(refusal, "exp", "expired"),
                Hint = HintOfExpired(refusal),
            },
            VerifyError.NotYetValid => explanation with { Expected = $"nbf: at most {UnixTime.Text(refusal.Now + policy.ClockSkew)}, {Clock(refusal)}", Found = Until(refusal, "nbf", "valid"), Hint = HintOfEarly(refusal, "nbf") },
            VerifyError.IssuedInFuture => explanation with { Expected = $"iat: at most {UnixTime.Text(refusal.Now + policy.ClockSkew)}, {Clock(refusal)}", Found = Until(refusal, "iat", "issued"), Hint = HintOfEarly(refusal, "iat") },
            VerifyError.TooOld => explanation with
            {
                Expected = $"iat: at most {ClaimTime.Words(policy.MaxAge!.Value)} ago, {Clock(refusal)}",
                Found = Since(refusal, "iat", "issued"),
                Hint = "Get a new token, or raise --max-age.",
            },
            _ => explanation with
            {
                Expected = $"at most {ClaimTime.Words(policy.MaxLifetime!.Value)} from iat to exp",
                Found = Lifetime(refusal.Payload("iat"), refusal.Payload("exp")),
                Hint = "Have the issuer make tokens that expire sooner, or raise --max-lifetime.",
            },
        };
    }

    private static string Clock(Refusal refusal) =>
        $"{(refusal.IsTimeGiven ? "--at is" : "now is")} {UnixTime.Text(refusal.Now)} and {DurationText.Of(refusal.Policy.ClockSkew)} of skew are allowed";

    // The first times that there are have nothing before them.
    private static DateTimeOffset Earlier(DateTimeOffset now, TimeSpan skew) => now - DateTimeOffset.UnixEpoch > skew ? now - skew : DateTimeOffset.UnixEpoch;

    private static string Since(Refusal refusal, string claim, string word) => ClaimTime.Text(claim, refusal.Payload(claim))
        + (ClaimTime.Read(refusal.Payload(claim)) is DateTimeOffset time ? $", {word} {ClaimTime.Words(refusal.Now - time)} ago" : "");

    private static string Until(Refusal refusal, string claim, string word) => ClaimTime.Text(claim, refusal.Payload(claim))
        + (ClaimTime.Read(refusal.Payload(claim)) is DateTimeOffset time ? $", {word} {ClaimTime.Words(time - refusal.Now)} from now" : "");

    private static string Lifetime(JsonElement issued, JsonElement expires)
    {
        string both = $"{ClaimTime.Text("iat", issued)}, {ClaimTime.Text("exp", expires)}";
        return ClaimTime.Read(issued) is DateTimeOffset from && ClaimTime.Read(expires) is DateTimeOffset to ? $"{both}, {ClaimTime.Words(to - from)} between them" : both;
    }

    private static string HintOfExpired(Refusal refusal) =>
        ClaimTime.Read(refusal.Payload("iat")) is DateTimeOffset issued && ClaimTime.Read(refusal.Payload("exp")) is DateTimeOffset expires && expires <= issued
            ? "Have the issuer set exp after iat: a new token of this kind is expired as well."
            : refusal.IsTimeGiven ? "Get a new token, or give an earlier time with --at."
            : "Get a new token; if this one is new, compare the clocks of issuer and verifier.";

    private static string HintOfEarly(Refusal refusal, string claim)
    {
        if (refusal.IsTimeGiven)
        {
            return "Give a later time with --at.";
        }

        TimeSpan ahead = (ClaimTime.Read(refusal.Payload(claim)) ?? refusal.Now) - refusal.Now;
        TimeSpan hours = TimeSpan.FromHours(Math.Round(ahead.TotalHours));
        return hours > TimeSpan.Zero && hours <= LargestZone && (ahead - hours).Duration() <= NearHour
            ? $"The difference is about {ClaimTime.Words(hours)}: the issuer may write its local time where UTC is required."
            : "Compare the clocks of issuer and verifier.";
    }
}
