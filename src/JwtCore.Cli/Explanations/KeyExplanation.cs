using System.Text.Json;

namespace JwtCore.Cli;

/// <summary>Explains why no key, or more than one, could be chosen.</summary>
internal static class KeyExplanation
{
    // As many keys as the core tries for a token without kid.
    private const int MostTried = 4;

    public static Explanation Of(Refusal refusal)
    {
        JsonElement kid = refusal.Header("kid");
        string? keyId = kid.ValueKind == JsonValueKind.String ? kid.GetString() : null;
        Explanation explanation = new(refusal.Error)
        {
            Expected = refusal.Keys.Count == 0 ? null : $"one of the keys {string.Join(", ", refusal.Keys.Select(Describe))}",
            Found = $"{ValueText.OfMember("kid", kid)}, {ValueText.OfMember("alg", refusal.Header("alg"))}",
        };
        return refusal.Error switch
        {
            VerifyError.KeyNotFound => explanation with { Hint = HintOfNotFound(refusal, keyId) },
            VerifyError.KeyAmbiguous => explanation with
            {
                Expected = $"one key that fits; these do: {string.Join(", ", Fitting(refusal, keyId).Select(Describe))}",
                Hint = HintOfAmbiguous(refusal, keyId),
            },
            VerifyError.KeyAlgorithmMismatch => explanation with
            {
                Expected = $"an alg that fits {string.Join(", ", refusal.Keys.Where(key => key.KeyId == keyId || key.KeyId is null).Select(Describe))}",
                Hint = "The issuer's key set and its tokens contradict each other: have the issuer correct one of them, or the token is of another issuer with the same kid.",
            },
            VerifyError.KeysUnavailable => OfUnavailable(refusal),
            _ => explanation,
        };
    }

    private static Explanation OfUnavailable(Refusal refusal) => refusal.Fetch is { Cause: not FetchCause.None } fetch
        ? new Explanation(refusal.Error) { Cause = fetch.Cause, Hint = $"{fetch.Cause}: {FetchSentences.Explain(fetch, DoctorCommand.KeysOption)}" }
        : new Explanation(refusal.Error) { Hint = $"{CommandLine.Name} doctor looks at each step of the fetch." };

    private static string HintOfNotFound(Refusal refusal, string? keyId)
    {
        if (refusal.Keys.Count == 0)
        {
            return $"No key can verify: {CommandLine.Name} jwks shows why each entry is skipped.";
        }

        if (keyId is null)
        {
            return "None of the keys fits the token's alg: the token is of another issuer or environment.";
        }

        string? alike = refusal.Keys.Select(key => TextDifference.Near(keyId, key.KeyId ?? "")).FirstOrDefault(difference => difference is not null);
        return $"{(alike is null ? "" : alike + " ")}Compare the kid with the keys: the issuer has rotated its keys, or the token is of another issuer or environment.";
    }

    private static string HintOfAmbiguous(Refusal refusal, string? keyId) => keyId is not null
        ? "Have the issuer give each key a kid or an alg of its own, or remove the key that is no longer in use."
        : !refusal.Tolerates(Tolerance.TryKeysWithoutKeyId) && Fitting(refusal, null).Count() <= MostTried
            ? $"Have the issuer send a kid, remove old keys, or use --tolerate {nameof(Tolerance.TryKeysWithoutKeyId)}."
            : "Have the issuer send a kid, or remove old keys.";

    /// <summary>The keys that could verify a token with this key ID, or without one.</summary>
    public static IEnumerable<Jwk> Fitting(Refusal refusal, string? keyId) => refusal.Keys.Where(key =>
        (keyId is null || key.KeyId is null || key.KeyId == keyId) && (refusal.Token.Algorithm is not JwtAlgorithm named || KeyEntry.Alone(key).Fits(named)));

    /// <summary>The key ID, the type with the curve and the algorithm, as far as the key has them.</summary>
    public static string Describe(Jwk key)
    {
        string[] parts = [KeyEntry.Alone(key).Curve is string curve ? $"{key.KeyType} {curve}" : key.KeyType, .. key.Algorithm is JwtAlgorithm alg ? [alg.ToName()] : Array.Empty<string>()];
        return $"{(key.KeyId is null ? "without kid" : SafeJson.Text(key.KeyId))} ({string.Join(", ", parts)})";
    }
}
