namespace JwtCore.Jwks;

/// <summary>
/// Counts what is received, and stops when it is too much. On a connection for https it looks at the first byte as well: a
/// server that does not speak TLS is told by that, before the handshake fails in a way that names no cause.
/// </summary>
/// <param name="inner">The connection, or a body. Disposed with this.</param>
/// <param name="budget">How much may be received.</param>
/// <param name="mustBeTls">The far side must answer with a TLS record.</param>
internal sealed class BoundedStream(Stream inner, WireBudget budget, bool mustBeTls) : Stream
{
    // RFC 8446 section 5.1: an answer begins with a handshake or an alert.
    private const byte Alert = 21;
    private const byte Handshake = 22;

    private bool _isFirst = mustBeTls;

    public override bool CanRead => inner.CanRead;

    public override bool CanSeek => false;

    public override bool CanWrite => inner.CanWrite;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int read = inner.Read(buffer);
        Check(buffer[..read]);
        return read;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        Check(buffer.Span[..read]);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);

    public override void Write(ReadOnlySpan<byte> buffer) => inner.Write(buffer);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        inner.WriteAsync(buffer, cancellationToken);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        inner.WriteAsync(buffer, offset, count, cancellationToken);

    public override void Flush() => inner.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Check(ReadOnlySpan<byte> received)
    {
        if (_isFirst && received.Length > 0)
        {
            _isFirst = false;
            if (received[0] is not (Alert or Handshake))
            {
                throw new FetchFaultException(FetchCause.TlsNotSpoken);
            }
        }

        budget.Take(received.Length);
    }
}
