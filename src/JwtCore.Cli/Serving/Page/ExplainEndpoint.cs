namespace JwtCore.Cli;

/// <summary>Judges a token for the page, step by step. Needs no secret: it tells what the caller could compute.</summary>
internal sealed class ExplainEndpoint(LocalIssuer issuer, TimeProvider clock)
{
    // A token of the largest size, a key set as large as one that is fetched, and the names around them.
    private const int Longest = 300_000;

    public async Task<ServerAnswer> AnswerAsync(ServerRequest request)
    {
        (byte[] body, ServerAnswer? refusal) = await request.ReadBodyAsync(ServerAnswer.Json, Longest);
        return refusal
            ?? (ExplainRequest.TryParse(body, out ExplainRequest? asked, out string? problem) ? Answer(asked) : ServerAnswer.Refused(400, problem!));
    }

    private ServerAnswer Answer(ExplainRequest asked)
    {
        try
        {
            GivenKeys keys = asked.Keys is string text ? GivenKeys.Read(text, asked.Algorithms) : GivenKeys.Of(issuer);
            TokenReport report = TokenReport.Make(asked, keys, clock);
            return ServerAnswer.OfJson(200, report.Write);
        }
        catch (RefusedArgumentException refused)
        {
            return ServerAnswer.Refused(400, refused.Message);
        }
        catch (FormatException refused)
        {
            return ServerAnswer.Refused(400, $"Keys: {refused.Message}");
        }
    }
}
