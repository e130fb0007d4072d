using System.Text.Json;
using JwtCore.Algorithms;

namespace JwtCore.Cli;

/// <summary>Explains headers that cannot be read or name what is not accepted, and segments that cannot be read.</summary>
internal static class HeaderExplanation
{
    // In the order in which the core reads them.
    private static readonly string[] Texts = ["alg", "kid", "typ"];

    public static Explanation Of(Refusal refusal)
    {
        Explanation explanation = new(refusal.Error);
        return refusal.Error switch
        {
            VerifyError.HeaderMalformed => OfHeader(refusal),
            VerifyError.AlgorithmNotAllowed => OfAlgorithm(refusal),
            VerifyError.CriticalHeaderNotSupported => explanation with
            {
                Expected = "no crit",
                Found = ValueText.OfMember("crit", refusal.Header("crit")),
                Hint = "Such tokens cannot be verified here: no extension is supported (RFC 7515 section 4.1.11).",
            },
            VerifyError.UnencodedPayloadNotSupported => explanation with
            {
                Expected = "no b64, or true",
                Found = ValueText.OfMember("b64", refusal.Header("b64")),
                Hint = "Such a text is no JWT (RFC 7797 section 7).",
            },
            _ => explanation with
            {
                Expected = "no zip",
                Found = ValueText.OfMember("zip", refusal.Header("zip")),
                Hint = "Have the issuer send the payload uncompressed: only encrypted tokens may be compressed (RFC 7516 section 4.1.3).",
            },
        };
    }

    /// <summary>A segment whose base64url or JSON is refused.</summary>
    public static Explanation OfSegment(Refusal refusal, TokenSegment? segment) => new(refusal.Error)
    {
        Expected = "canonical base64url of one JSON object, in which no object has a name twice",
        Found = segment?.Problems is [string problem, ..] ? $"{segment.Name}: {problem}" : null,
        Hint = "Compare the text with the token as the issuer sent it; if it is the same, the issuer builds wrong tokens.",
    };

    private static Explanation OfHeader(Refusal refusal)
    {
        if (refusal.Token.Header is not { Json.ValueKind: JsonValueKind.Object, Problems.Count: 0 })
        {
            return OfSegment(refusal, refusal.Token.Header);
        }

        string wrong = Texts.FirstOrDefault(name => refusal.Header(name) is { ValueKind: not JsonValueKind.String } value
            && (name == "alg" || value.ValueKind != JsonValueKind.Undefined), "alg");
        JsonElement value = refusal.Header(wrong);
        return new Explanation(refusal.Error)
        {
            Expected = $"{wrong}: a string",
            Found = value.ValueKind == JsonValueKind.Undefined ? $"no {wrong}" : $"{wrong}: {ValueText.Kind(value)}",
            Hint = $"Have the issuer write {wrong} as a string{(wrong == "alg" ? "" : " or leave it out")} (RFC 7515 section 4.1).",
        };
    }

    private static Explanation OfAlgorithm(Refusal refusal)
    {
        JsonElement alg = refusal.Header("alg");
        return new Explanation(refusal.Error)
        {
            Expected = $"alg: one of {AlgorithmList.Text(refusal.Policy.Algorithms)}",
            Found = ValueText.OfMember("alg", alg),
            Hint = HintOf(refusal, alg.GetString() ?? ""),
        };
    }

    private static string HintOf(Refusal refusal, string alg)
    {
        if (refusal.Token.Algorithm is not JwtAlgorithm named)
        {
            return alg.Equals("none", StringComparison.OrdinalIgnoreCase) ? "An unsigned token is never accepted."
                : JwtAlgorithms.Names.FirstOrDefault(name => name.Equals(alg, StringComparison.OrdinalIgnoreCase)) is string meant
                    ? $"Have the issuer write {meant}: names of algorithms are compared in their case (RFC 7515 section 4.1.1)."
                    : $"The algorithm is not supported. Have the issuer sign with one of {string.Join(", ", JwtAlgorithms.Names)}.";
        }

        string name = named.ToName();
        return AlgorithmTable.Find(named)!.Missing is string missing ? missing
            : refusal.Keys.Count == 0 || refusal.Keys.Any(key => KeyEntry.Alone(key).Fits(named))
                ? $"If the issuer signs with {name} and that is wanted, add --alg {name}."
            : AlgorithmList.IsSecret(named) ? $"{name} needs a shared secret, and the keys are public: the token is forged or of another issuer."
            : $"None of the keys fits {name}: the token is of another issuer or the keys are.";
    }
}
