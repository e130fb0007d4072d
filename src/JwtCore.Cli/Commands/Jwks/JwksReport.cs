namespace JwtCore.Cli;

/// <summary>Writes what a key set holds, and how it was fetched.</summary>
internal sealed class JwksReport(TextWriter output, TerminalColours paint, bool isJson)
{
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
        output.WriteLine($"{(fetch.Set is null ? paint.Bad("not fetched") : paint.Good("fetched"))}: {attempt.Outcome}{(attempt.Status is int status ? $", status {status}" : "")}");
        output.WriteLine($"  {OutcomeSentences.Of(attempt)}");
        WriteAddress("metadata", fetch.Trail.Metadata);
        WriteAddress("keys", fetch.Trail.Keys);
        if (fetch.Set is KeySetView set)
        {
            WriteSet(set);
        }
    }

    private void WriteAddress(string what, HttpExchange? exchange)
    {
        if (exchange is not null)
        {
            output.WriteLine($"  {what,-8}  {QuotedText.Of(exchange.Address.AbsoluteUri, 200)}");
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
        KeyTable.Write(output, set, "  ");
    }

    // Names, order and types of the members are a contract with programs.
    private void WriteJson(KeySetView? set, KeyFetch? fetch) => output.WriteLine(SafeJson.Text(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("usable", set?.Usable.Count() ?? 0);
        writer.WriteString("problem", set?.Problem);
        writer.WriteString("outcome", fetch?.Attempt.Outcome.ToString());
        KeyTable.WriteNumber(writer, "status", fetch?.Attempt.Status);
        writer.WriteString("metadata", fetch?.Trail.Metadata?.Address.AbsoluteUri);
        writer.WriteString("address", fetch?.Trail.Keys?.Address.AbsoluteUri);
        KeyTable.WriteJson(writer, set);
        writer.WriteEndObject();
    }));
}
