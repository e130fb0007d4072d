using System.Text;

namespace JwtCore.Cli.Tests.Support;

/// <summary>Takes what a program writes, and tells when it has written some text.</summary>
internal sealed class WrittenStream : UnseekableStream
{
    private readonly Lock _lock = new();
    private readonly StringBuilder _text = new();
    private readonly List<(string Text, int From, TaskCompletionSource Seen)> _awaited = [];

    public string Text
    {
        get
        {
            lock (_lock)
            {
                return _text.ToString();
            }
        }
    }

    public override bool CanRead => false;

    /// <summary>Every write fails from now on, as when the reader of a pipe is gone.</summary>
    public bool IsBroken { get; set; }

    /// <summary>Ends when the text stands somewhere from a place on.</summary>
    public Task WaitForAsync(string text, int from = 0)
    {
        TaskCompletionSource seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _awaited.Add((text, from, seen));
            Look();
        }

        return seen.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        if (IsBroken)
        {
            throw new IOException("Broken pipe");
        }

        lock (_lock)
        {
            _text.Append(Encoding.UTF8.GetString(buffer, offset, count));
            Look();
        }
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private void Look()
    {
        string text = _text.ToString();
        _awaited.RemoveAll(one => text.IndexOf(one.Text, Math.Min(one.From, text.Length), StringComparison.Ordinal) >= 0 && one.Seen.TrySetResult());
    }
}
