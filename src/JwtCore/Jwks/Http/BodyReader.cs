using System.IO.Compression;

namespace JwtCore.Jwks;

/// <summary>
/// Reads a body and unpacks it. Both lengths are bounded, packed and unpacked: a stream can unpack to nothing for as long
/// as somebody sends it.
/// </summary>
internal static class BodyReader
{
    private const int ChunkBytes = 16 * 1024;

    // What packing adds to a body that cannot be packed is far less.
    private const int PackingBytes = 4 * 1024;

    /// <summary>The body; null for one above the limit, of which no more is read than shows that.</summary>
    /// <exception cref="InvalidDataException">The packed form is damaged, or one that was not asked for.</exception>
    public static async Task<byte[]?> ReadAsync(HttpContent content, int maxBytes, CancellationToken deadline)
    {
        string[] encodings = [.. content.Headers.ContentEncoding.Where(encoding => !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))];
        if (encodings.Length == 0 && content.Headers.ContentLength > maxBytes)
        {
            return null;
        }

        Stream received = await content.ReadAsStreamAsync(deadline).ConfigureAwait(false);
        await using (received.ConfigureAwait(false))
        {
            if (encodings.Length == 0)
            {
                return await ReadAsync(received, maxBytes, deadline).ConfigureAwait(false);
            }

            BoundedStream packed = new(received, new WireBudget(maxBytes + PackingBytes), mustBeTls: false);
            Stream unpacked = Unpack(packed, encodings);
            await using (unpacked.ConfigureAwait(false))
            {
                return await ReadAsync(unpacked, maxBytes, deadline).ConfigureAwait(false);
            }
        }
    }

    private static Stream Unpack(Stream packed, string[] encodings) => encodings switch
    {
        [string one] when one.Equals("gzip", StringComparison.OrdinalIgnoreCase) || one.Equals("x-gzip", StringComparison.OrdinalIgnoreCase) => new GZipStream(packed, CompressionMode.Decompress),
        [string one] when one.Equals("br", StringComparison.OrdinalIgnoreCase) => new BrotliStream(packed, CompressionMode.Decompress),
        _ => throw new InvalidDataException("An encoding that was not asked for."),
    };

    private static async Task<byte[]?> ReadAsync(Stream stream, int maxBytes, CancellationToken deadline)
    {
        using MemoryStream body = new();
        byte[] chunk = new byte[ChunkBytes];
        int read;
        while ((read = await stream.ReadAsync(chunk, deadline).ConfigureAwait(false)) > 0)
        {
            if (body.Length + read > maxBytes)
            {
                return null;
            }

            body.Write(chunk, 0, read);
        }

        return body.ToArray();
    }
}
