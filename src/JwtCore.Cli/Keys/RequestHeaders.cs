using System.Text;
using JwtCore.Jwks;

namespace JwtCore.Cli;

/// <summary>
/// Headers with credentials. They go to the origins that were typed and to no other, wherever metadata leads, and never over
/// plain http except on this machine. Neither names nor values are ever shown.
/// </summary>
internal sealed class RequestHeaders
{
    private const int LongestValue = 16 * 1024;

    private const string Variable = "env:";

    // They say who is asked, what is asked for, or where the message ends: the library sets them.
    private static readonly string[] Own = ["Host", "Accept", "Accept-Encoding", "If-None-Match", "Connection", "Transfer-Encoding", "Expect", "Upgrade", "TE", "Trailer", "Proxy-Authorization"];

    private readonly IReadOnlyList<KeyValuePair<string, string>> _headers;
    private readonly HashSet<string> _origins;

    private RequestHeaders(IReadOnlyList<KeyValuePair<string, string>> headers, HashSet<string> origins)
    {
        _headers = headers;
        _origins = origins;
    }

    /// <summary>Reads the headers.</summary>
    /// <param name="option">The option of headers.</param>
    /// <param name="texts">Its values.</param>
    /// <param name="variables">The environment.</param>
    /// <param name="typed">The address that was typed. The request reports what is wrong with it.</param>
    /// <param name="originOption">The option of more origins.</param>
    /// <param name="origins">Its values.</param>
    /// <exception cref="UsageException">A header or an origin is refused. Nothing that was typed is repeated.</exception>
    public static RequestHeaders Read(string option, string[] texts, Variables variables, string typed, string originOption, string[] origins)
    {
        KeyValuePair<string, string>[] headers = [.. texts.Select(text => Header(option, text, variables))];
        if (headers.Select(header => header.Key).Distinct(StringComparer.OrdinalIgnoreCase).Count() < headers.Length)
        {
            throw new UsageException($"{option}: two give the same header.");
        }

        return new RequestHeaders(headers, [.. OriginOf(typed) is string origin ? [origin] : Array.Empty<string>(), .. origins.Select(text => Named(originOption, text))]);
    }

    /// <summary>The headers of a request to an address.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> For(Uri address) =>
        (address.Scheme == Uri.UriSchemeHttps || address.IsLoopback) && _origins.Contains(OriginOf(address)) ? _headers : [];

    private static KeyValuePair<string, string> Header(string option, string text, Variables variables)
    {
        (string name, string source) = text.Split('=', 2) is [string left, string right] ? (left, right) : ("", "");
        string value = source switch
        {
            ['@', _, ..] => FromFile(option, source[1..]),
            _ when source.StartsWith(Variable, StringComparison.Ordinal) && source.Length > Variable.Length =>
                variables.Text(source[Variable.Length..]) ?? throw new UsageException($"{option}: the environment variable is not set, or empty."),
            _ => throw new UsageException($"{option}: must have the form NAME=@FILE or NAME=env:VARIABLE. A literal value is refused: other users see it in the list of processes."),
        };
        using HttpRequestMessage probe = new();
        if (Own.Contains(name, StringComparer.OrdinalIgnoreCase) || !probe.Headers.TryAddWithoutValidation(name, "x"))
        {
            throw new UsageException($"{option}: the name is not one of a header that can be set.");
        }

        return value.Length > 0 && value.All(c => c is >= ' ' and <= '~')
            ? new KeyValuePair<string, string>(name, value)
            : throw new UsageException($"{option}: the value must be one line of printable ASCII.");
    }

    private static string FromFile(string option, string path) => InputFile.LoadSecret(option, path, content =>
    {
        ReadOnlySpan<byte> value = TokenLines.SkipMark(content);
        int end = value.EndsWith("\r\n"u8) ? 2 : value.EndsWith("\n"u8) ? 1 : 0;
        return value.Length <= LongestValue ? Encoding.Latin1.GetString(value[..^end]) : throw new FormatException($"it is longer than {LongestValue} bytes.");
    });

    private static string Named(string option, string text) =>
        KeySetAddress.Parse(text) is Uri address
            && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
            && address is { PathAndQuery: "/", Fragment: "", UserInfo: "" }
            ? OriginOf(address)
            : throw new UsageException($"{option}: must be an https origin such as https://keys.example.com, without a path. Plain http is for this machine alone.");

    private static string? OriginOf(string text) => KeySetAddress.Parse(text) is Uri address ? OriginOf(address) : null;

    // RFC 6454 section 4; the port is always written.
    private static string OriginOf(Uri address) => $"{address.Scheme}://{HostAndPort.HostOf(address)}:{address.Port}";
}
