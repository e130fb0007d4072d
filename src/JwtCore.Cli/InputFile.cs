using System.Buffers;

namespace JwtCore.Cli;

/// <summary>Reads the files that options name.</summary>
internal static class InputFile
{
    // Far above any set of keys; a device that never ends must not fill the memory.
    private const int LargestKeyFile = 8 * 1024 * 1024;

    private static readonly SearchValues<char> NotOfToken = SearchValues.Create("/\\: ");

    /// <summary>The whole file.</summary>
    /// <exception cref="UsageException">It cannot be read or is larger than any file of keys.</exception>
    public static byte[] ReadKeys(string option, string path)
    {
        byte[] content = Read(option, path, LargestKeyFile + 1);
        return content.Length <= LargestKeyFile
            ? content
            : throw new UsageException($"{option}: cannot read {path}: it is larger than {LargestKeyFile} bytes.");
    }

    /// <summary>What the whole file holds.</summary>
    /// <exception cref="UsageException">It cannot be read, or its content is refused.</exception>
    public static T LoadKeys<T>(string option, string path, Func<byte[], T> parse)
    {
        byte[] content = ReadKeys(option, path);
        try
        {
            return parse(content);
        }
        catch (Exception refusal) when (refusal is FormatException or ArgumentException)
        {
            throw new UsageException($"{option}: {path}: {UsageException.Explain(refusal)}");
        }
    }

    /// <summary>The first bytes of the file.</summary>
    /// <exception cref="UsageException">It cannot be read.</exception>
    public static byte[] Read(string option, string path, int most)
    {
        if (LooksLikeToken(path))
        {
            throw new UsageException($"{option}: takes the name of a file, and this looks like a token.");
        }

        try
        {
            using FileStream file = File.OpenRead(path);
            byte[] buffer = new byte[Math.Min(most, 4096)];
            int length = 0;
            int read;
            while ((read = file.Read(buffer, length, buffer.Length - length)) > 0)
            {
                length += read;
                if (length == buffer.Length && length < most)
                {
                    Array.Resize(ref buffer, (int)Math.Min(most, 2L * length));
                }
            }

            return buffer[..length];
        }
        catch (Exception thrown) when (thrown is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            // The last two are names that no file can have.
            throw new UsageException($"{option}: cannot read {(path.Length == 0 ? "the file" : path)}: {Reason(thrown, path)}");
        }
    }

    private static string Reason(Exception thrown, string path) => thrown switch
    {
        FileNotFoundException or DirectoryNotFoundException => "there is no such file.",
        _ when Directory.Exists(path) => "it is a directory.",
        UnauthorizedAccessException => "access is denied.",
        ArgumentException or NotSupportedException => "this is not the name of a file.",
        _ => thrown.Message,
    };

    // Messages name the file; a token in its place is still a secret. Every compact JWS starts with the encoded '{"'.
    private static bool LooksLikeToken(string path) =>
        path.StartsWith("eyJ", StringComparison.Ordinal) && path.Contains('.') && path.AsSpan().IndexOfAny(NotOfToken) < 0;
}
