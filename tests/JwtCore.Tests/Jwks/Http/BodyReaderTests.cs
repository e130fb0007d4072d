using System.IO.Compression;
using System.Text;
using JwtCore.Jwks;

namespace JwtCore.Tests.Jwks;

/// <summary>Packed bodies: what is taken, and how much is read of what has no end.</summary>
public class BodyReaderTests
{
    private const string Text = """{"keys":[]}""";

    [Theory, InlineData("gzip"), InlineData("x-gzip"), InlineData("GZIP"), InlineData("br"), InlineData("identity"), InlineData(null)]
    public async Task A_body_in_an_encoding_that_was_asked_for_is_unpacked(string? encoding)
    {
        byte[]? body = await ReadAsync(Pack(Encoding.UTF8.GetBytes(Text), encoding), encoding);
        Assert.Equal(Text, Encoding.UTF8.GetString(body!));
    }

    [Theory, InlineData("deflate"), InlineData("zstd"), InlineData("gzip, gzip"), InlineData("x")]
    public async Task Any_other_encoding_is_refused(string encoding) =>
        await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(Pack(Encoding.UTF8.GetBytes(Text), null), encoding));

    [Theory, InlineData("gzip"), InlineData("br")]
    public async Task A_damaged_form_is_refused(string encoding) =>
        await Assert.ThrowsAnyAsync<Exception>(() => ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(Text)), encoding));

    [Theory, InlineData("gzip"), InlineData("br")]
    public async Task The_limit_holds_for_the_unpacked_body(string encoding)
    {
        Assert.Equal(1_000, (await ReadAsync(Pack(new byte[1_000], encoding), encoding))!.Length);
        Assert.Null(await ReadAsync(Pack(new byte[1_001], encoding), encoding));
    }

    // A member of gzip may hold nothing, and another may follow for ever.
    [Fact]
    public async Task Of_packed_members_that_hold_nothing_no_more_is_read_than_the_limit_and_some()
    {
        Repeating endless = new(((MemoryStream)Pack([], "gzip")).ToArray());
        Assert.Equal(FetchCause.BodyTooLarge, (await Assert.ThrowsAsync<FetchFaultException>(() => ReadAsync(endless, "gzip"))).Cause);
        Assert.InRange(endless.Taken, 1_000, 100_000);
    }

    [Fact]
    public async Task Of_a_block_that_holds_nothing_no_more_is_read_than_the_limit_and_some()
    {
        // RFC 1952 section 2.3: the header; RFC 1951 section 3.2.4: a stored block of no bytes that is not the last.
        Repeating endless = new([0, 0, 0, 0xFF, 0xFF], [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]);
        Assert.Equal(FetchCause.BodyTooLarge, (await Assert.ThrowsAsync<FetchFaultException>(() => ReadAsync(endless, "gzip"))).Cause);
        Assert.InRange(endless.Taken, 1_000, 100_000);
    }

    [Fact]
    public async Task On_the_wire_nothing_without_end_is_read_to_its_end()
    {
        foreach (string beginning in (string[])["HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n", ""])
        {
            byte[] block = beginning.Length == 0 ? Encoding.ASCII.GetBytes("HTTP/1.1 100 Continue\r\n\r\n") : ((MemoryStream)Pack([], "gzip")).ToArray();
            long sent = 0;
            await using RawServer server = new(async (stream, stop) =>
            {
                await RawServer.ReadRequestAsync(stream, stop);
                await stream.WriteAsync(Encoding.ASCII.GetBytes(beginning), stop);
                byte[] chunk = [.. Enumerable.Repeat(block, 100).SelectMany(one => one)];
                while (true)
                {
                    await stream.WriteAsync(chunk, stop);
                    sent += chunk.Length;
                }
            });
            using RemoteJwks keys = new($"http://127.0.0.1:{server.Port}/keys", new RemoteJwksOptions { AllowHttpOnLoopback = true });
            JwksAttempt attempt = await keys.RefreshAsync(TestContext.Current.CancellationToken);
            Assert.False(attempt.IsSuccess);
            if (beginning.Length > 0)
            {
                Assert.Equal((RefreshOutcome.BodyTooLarge, FetchCause.BodyTooLarge), (attempt.Outcome, attempt.Cause));
                Assert.Contains("262144 bytes", attempt.Explain(), StringComparison.Ordinal);
            }

            // With what the buffers of both sockets hold.
            Assert.InRange(sent, 0, 16_000_000);
        }
    }

    private static MemoryStream Pack(byte[] body, string? encoding)
    {
        MemoryStream packed = new();
        using (Stream packing = encoding?.ToUpperInvariant() switch
        {
            "GZIP" or "X-GZIP" => new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            "BR" => new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            _ => new BufferedStream(new Unowned(packed)),
        })
        {
            packing.Write(body);
        }

        if (packed.Length == 0 && encoding is not null)
        {
            // The platform writes nothing for nothing: an empty member, by RFC 1952.
            packed.Write([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        }

        packed.Position = 0;
        return packed;
    }

    private static async Task<byte[]?> ReadAsync(Stream body, string? encoding)
    {
        using StreamContent content = new(body);
        foreach (string one in encoding?.Split(", ") ?? [])
        {
            content.Headers.ContentEncoding.Add(one);
        }

        return await BodyReader.ReadAsync(content, 1_000, TestContext.Current.CancellationToken);
    }

    private sealed class Unowned(MemoryStream inner) : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);

        public override void Write(ReadOnlySpan<byte> buffer) => inner.Write(buffer);
    }

    /// <summary>The same bytes again and again, counted.</summary>
    private sealed class Repeating(byte[] block, byte[]? beginning = null) : MemoryStream
    {
        private readonly byte[] _beginning = beginning ?? [];

        public long Taken { get; private set; }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            for (int i = 0; i < buffer.Length; i++)
            {
                long place = Taken++;
                buffer[i] = place < _beginning.Length ? _beginning[place] : block[(place - _beginning.Length) % block.Length];
            }

            return buffer.Length;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(Read(buffer.Span));

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => Task.FromResult(Read(buffer.AsSpan(offset, count)));
    }
}
