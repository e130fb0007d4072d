using System.Text;
using JwtCore.Cli.Tests.Support;

namespace JwtCore.Cli.Tests;

public class TokenLinesTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("\n", "[]")]
    [InlineData("a", "[a]")]
    [InlineData("a\n", "[a]")]
    [InlineData("a\nb", "[a][b]")]
    [InlineData("\n\na\n\n", "[][][a][]")]
    [InlineData("a\r\n\r", "[a][\r]")]
    [InlineData("a\r\r\nb\r\n", "[a\r][b]")]
    [InlineData("\ufeffa\n\ufeffb\n", "[a][???b]")]
    [InlineData("\ufeff\ufeffa", "[???a]")]
    [InlineData("\ufeff12345\r\n12345\r\n123456\r\n", "[12345][12345][123456]")]
    [InlineData("\ufeff123456789\r\n", "[123456]")]
    [InlineData("12345\n123456\n1234567\n1\n", "[12345][123456][123456][1]")]
    [InlineData("123456789", "[123456]")]
    public async Task Lines_end_at_LF_or_CRLF_and_keep_one_byte_more_than_the_longest_token(string input, string expected)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(input);

        Assert.Equal(expected, await Read([bytes]));
        Assert.Equal(expected, await Read(bytes.Select(single => new[] { single })));
    }

    [Fact]
    public async Task A_line_without_end_is_kept_in_bounded_memory()
    {
        byte[] chunk = Enumerable.Repeat((byte)'a', 16_384).ToArray();
        long before = GC.GetAllocatedBytesForCurrentThread();

        string lines = await Read(Enumerable.Repeat(chunk, 4_000));

        Assert.Equal("[aaaaaa]", lines);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000_000);
    }

    private static async Task<string> Read(IEnumerable<byte[]> chunks)
    {
        using ScriptedStream input = new(chunks);
        StringBuilder lines = new();
        await foreach (ReadOnlyMemory<byte> line in TokenLines.ReadAsync(input, 5))
        {
            lines.Append('[').Append(Encoding.ASCII.GetString(line.Span)).Append(']');
        }

        return lines.ToString();
    }
}
