using System.Text;
using System.Text.Json;

namespace JwtCore.Cli;

/// <summary>The verdict on one token, with what it has and what was accepted at the step that refused it.</summary>
internal sealed record TokenJudgement(VerifyError Error)
{
    /// <summary>What the token says there; nobody need have signed it.</summary>
    public string? Has { get; private init; }

    /// <summary>What would have passed.</summary>
    public string? Accepted { get; private init; }

    /// <summary>The token names a key.</summary>
    public bool HasKeyId { get; private init; }

    public static TokenJudgement Of(JwtVerifier verifier, VerificationPolicy policy, KeySetView? set, DateTimeOffset now, ReadOnlySpan<byte> token, int longest)
    {
        verifier.TryVerify(token, out VerifiedToken verified);
        UnverifiedToken read = UnverifiedToken.Read(token, longest);
        TokenJudgement judgement = new(verified.Error)
        {
            HasKeyId = read.Header is { Json: JsonElement { ValueKind: JsonValueKind.Object } header } && header.TryGetProperty("kid"u8, out _),
        };
        string clock = $"now {UnixTime.Text(now)}, {DurationText.Of(policy.ClockSkew)} skew";
        return verified.Error switch
        {
            VerifyError.AlgorithmNotAllowed => judgement.With(read.Header, ["alg"], string.Join(", ", policy.Algorithms)),
            VerifyError.KeyNotFound or VerifyError.KeyAmbiguous or VerifyError.KeyAlgorithmMismatch =>
                judgement.With(read.Header, ["kid", "alg"], $"kid {QuotedText.Of(set?.Usable.Select(entry => entry.Key!.KeyId).OfType<string>() ?? [])}"),
            VerifyError.TypeMismatch => judgement.With(read.Header, ["typ"], policy.Types is null ? $"the types of the profile {policy.Profile}" : QuotedText.Of(policy.Types)),
            VerifyError.IssuerMismatch => judgement.With(read.Payload, ["iss"], QuotedText.Of(policy.Issuer)),
            VerifyError.AudienceMismatch => judgement.With(read.Payload, ["aud"], QuotedText.Of(policy.Audience)),
            VerifyError.Expired => judgement.With(read.Payload, ["exp"], clock),
            VerifyError.NotYetValid => judgement.With(read.Payload, ["nbf"], clock),
            VerifyError.IssuedInFuture or VerifyError.TooOld => judgement.With(read.Payload, ["iat"], clock),
            VerifyError.LifetimeTooLong => judgement.With(read.Payload, ["iat", "exp"], $"{DurationText.Of(policy.MaxLifetime!.Value)} between them"),
            VerifyError.RequiredClaimMissing when policy.RequiredClaims.Count > 0 => judgement.With(
                read.Payload,
                [.. policy.RequiredClaims.Keys],
                string.Join(", ", policy.RequiredClaims.Select(claim => $"{QuotedText.Of(claim.Key)}: {QuotedText.Of(claim.Value)}"))),
            VerifyError.InsufficientScope => judgement.With(read.Payload, ["scope", "scp"], string.Join(" and ", policy.RequiredScopes.Select(QuotedText.Of))),
            _ => judgement,
        };
    }

    private TokenJudgement With(TokenSegment? part, string[] names, string accepted)
    {
        StringBuilder has = new();
        foreach (string name in names)
        {
            if (part is { Json: JsonElement { ValueKind: JsonValueKind.Object } json } && json.TryGetProperty(name, out JsonElement value))
            {
                string text = SafeJson.Text(value);
                has.Append(has.Length > 0 ? ", " : "").Append(ShownName(name)).Append(' ').Append(text.Length <= 200 ? text : text[..200] + "...").Append(Time(name, value));
            }
        }

        return this with { Has = has.Length > 0 ? has.ToString() : $"no {string.Join(" or ", names.Select(ShownName))}", Accepted = accepted };
    }

    private static string ShownName(string name) => name.All(char.IsAsciiLetterOrDigit) ? name : QuotedText.Of(name);

    private static string Time(string name, JsonElement value) => name is "exp" or "nbf" or "iat"
        && value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out decimal seconds) && seconds is >= 0 and <= UnixTime.LastSecond
            ? $" ({UnixTime.Text(UnixTime.At(seconds))})"
            : "";
}
