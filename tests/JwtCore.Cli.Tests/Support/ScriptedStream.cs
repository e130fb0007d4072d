namespace JwtCore.Cli.Tests.Support;

/// <summary>Hands out one chunk per read, each made when it is asked for; ends where the script ends.</summary>
internal sealed class ScriptedStream(IEnumerable<byte[]> script) : Stream
{
    private readonly IEnumerator<byte[]> _script = script.GetEnumerator();

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (!_script.MoveNext())
        {
            return 0;
        }

        _script.Current.CopyTo(buffer);
        return _script.Current.Length;
    }

    // Completes at once, so that a test stays on its thread.
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
