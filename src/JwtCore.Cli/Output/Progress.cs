namespace JwtCore.Cli;

/// <summary>Tells who looks at a terminal what is being waited for, when it takes longer than a moment.</summary>
internal sealed class Progress(TextWriter notes, ToolEnvironment environment)
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    public async Task<T> WatchAsync<T>(Task<T> work, string waitingFor)
    {
        if (environment.ShowsProgress && await Task.WhenAny(work, Task.Delay(Moment, environment.TimeProvider)) != work)
        {
            await notes.WriteAsync($"{CommandLine.Name}: {SafeText.Escape(waitingFor)}\n");
        }

        return await work;
    }
}
