namespace JwtCore.Cli;

/// <summary>Standard output of a program that goes on. Lines come from several threads; when nobody can read them any more, the program ends.</summary>
internal sealed class ServeConsole(TextWriter output, TextWriter notes)
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Fails when standard output cannot be written; never ends otherwise.</summary>
    public Task Lost => _lost.Task;

    /// <summary>Writes whole lines, each with its end. What comes from elsewhere is escaped by the caller.</summary>
    public void Write(string lines)
    {
        try
        {
            lock (_lock)
            {
                output.Write(lines);
                output.Flush();
            }
        }
        catch (Exception thrown) when (thrown is IOException or UnauthorizedAccessException)
        {
            _lost.TrySetException(thrown);
        }
    }

    public void Rotated(string keyId) => Write($"rotated: new tokens are signed by {SafeJson.Text(keyId)}; the key before stays in the set until the next rotation\n");

    public void Failing(TimeSpan? length) =>
        Write($"failing: metadata, keys and tokens answer 503 {(length is TimeSpan known ? $"for {ClaimTime.Words(known)}" : "until recover")}\n");

    public void Recovered() => Write("recovered\n");

    /// <summary>Writes one line about something wrong to standard error.</summary>
    public void Note(string message)
    {
        lock (_lock)
        {
            notes.Write($"{CommandLine.Name}: {message}\n");
        }
    }
}
