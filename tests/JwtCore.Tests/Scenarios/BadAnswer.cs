using System.IO.Compression;
using System.Net;
using System.Text;

namespace JwtCore.Tests.Scenarios;

/// <summary>Answers of an endpoint that is broken, or somebody else's.</summary>
internal static class BadAnswer
{
    public static HttpResponseMessage Make(string kind, Drip drip) => kind switch
    {
        "html" => Text("<!doctype html><title>Sign in</title>"),
        "empty object" => Text("{}"),
        "no keys" => Text("""{"keys":[]}"""),
        "5 MB" => Bytes(new MemoryStream(new byte[5_000_000])),
        "50 MB without length" => Bytes(new Endless(50_000_000)),
        "gzip bomb" => GzipBomb(),
        "100,000 keys" => Text($$"""{"keys":[{{string.Join(',', Enumerable.Repeat("{}", 100_000))}}]}"""),
        "101 keys" => Text($$"""{"keys":[{{string.Join(',', Enumerable.Range(0, 101).Select(i => World.First.With(JwtAlgorithm.ES256, $"k{i}").ToJwk().ToJsonString()))}}]}"""),
        "two members keys" => Text($$"""{"keys":[],"keys":[{{World.First.ToJwk().ToJsonString()}}]}"""),
        "redirect to a link-local address" => Redirect("http://169.254.169.254/latest/meta-data"),
        "redirect to a file" => Redirect("file:///etc/passwd"),
        "server error" => new(HttpStatusCode.InternalServerError) { Content = new StringContent($$"""{"keys":[{{World.First.ToJwk().ToJsonString()}}]}""") },
        "slow drip" => Bytes(drip),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static HttpResponseMessage Text(string body) => new(HttpStatusCode.OK) { Content = new StringContent(body) };

    private static HttpResponseMessage Bytes(Stream body) => new(HttpStatusCode.OK) { Content = new StreamContent(body) };

    private static HttpResponseMessage Redirect(string location)
    {
        HttpResponseMessage response = new(HttpStatusCode.Found);
        response.Headers.TryAddWithoutValidation("Location", location);
        return response;
    }

    private static HttpResponseMessage GzipBomb()
    {
        using MemoryStream bomb = new();
        using (GZipStream gzip = new(bomb, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes($$"""{"keys":[{{World.First.ToJwk().ToJsonString()}}]"""));
            new Endless(50_000_000).CopyTo(gzip);
            gzip.Write("}"u8);
        }

        HttpResponseMessage response = Bytes(new MemoryStream(bomb.ToArray()));
        response.Content.Headers.ContentEncoding.Add("gzip");
        return response;
    }
}
