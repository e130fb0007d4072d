using System.Buffers;
using System.Buffers.Text;

namespace JwtCore.Cli;

/// <summary>The name of a file as messages may quote it: a key or a token given in its place is still a secret.</summary>
internal static class FileName
{
    /// <summary>What stands for a path that is not quoted.</summary>
    public const string Unnamed = "the file";

    private const int Longest = 255;

    private static readonly SearchValues<char> AroundToken = SearchValues.Create("/\\:=, \"'");

    private static ReadOnlySpan<byte> WhiteSpace => " \t\r\n"u8;

    /// <summary>The path, or other words for it when it need not be one.</summary>
    public static string Quote(string path) => IsPlausible(path) || Exists(path) ? path : Unnamed;

    /// <summary>
    /// Whether a text is a compact token and no file: some segment is the start of a JSON object in base64url. Dots alone make
    /// no token, so key.v2.json is a name.
    /// </summary>
    public static bool IsToken(string path) => path.AsSpan().IndexOfAny(AroundToken) < 0 && HasToken(path) && !Exists(path);

    private static bool IsPlausible(string path) => path.Length is > 0 and <= Longest
        && !path.Any(char.IsControl)
        && path.AsSpan().IndexOfAny('{', '\u2028', '\u2029') < 0
        && !path.Contains("-----", StringComparison.Ordinal)
        && !path.Contains("Bearer ", StringComparison.OrdinalIgnoreCase)
        && !HasToken(path);

    // A name that the file system knows is a name, whatever it looks like.
    private static bool Exists(string path) => File.Exists(path) || Directory.Exists(path);

    private static bool HasToken(ReadOnlySpan<char> path)
    {
        foreach (Range range in path.SplitAny(AroundToken))
        {
            ReadOnlySpan<char> word = path[range];
            if (word.Contains('.') && HasObject(word))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasObject(ReadOnlySpan<char> word)
    {
        foreach (Range segment in word.Split('.'))
        {
            if (IsStartOfObject(word[segment]))
            {
                return true;
            }
        }

        return false;
    }

    // Header and payload of a token are objects: '{' and a quote or '}', white space around it (RFC 8259 section 2). Another
    // byte there is a name such as ewok.v2.json, of which the first letters happen to decode to '{'.
    private static bool IsStartOfObject(ReadOnlySpan<char> segment)
    {
        segment = segment.TrimEnd('=');
        segment = segment[..(segment.Length - (segment.Length % 4 == 1 ? 1 : 0))];
        Span<byte> bytes = new byte[Base64Url.GetMaxDecodedLength(segment.Length)];
        if (Base64Url.DecodeFromChars(segment, bytes, out _, out int written) != OperationStatus.Done)
        {
            return false;
        }

        ReadOnlySpan<byte> text = bytes[..written].TrimStart(WhiteSpace);
        return text.StartsWith("{"u8) && text[1..].TrimStart(WhiteSpace) is [(byte)'"' or (byte)'}', ..];
    }
}
