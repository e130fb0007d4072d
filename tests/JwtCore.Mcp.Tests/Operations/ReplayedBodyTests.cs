namespace JwtCore.Mcp.Tests;

public class ReplayedBodyTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 5)]
    [InlineData(5, 0)]
    [InlineData(5, 5)]
    public async Task Both_parts_come_in_order_however_they_are_read(int begin, int rest)
    {
        byte[] whole = [.. Enumerable.Range(0, begin + rest).Select(i => (byte)i)];
        for (int size = 1; size <= whole.Length + 1; size++)
        {
            List<byte> read = [], readAsync = [];
            byte[] buffer = new byte[size];
            using ReplayedBody body = new(whole.AsMemory(0, begin), new MemoryStream(whole[begin..]));
            using ReplayedBody again = new(whole.AsMemory(0, begin), new MemoryStream(whole[begin..]));
            for (int count; (count = body.Read(buffer, 0, size)) > 0;)
            {
                read.AddRange(buffer[..count]);
            }

            for (int count; (count = await again.ReadAsync(buffer.AsMemory(), TestContext.Current.CancellationToken)) > 0;)
            {
                readAsync.AddRange(buffer[..count]);
            }

            Assert.Equal(whole, read);
            Assert.Equal(whole, readAsync);
        }
    }

    [Fact]
    public void It_is_for_reading_in_one_direction()
    {
        using ReplayedBody body = new(default, Stream.Null);

        Assert.Equal((true, false, false), (body.CanRead, body.CanSeek, body.CanWrite));
        Assert.Throws<NotSupportedException>(() => body.Length);
        Assert.Throws<NotSupportedException>(() => body.Seek(0, SeekOrigin.Begin));
        Assert.Throws<NotSupportedException>(() => body.Write([1], 0, 1));
    }
}
