using System.Text.Json;

namespace JwtCore.Cli;

/// <summary>
/// What doctor says of the token: values of the claims that decide, never the subject, a whole payload or the token. What
/// nobody need have signed is called unverified, and in JSON stands in one object of that name.
/// </summary>
internal static class TokenFindings
{
    private const string Area = "token";

    public static Finding Of(TokenJudgement? token) => token switch
    {
        null => new Finding(Area, FindingLevel.Note, "token-not-judged", "the token was not judged, for lack of keys"),
        { Error: VerifyError.None } => new Finding(Area, FindingLevel.Ok, "token-valid", "the token is valid"),
        _ => new Finding(Area, FindingLevel.Problem, "token-refused", $"{token.Error}: {ErrorSentences.Of(token.Error)}", token.Explanation.Hint),
    };

    /// <summary>What stands below the finding, for people.</summary>
    public static IEnumerable<string> Lines(TokenJudgement token)
    {
        Explanation explanation = token.Explanation;
        (string Label, string? Text)[] lines =
        [
            ("claim", explanation.Fault == ClaimFault.None ? explanation.Claim : $"{explanation.Claim}, {explanation.Fault}"),
            ("expected", explanation.Expected),
            (explanation.IsAuthentic ? "found" : "found (unverified)", explanation.Found),
            .. token.Problems.Select(problem => ("also (unverified)", (string?)problem)),
        ];
        return
        [
            .. lines.Where(line => line.Text is not null).Select(line => $"{line.Label}: {line.Text}"),
            .. token.Comparison?.Lines(isUnverified: !explanation.IsAuthentic) ?? [],
        ];
    }

    // Names, order and types of the members are a contract with programs.
    public static void WriteJson(Utf8JsonWriter writer, TokenJudgement? token)
    {
        if (token is null)
        {
            writer.WriteNull("token");
            return;
        }

        Explanation explanation = token.Explanation;
        writer.WriteStartObject("token");
        writer.WriteBoolean("valid", token.Error == VerifyError.None);
        writer.WriteString("error", token.Error == VerifyError.None ? null : token.Error.ToString());
        writer.WriteString("claim", explanation.Claim);
        writer.WriteString("fault", explanation.Fault == ClaimFault.None ? null : explanation.Fault.ToString());
        writer.WriteString("expected", explanation.Expected);
        writer.WriteString("found", explanation.IsAuthentic ? explanation.Found : null);
        writer.WriteString("hint", explanation.Hint);
        TextComparison.WriteJson(writer, explanation.IsAuthentic ? token.Comparison : null);
        WriteUnverified(writer, token);
        writer.WriteEndObject();
    }

    private static void WriteUnverified(Utf8JsonWriter writer, TokenJudgement token)
    {
        Explanation explanation = token.Explanation;
        if ((explanation.IsAuthentic || explanation.Found is null) && token.Problems.Count == 0)
        {
            writer.WriteNull("unverified");
            return;
        }

        writer.WriteStartObject("unverified");
        writer.WriteString("found", explanation.IsAuthentic ? null : explanation.Found);
        TextComparison.WriteJson(writer, explanation.IsAuthentic ? null : token.Comparison);
        writer.WriteStartArray("problems");
        foreach (string problem in token.Problems)
        {
            writer.WriteStringValue(problem);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
