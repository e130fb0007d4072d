using System.Text.Json;

namespace JwtCore.Cli;

/// <summary>The verdict on one token, with what doctor may say of it: its output is pasted into issues.</summary>
internal sealed record TokenJudgement
{
    // Values that name a person, also where the policy names the claim.
    private static readonly string[] Personal = ["sub", "email"];

    // Key IDs are often random: two that begin with the same letter have nothing to do with each other.
    private const int LeastAlike = 4;

    private TokenJudgement(Explanation explanation) => Explanation = explanation;

    public VerifyError Error => Explanation.Error;

    /// <summary>Why it was refused.</summary>
    public Explanation Explanation { get; }

    /// <summary>The value that was closest to an accepted one; null where the refusal is not about a text.</summary>
    public TextComparison? Comparison { get; private init; }

    /// <summary>What else cannot be read in the token. Nobody need have signed it.</summary>
    public IReadOnlyList<string> Problems { get; private init; } = [];

    public static TokenJudgement Of(Refusal refusal)
    {
        Explanation explanation = Explanation.Of(refusal);
        if (explanation is { Error: VerifyError.RequiredClaimMissing, Claim: string claim } && Personal.Contains(claim))
        {
            explanation = explanation with
            {
                Expected = refusal.Policy.RequiredClaims.TryGetValue(claim, out Expected? values) && !values.IsAny ? $"{claim}: an accepted value" : explanation.Expected,
                Found = explanation.Fault == ClaimFault.Missing ? explanation.Found : $"{claim}: {ValueText.Kind(refusal.Payload(claim))}",
            };
        }

        return new TokenJudgement(explanation) { Comparison = Compare(refusal), Problems = [.. OtherProblems(refusal, explanation)] };
    }

    private static TextComparison? Compare(Refusal refusal)
    {
        VerificationPolicy policy = refusal.Policy;
        return refusal.Error switch
        {
            VerifyError.IssuerMismatch => TextComparison.Closest(policy.Issuer, Texts(refusal.Payload("iss"))),
            VerifyError.AudienceMismatch => TextComparison.Closest(policy.Audience, Texts(refusal.Payload(policy.AudienceClaim))),
            VerifyError.TypeMismatch when refusal.Claim is null && policy.Types is not null => TextComparison.Closest(policy.Types, Texts(refusal.Header("typ"))),
            VerifyError.KeyNotFound => TextComparison.Closest(refusal.Keys.Select(key => key.KeyId).OfType<string>(), Texts(refusal.Header("kid"))) is { Position: >= LeastAlike } alike ? alike : null,
            VerifyError.RequiredHeaderMissing when policy.RequiredHeaders.TryGetValue(refusal.Claim!, out Expected? texts) => TextComparison.Closest(texts, Texts(refusal.Header(refusal.Claim!))),
            VerifyError.RequiredClaimMissing when refusal.Claim is string claim && !Personal.Contains(claim) && policy.RequiredClaims.TryGetValue(claim, out Expected? values) =>
                TextComparison.Closest(values, Texts(refusal.Payload(claim))),
            _ => null,
        };
    }

    // A text that is no token has been described as a whole.
    private static IEnumerable<string> OtherProblems(Refusal refusal, Explanation explanation) => refusal.Error <= VerifyError.NotCompactJws
        ? []
        : refusal.Token.Parts
            .SelectMany(part => part.Problems.Select(problem => $"{part.Name}: {problem}"))
            .Where(problem => explanation.Found?.Contains(problem, StringComparison.Ordinal) != true);

    private static IEnumerable<string> Texts(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.Array => value.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!),
        _ => [],
    };
}
