namespace JwtCore.Cli;

/// <summary>Stands for a standard stream that was closed before the program began.</summary>
internal sealed class ClosedStream : UnseekableStream
{
    public override bool CanRead => true;

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw Closed();

    public override void Write(byte[] buffer, int offset, int count) => throw Closed();

    private static IOException Closed() => new("it is closed.");
}
