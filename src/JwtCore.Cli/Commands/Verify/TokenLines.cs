using System.Buffers;

namespace JwtCore.Cli;

/// <summary>Splits bytes into lines at LF alone: a CR belongs to the token and makes it invalid.</summary>
internal static class TokenLines
{
    private const int ChunkSize = 16_384;

    /// <summary>
    /// The lines, each as soon as its LF arrives. Of a line longer than <paramref name="longest"/> one byte more than
    /// that is kept, enough to be refused for its length. What a final LF is followed by is no line.
    /// </summary>
    /// <param name="input">Where the bytes come from.</param>
    /// <param name="longest">The longest token, in bytes.</param>
    /// <returns>The lines without LF; each is valid until the next is asked for.</returns>
    /// <exception cref="UsageException">Standard input cannot be read.</exception>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(Stream input, int longest)
    {
        byte[] chunk = new byte[ChunkSize];
        ArrayBufferWriter<byte> line = new();
        ReadOnlyMemory<byte> rest;
        while (!(rest = chunk.AsMemory(0, await ReadChunkAsync(input, chunk))).IsEmpty)
        {
            int end;
            while ((end = rest.Span.IndexOf((byte)'\n')) >= 0)
            {
                Append(line, rest.Span[..end], longest + 1);
                rest = rest[(end + 1)..];
                yield return line.WrittenMemory;
                line.ResetWrittenCount();
            }

            Append(line, rest.Span, longest + 1);
        }

        if (line.WrittenCount > 0)
        {
            yield return line.WrittenMemory;
        }
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
