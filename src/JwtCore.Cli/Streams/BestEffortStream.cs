namespace JwtCore.Cli;

/// <summary>Writes what can be written: a note that nobody can read must not end the program.</summary>
internal sealed class BestEffortStream(Stream inner) : UnseekableStream
{
    public override bool CanRead => false;

    public override void Flush() => Try(inner.Flush);

    public override void Write(byte[] buffer, int offset, int count) => Try(() => inner.Write(buffer, offset, count));

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private static void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception thrown) when (thrown is IOException or UnauthorizedAccessException)
        {
            // Closed or full.
        }
    }
}
