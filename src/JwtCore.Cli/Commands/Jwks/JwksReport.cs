namespace JwtCore.Cli;

/// <summary>Writes what a key set holds, and how it was fetched.</summary>
internal sealed class JwksReport(TextWriter output, TerminalColours paint, int? columns, bool isJson)
{
    private const string KeysOption = "--url";

    public void Write(KeySetView set)
    {
        if (isJson)
        {
            WriteJson(set, null);
        }
        else
        {
            WriteSet(set);
        }
    }

    public void Write(KeyFetch fetch)
    {
        if (isJson)
        {
            WriteJson(fetch.Set, fetch);
            return;
        }

        JwksAttempt attempt = fetch.Attempt;
        output.WriteLine(attempt.Cause == FetchCause.None
            ? $"{paint.Good("fetched")}: {attempt.Outcome}"
            : $"{paint.Bad(fetch.Set is null ? "not fetched" : "fetched")}: {attempt.Cause}");
        foreach (JwksRequest request in attempt.Requests.Where(request => attempt.Cause == FetchCause.None || !ReferenceEquals(request, attempt.Decisive)))
        {
            output.WriteLine($"  {FetchSentences.Facts(request)}");
        }

        if (attempt.Cause != FetchCause.None)
        {
            output.WriteLine($"  {FetchSentences.Explain(attempt, KeysOption)}");
        }

        if (fetch.Set is KeySetView set)
        {
            WriteSet(set);
        }
    }

    private void WriteSet(KeySetView set)
    {
        if (set.Problem is string problem)
        {
            output.WriteLine($"{paint.Bad("no keys")}: {problem}");
            return;
        }

        int usable = set.Usable.Count();
        string summary = $"{(usable == 1 ? "1 usable key" : $"{usable} usable keys")}, {set.Skipped.Count()} skipped";
        output.WriteLine(usable > 0 ? paint.Good(summary) : paint.Bad(summary));
        KeyTable.Write(output, set, "  ", columns);
    }

    // Names, order and types of the members are a contract with programs.
    private void WriteJson(KeySetView? set, KeyFetch? fetch) => output.WriteLine(SafeJson.Text(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("usable", set?.Usable.Count() ?? 0);
        writer.WriteString("problem", set?.Problem ?? (fetch is { Attempt.Outcome: RefreshOutcome.KeySetMalformed } ? FetchSentences.Facts(fetch.Attempt) : null));
        FetchJson.Write(writer, fetch?.Attempt, KeysOption);
        writer.WriteString("metadata", fetch?.Metadata?.Address);
        writer.WriteString("address", fetch?.Keys?.Address);
        KeyTable.WriteJson(writer, set);
        writer.WriteEndObject();
    }));
}
