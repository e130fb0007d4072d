using System.CommandLine;
using System.Text;

namespace JwtCore.Cli;

/// <summary>The token or tokens: an argument, a file, or lines of standard input.</summary>
internal sealed class TokenOptions(Stream input, bool isOptional = false)
{
    public const string NoToken = "there is no token: standard input is empty.";

    /// <summary>The highest limit that may be given for a token, in bytes.</summary>
    public const int LargestToken = 8 * 1024 * 1024;

    private readonly Argument<string?> _token = new("TOKEN")
    {
        Arity = ArgumentArity.ZeroOrOne,
        Description = isOptional ? "A token to judge; standard input is not read." : "The token. Without it and without --file: one token per line of standard input.",
    };

    private readonly Option<string?> _file = OptionReading.One("--file", "FILE", "Read the one token from a file; a byte order mark before it and one line end after it are ignored.");
    private readonly Option<string?> _longest = OptionReading.One("--max-token-bytes", "N", $"Refuse longer tokens, 1 to {LargestToken}. Default: {new Limits().TokenBytes}.");

    public Argument Argument => _token;

    /// <summary>Where to say that standard input is read, when it is a terminal; else null.</summary>
    public TextWriter? TerminalNotes { get; init; }

    /// <summary>A token or its file is given, so that standard input is not read.</summary>
    public bool AreGiven(ParseResult parsed) => parsed.GetResult(_token) is not null || parsed.GetValue(_file) is not null;

    public IEnumerable<Option> All => [_file, _longest];

    /// <summary>The longest token, in bytes.</summary>
    /// <exception cref="UsageException">The value is no whole number or out of range.</exception>
    public int Longest(ParseResult parsed) => parsed.Integer(_longest, 1, LargestToken) ?? new Limits().TokenBytes;

    /// <summary>The tokens as bytes, each valid until the next is asked for.</summary>
    /// <exception cref="UsageException">Both ways were given, or the file cannot be read.</exception>
    public IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(ParseResult parsed)
    {
        int longest = Longest(parsed);
        string? token = parsed.GetResult(_token) is null ? null : parsed.GetValue(_token);
        string? path = parsed.GetValue(_file);
        if (token is not null && path is not null)
        {
            throw new UsageException($"give a token or {_file.Name}, not both.");
        }

        if (isOptional && token is null && path is null)
        {
            return AsyncEnumerable.Empty<ReadOnlyMemory<byte>>();
        }

        if (token is null && path is null)
        {
            TerminalNotes?.Write($"{CommandLine.Name}: reading tokens from standard input, one on each line\n");
        }

        // A character beyond ASCII becomes bytes beyond ASCII, which no token may have either.
        return token is not null ? Only(Encoding.UTF8.GetBytes(token))
            : path is not null ? Only(ReadFile(path, longest))
            : TokenLines.ReadAsync(input, longest);
    }

    private byte[] ReadFile(string path, int longest)
    {
        // One byte too many, the byte order mark and the line end.
        ReadOnlySpan<byte> content = TokenLines.SkipMark(InputFile.Read(_file.Name, path, longest + 6));
        int end = content.EndsWith("\r\n"u8) ? 2 : content.EndsWith("\n"u8) ? 1 : 0;
        return content[..^end].ToArray();
    }

    private static IAsyncEnumerable<ReadOnlyMemory<byte>> Only(ReadOnlyMemory<byte> token) => new[] { token }.ToAsyncEnumerable();
}
