using System.Text;
using System.Text.RegularExpressions;

namespace JwtCore.Cli.Tests;

public class RequestHeadTests
{
    private static readonly string[] Parts =
    [
        "GET", "POST", " ", "  ", "/", "/token", "?a=b", "http://a/", "HTTP/1.1", "HTTP/1.0", "HTTP/2", "\r\n", "\r\n", "\r\n", "\r", "\n", "Host: a", "Host: b", "host:a", "Host :a", " Host: a",
        "Content-Length: 5", "Content-Length: +5", "content-length:05", "Content-Length: 99999999999999999999", "X: y", "X: \u0000", "X: \u00ff", ":", "X", "\t", "\u007f", "é", "Origin: null", "Transfer-Encoding: chunked",
    ];

    [Fact]
    public void A_head_is_read_with_the_headers_that_decide()
    {
        RequestHead? head = RequestHead.Parse("POST /token?x=1?y HTTP/1.1\r\nhost:\t localhost:1 \r\nX: one\r\nX: two\r\nCONTENT-LENGTH: 12"u8);

        Assert.Equal(("POST", "/token", true, 12L), (head!.Method, head.Path, head.HasQuery, head.BodyLength));
        Assert.Equal(("localhost:1", null, null), (head[RequestHead.Host], head[RequestHead.Origin], head["X"]));
    }

    [Theory]
    [InlineData("GET / HTTP/1.1")]
    [InlineData("GET / HTTP/1.0")]
    [InlineData("G-T /%20 HTTP/1.1\r\nX:")]
    public void A_strict_head_is_read(string head) => Assert.NotNull(Parse(head));

    [Theory]
    [InlineData("")]
    [InlineData("GET /")]
    [InlineData("GET  / HTTP/1.1")]
    [InlineData(" GET / HTTP/1.1")]
    [InlineData("GET / HTTP/1.1 ")]
    [InlineData("GET / HTTP/1.2")]
    [InlineData("GET * HTTP/1.1")]
    [InlineData("GET a HTTP/1.1")]
    [InlineData("GET http://localhost/ HTTP/1.1")]
    [InlineData("GET /\u00e9 HTTP/1.1")]
    [InlineData("G(T / HTTP/1.1")]
    [InlineData("GET / HTTP/1.1\nHost: a")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\nX: y")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\rX: y")]
    [InlineData("GET / HTTP/1.1\r\n")]
    [InlineData("GET / HTTP/1.1\r\n: a")]
    [InlineData("GET / HTTP/1.1\r\nHost")]
    [InlineData("GET / HTTP/1.1\r\nHost : a")]
    [InlineData("GET / HTTP/1.1\r\nX: a\r\n b")]
    [InlineData("GET / HTTP/1.1\r\nX: \u0000")]
    [InlineData("GET / HTTP/1.1\r\nX: \u007f")]
    [InlineData("GET / HTTP/1.1\r\nContent-Length: -1")]
    [InlineData("GET / HTTP/1.1\r\nContent-Length: +1")]
    [InlineData("GET / HTTP/1.1\r\nContent-Length: 1, 1")]
    [InlineData("GET / HTTP/1.1\r\nContent-Length: ")]
    [InlineData("GET / HTTP/1.1\r\nContent-Length: 9223372036854775808")]
    [InlineData("GET / HTTP/1.1\r\nContent-Length: 1\r\ncontent-length: 1")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nhost: a")]
    [InlineData("GET / HTTP/1.1\r\nOrigin: a\r\nOrigin: b")]
    [InlineData("GET / HTTP/1.1\r\nAuthorization: a\r\nAuthorization: b")]
    [InlineData("GET / HTTP/1.1\r\nContent-Type: a\r\nContent-Type: b")]
    public void What_could_be_read_in_two_ways_is_refused(string head) => Assert.Null(Parse(head));

    [Fact]
    public void The_reader_agrees_with_a_grammar_on_100_000_random_heads()
    {
        Random random = new(20_261_130);
        int accepted = 0;
        for (int i = 0; i < 100_000; i++)
        {
            // Half begin well, so that the headers are reached.
            string start = i % 2 == 0 ? "GET / HTTP/1.1\r\n" : "";
            string text = start + string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => Parts[random.Next(Parts.Length)]));
            RequestHead? head = Parse(text);

            Assert.True(Twin(text) == head is not null, text);
            accepted += head is null ? 0 : 1;
        }

        Assert.InRange(accepted, 1_000, 50_000);
    }

    private static RequestHead? Parse(string text) => RequestHead.Parse(Encoding.Latin1.GetBytes(text));

    // RFC 9112 section 3 and 5 as one expression, then what may be there once.
    private static bool Twin(string text)
    {
        const string token = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
        Match match = Regex.Match(
            Encoding.Latin1.GetString(Encoding.Latin1.GetBytes(text)),
            $@"\A{token} /[!-~]* HTTP/1\.[01](?:\r\n(?<name>{token}):[ \t]*(?<value>[\t\x20-\x7e\x80-\xff]*?)[ \t]*(?=\r\n|\z))*\z");
        string[] names = [.. match.Groups["name"].Captures.Select(name => name.Value.ToLowerInvariant())];
        string[] once = ["host", "origin", "authorization", "content-type", "content-length", "transfer-encoding", "expect"];
        int length = Array.IndexOf(names, "content-length");
        return match.Success
            && once.All(name => names.Count(one => one == name) <= 1)
            && (length < 0 || (Regex.IsMatch(match.Groups["value"].Captures[length].Value, "^[0-9]+$") && System.Numerics.BigInteger.Parse(match.Groups["value"].Captures[length].Value, System.Globalization.CultureInfo.InvariantCulture) <= long.MaxValue));
    }
}
