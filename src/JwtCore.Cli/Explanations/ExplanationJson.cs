using System.Text.Json;

namespace JwtCore.Cli;

/// <summary>Members of a JSON object that explain a refusal. Names, order and types are a contract with programs.</summary>
internal static class ExplanationJson
{
    /// <summary>
    /// Writes <c>claim</c>, <c>fault</c>, <c>expected</c>, <c>found</c>, <c>hint</c>, <c>cause</c> (of a failed fetch) and <c>unverified</c>: what a token has whose signature did
    /// not verify stands in the last alone.
    /// </summary>
    public static void Write(Utf8JsonWriter writer, Explanation explanation)
    {
        writer.WriteString("claim", explanation.Claim);
        writer.WriteString("fault", explanation.Fault == ClaimFault.None ? null : explanation.Fault.ToString());
        writer.WriteString("expected", explanation.Expected);
        writer.WriteString("found", explanation.IsAuthentic ? explanation.Found : null);
        writer.WriteString("hint", explanation.Hint);
        writer.WriteString("cause", explanation.Cause == FetchCause.None ? null : explanation.Cause.ToString());
        if (explanation.IsAuthentic || explanation.Found is null)
        {
            writer.WriteNull("unverified");
            return;
        }

        writer.WriteStartObject("unverified");
        writer.WriteString("found", explanation.Found);
        writer.WriteEndObject();
    }
}
