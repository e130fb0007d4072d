using Microsoft.Extensions.Time.Testing;

namespace JwtCore.Cli.Tests;

public sealed class ProgressTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly Notes _notes = new();

    [Theory]
    [InlineData(999, true, "")]
    [InlineData(1000, true, "jwtcore: fetching \\u001b\n")]
    [InlineData(10_000, false, "")]
    public async Task A_wait_of_a_second_is_told_to_a_terminal(int milliseconds, bool isTerminal, string expected)
    {
        TaskCompletionSource<int> work = new();
        Progress progress = new(_notes, new ToolEnvironment { ShowsProgress = isTerminal, TimeProvider = _time });

        Task<int> watched = progress.WatchAsync(work.Task, "fetching \u001b");
        _time.Advance(TimeSpan.FromMilliseconds(milliseconds));
        if (expected.Length > 0)
        {
            await _notes.Written.Task;
        }

        work.SetResult(7);

        Assert.Equal(7, await watched);
        Assert.Equal(expected, _notes.ToString());
    }

    public void Dispose() => _notes.Dispose();

    private sealed class Notes : StringWriter
    {
        public TaskCompletionSource Written { get; } = new();

        public override async Task WriteAsync(string? value)
        {
            await base.WriteAsync(value);
            Written.SetResult();
        }
    }
}
