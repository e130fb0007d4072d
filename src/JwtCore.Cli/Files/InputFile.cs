namespace JwtCore.Cli;

/// <summary>Reads the files that options name.</summary>
internal static class InputFile
{
    // Far above any set of keys; a device that never ends must not fill the memory.
    private const int LargestKeyFile = 8 * 1024 * 1024;

    /// <summary>What is said of text that some editors and shells of Windows write.</summary>
    public const string Utf16 = "it is UTF-16 text. Save it as UTF-8.";

    /// <summary>Whether bytes start with the byte order mark of UTF-16. A secret may, keys and JSON may not.</summary>
    public static bool IsUtf16(ReadOnlySpan<byte> content) => content is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..];

    /// <summary>What the whole file holds.</summary>
    /// <exception cref="UsageException">It cannot be read, or its content is refused.</exception>
    public static T LoadKeys<T>(string option, string path, Func<byte[], T> parse) => Load(option, path, FileName.Quote(path), parse);

    /// <summary>The same for a shared secret, which has any form: the path is never quoted, for it may be the secret.</summary>
    /// <exception cref="UsageException">It cannot be read, or its content is refused.</exception>
    public static T LoadSecret<T>(string option, string path, Func<byte[], T> parse) => Load(option, path, FileName.Unnamed, parse);

    /// <summary>The first bytes of the file.</summary>
    /// <exception cref="UsageException">It cannot be read.</exception>
    public static byte[] Read(string option, string path, int most) => Read(option, path, FileName.Quote(path), most);

    /// <summary>All of standard input, as long as a file of keys may be.</summary>
    /// <exception cref="UsageException">It cannot be read, or is longer.</exception>
    public static async Task<byte[]> ReadKeysAsync(Stream input)
    {
        using MemoryStream content = new();
        byte[] chunk = new byte[16_384];
        try
        {
            int read;
            while ((read = await input.ReadAsync(chunk)) > 0)
            {
                content.Write(chunk, 0, read);
                if (content.Length > LargestKeyFile)
                {
                    throw new UsageException($"cannot read standard input: it is larger than {LargestKeyFile} bytes.");
                }
            }
        }
        catch (Exception thrown) when (thrown is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"cannot read standard input: {thrown.Message}");
        }

        return content.ToArray();
    }

    private static byte[] ReadKeys(string option, string path, string quoted)
    {
        byte[] content = Read(option, path, quoted, LargestKeyFile + 1);
        return content.Length <= LargestKeyFile
            ? content
            : throw new UsageException($"{option}: cannot read {quoted}: it is larger than {LargestKeyFile} bytes.");
    }

    private static T Load<T>(string option, string path, string quoted, Func<byte[], T> parse)
    {
        byte[] content = ReadKeys(option, path, quoted);
        try
        {
            return parse(content);
        }
        catch (FormatException refusal)
        {
            throw new UsageException($"{option}: {quoted}: {(IsUtf16(content) ? Utf16 : refusal.Message)}");
        }
    }

    private static byte[] Read(string option, string path, string quoted, int most)
    {
        if (FileName.IsToken(path))
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
            throw new UsageException($"{option}: cannot read {quoted}: {Reason(thrown, path)}");
        }
    }

    private static string Reason(Exception thrown, string path) => thrown switch
    {
        FileNotFoundException or DirectoryNotFoundException => "there is no such file.",
        _ when Directory.Exists(path) => "it is a directory.",
        UnauthorizedAccessException => "access is denied.",
        ArgumentException or NotSupportedException or PathTooLongException => "this is not the name of a file.",
        _ => "the file system refuses.", // the exception's own words may quote the path
    };
}
