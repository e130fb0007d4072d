using System.Buffers;
using System.Globalization;
using System.Text;

namespace JwtCore.Cli;

/// <summary>
/// Request line and headers (RFC 9112 sections 3 and 5), read strictly: what two readers could understand in two ways is
/// refused, and of headers that decide there is one.
/// </summary>
internal sealed class RequestHead
{
    /// <summary>The most bytes of a head, its empty line included; what common servers take.</summary>
    public const int Longest = 16_384;

    public const string Host = "Host";
    public const string Origin = "Origin";
    public const string Authorization = "Authorization";
    public const string ContentType = "Content-Type";
    public const string ContentLength = "Content-Length";
    public const string TransferEncoding = "Transfer-Encoding";
    public const string Expect = "Expect";

    // RFC 9110 section 5.6.2.
    private static readonly SearchValues<char> OfToken = SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private static readonly string[] Deciding = [Host, Origin, Authorization, ContentType, ContentLength, TransferEncoding, Expect];

    private readonly Dictionary<string, string> _headers = new(StringComparer.OrdinalIgnoreCase);

    private RequestHead(string method, string target)
    {
        Method = method;
        string[] parts = target.Split('?', 2);
        Path = parts[0];
        HasQuery = parts.Length > 1;
    }

    public static ReadOnlySpan<byte> End => "\r\n\r\n"u8;

    public string Method { get; }

    /// <summary>The target before its query, as it was sent.</summary>
    public string Path { get; }

    public bool HasQuery { get; }

    /// <summary>The length of the body in bytes; 0 without one.</summary>
    public long BodyLength { get; private set; }

    /// <summary>The value of a header that decides; null when the request lacks it.</summary>
    public string? this[string name] => _headers.GetValueOrDefault(name);

    /// <summary>Reads a head; null when it is none.</summary>
    /// <param name="head">The bytes before the empty line.</param>
    public static RequestHead? Parse(ReadOnlySpan<byte> head)
    {
        string[] lines = Encoding.Latin1.GetString(head).Split("\r\n");
        if (lines[0].Split(' ') is not [string method, ['/', ..] target, "HTTP/1.1" or "HTTP/1.0"] || !IsToken(method) || !target.All(c => c is >= '!' and <= '~'))
        {
            return null;
        }

        RequestHead request = new(method, target);
        return lines.AsSpan(1).ToArray().All(request.Add) && request.ReadLength() ? request : null;
    }

    private bool Add(string line)
    {
        int colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon < 1 || !IsToken(line[..colon]) || line.Any(c => (c < ' ' && c != '\t') || c == '\x7f'))
        {
            return false;
        }

        string name = line[..colon];
        return !Deciding.Contains(name, StringComparer.OrdinalIgnoreCase) || _headers.TryAdd(name, line[(colon + 1)..].Trim(' ', '\t'));
    }

    private bool ReadLength()
    {
        if (this[ContentLength] is not string text)
        {
            return true;
        }

        bool isRead = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long length);
        BodyLength = length;
        return isRead;
    }

    private static bool IsToken(string text) => text.Length > 0 && text.AsSpan().IndexOfAnyExcept(OfToken) < 0;
}
