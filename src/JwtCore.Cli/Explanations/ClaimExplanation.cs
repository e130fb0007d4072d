using System.Text.Json;

namespace JwtCore.Cli;

/// <summary>Explains claims, and a <c>typ</c>, that have the right form and not an accepted value.</summary>
internal static class ClaimExplanation
{
    public static Explanation Of(Refusal refusal)
    {
        Explanation explanation = new(refusal.Error);
        VerificationPolicy policy = refusal.Policy;
        return refusal.Error switch
        {
            VerifyError.TypeMismatch when refusal.Claim is string claim => explanation with { Expected = $"no {claim}", Found = $"a {claim}", Hint = "An ID token was sent for a logout token." },
            VerifyError.TypeMismatch => TypeExplanation.Of(refusal),
            VerifyError.IssuerMismatch => explanation with
            {
                Expected = $"iss: {OneOf(policy.Issuer)}",
                Found = ValueText.OfMember("iss", refusal.Payload("iss")),
                Hint = HintOfIssuer(refusal),
            },
            VerifyError.AudienceMismatch => explanation with
            {
                Expected = $"{ValueText.Name(policy.AudienceClaim)}: {OneOf(policy.Audience)}",
                Found = ValueText.OfMember(policy.AudienceClaim, refusal.Payload(policy.AudienceClaim)),
                Hint = HintOfAudience(refusal),
            },
            VerifyError.RequiredHeaderMissing => OfRequiredHeader(refusal),
            VerifyError.RequiredClaimMissing => OfRequired(refusal),
            VerifyError.ProofOfPossessionRequired => explanation with
            {
                Expected = "no cnf: a plain bearer token",
                Found = $"cnf with {ValueText.Of(Members(refusal.Payload("cnf")))}",
                Hint = $"The token is bound to a key (DPoP, mutual TLS). Check the proof elsewhere and use --tolerate {nameof(Tolerance.UnprovenPossession)}, or have the issuer send bearer tokens.",
            },
            VerifyError.InsufficientScope => explanation with
            {
                Expected = $"the scopes {string.Join(" and ", policy.RequiredScopes.Select(OneOf))}",
                Found = string.Join(", ", policy.ScopeClaims.Where(name => refusal.Payload(name).ValueKind != JsonValueKind.Undefined).Select(name => ValueText.OfMember(name, refusal.Payload(name)))) is { Length: > 0 } scopes ? scopes : "no scope",
                Hint = "The client must ask for the scope, and the issuer must grant it.",
            },
            _ => explanation,
        };
    }

    private static string OneOf(Expected expected) => expected.IsAny ? "any value" : expected.Count() > 1 ? $"one of {ValueText.Of(expected)}" : ValueText.Of(expected);

    private static string HintOfIssuer(Refusal refusal)
    {
        if (refusal.Payload("iss") is not { ValueKind: JsonValueKind.String } iss)
        {
            return "Have the issuer set iss, or use --any-issuer.";
        }

        string? difference = TextDifference.OfAny(iss.GetString()!, refusal.Policy.Issuer);
        return Join(difference, $"If this issuer is trusted, give --issuer {SafeJson.Text(iss)}.");
    }

    private static string HintOfAudience(Refusal refusal)
    {
        JsonElement aud = refusal.Payload(refusal.Policy.AudienceClaim);
        string[] found = aud.ValueKind == JsonValueKind.String ? [aud.GetString()!]
            : aud.ValueKind == JsonValueKind.Array ? [.. aud.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)]
            : [];
        return found.Length == 0
            ? "Have the issuer name the service that the token is meant for."
            : RootSlash(found, refusal.Policy.Audience) is string same
            ? $"They differ only by the slash of an address without a path, so both name the same service (RFC 3986 section 6.2.3). Accept both: give --audience {SafeJson.Text(same)} as well."
            : Join(
                found.Select(text => TextDifference.OfAny(text, refusal.Policy.Audience)).FirstOrDefault(text => text is not null),
                "The token is meant for another service: have the client ask for a token for this one, or, if it is this one, give its name with --audience.");
    }

    private static string? RootSlash(string[] found, Expected expected) => found.FirstOrDefault(text => expected.Any(other => TextDifference.IsRootSlash(text, other)));

    private static Explanation OfRequiredHeader(Refusal refusal)
    {
        string name = ValueText.Name(refusal.Claim!);
        return new Explanation(refusal.Error)
        {
            Expected = $"in the header {name}: {OneOf(refusal.Policy.RequiredHeaders[refusal.Claim!])}",
            Found = refusal.Fault == ClaimFault.Missing ? $"no {name} in the header" : $"in the header {ValueText.OfMember(refusal.Claim!, refusal.Header(refusal.Claim!))}",
            Hint = "The token is signed for somebody else, or change --required-header.",
        };
    }

    private static Explanation OfRequired(Refusal refusal)
    {
        string claim = refusal.Claim ?? "";
        string name = ValueText.Name(claim);
        bool isNamed = refusal.Policy.RequiredClaims.TryGetValue(claim, out Expected? values);
        bool isOfLimit = claim == "iat" && (refusal.Policy.MaxAge ?? refusal.Policy.MaxLifetime) is not null;
        return new Explanation(refusal.Error)
        {
            Expected = isNamed ? $"{name}: {OneOf(values!)}" : $"a {name}",
            Found = refusal.Fault == ClaimFault.Missing ? $"no {name}" : isNamed ? ValueText.OfMember(claim, refusal.Payload(claim)) : $"{name}: {ValueText.Kind(refusal.Payload(claim))}",
            Hint = isNamed ? $"Have the issuer set {name} to an accepted value, or change --required-claim."
                : isOfLimit && refusal.Policy.Profile is TokenProfile.Jwt or TokenProfile.McpResource ? $"Have the issuer set {name}, which --max-age and --max-lifetime need."
                : $"Have the issuer set {name}: the profile {refusal.Policy.Profile} requires it.",
        };
    }

    private static IEnumerable<string> Members(JsonElement value) => value.ValueKind == JsonValueKind.Object ? value.EnumerateObject().Select(member => member.Name) : [];

    private static string Join(string? first, string second) => first is null ? second : $"{first} {second}";
}
