using System.Buffers;

namespace JwtCore.Cli;

/// <summary>Splits bytes into lines, which end with LF or CRLF: any other CR belongs to the token and makes it invalid.</summary>
internal static class TokenLines
{
    private const int ChunkSize = 16_384;

    // One byte more than the longest token, the byte order mark and CR.
    private const int Around = 5;

    private static ReadOnlySpan<byte> Mark => "\ufeff"u8;

    /// <summary>
    /// The lines, each as soon as its LF arrives. Of a line longer than <paramref name="longest"/> one byte more than
    /// that is kept, enough to be refused for its length. What a final LF is followed by is no line. A byte order mark before
    /// the first line is no part of it.
    /// </summary>
    /// <param name="input">Where the bytes come from.</param>
    /// <param name="longest">The longest token, in bytes.</param>
    /// <returns>The lines without their ends; each is valid until the next is asked for.</returns>
    /// <exception cref="UsageException">Standard input cannot be read.</exception>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(Stream input, int longest)
    {
        byte[] chunk = new byte[ChunkSize];
        ArrayBufferWriter<byte> line = new();
        ReadOnlyMemory<byte> rest;
        bool isFirst = true;
        while (!(rest = chunk.AsMemory(0, await ReadChunkAsync(input, chunk))).IsEmpty)
        {
            int end;
            while ((end = rest.Span.IndexOf((byte)'\n')) >= 0)
            {
                Append(line, rest.Span[..end], longest + Around);
                rest = rest[(end + 1)..];
                yield return Token(line.WrittenMemory, isFirst, hasEnd: true, longest);
                line.ResetWrittenCount();
                isFirst = false;
            }

            Append(line, rest.Span, longest + Around);
        }

        if (line.WrittenCount > 0)
        {
            yield return Token(line.WrittenMemory, isFirst, hasEnd: false, longest);
        }
    }

    /// <summary>The bytes without a byte order mark at their start.</summary>
    public static ReadOnlySpan<byte> SkipMark(ReadOnlySpan<byte> bytes) => bytes.StartsWith(Mark) ? bytes[Mark.Length..] : bytes;

    private static ReadOnlyMemory<byte> Token(ReadOnlyMemory<byte> line, bool isFirst, bool hasEnd, int longest)
    {
        line = isFirst ? line[^SkipMark(line.Span).Length..] : line;
        line = hasEnd && line.Span.EndsWith("\r"u8) ? line[..^1] : line;
        return line[..Math.Min(line.Length, longest + 1)];
    }

    private static void Append(ArrayBufferWriter<byte> line, ReadOnlySpan<byte> bytes, int most) =>
        line.Write(bytes[..Math.Min(bytes.Length, most - line.WrittenCount)]);

    private static async ValueTask<int> ReadChunkAsync(Stream input, byte[] chunk)
    {
        try
        {
            return await input.ReadAsync(chunk);
        }
        catch (Exception thrown) when (thrown is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"cannot read standard input: {thrown.Message}");
        }
    }
}
