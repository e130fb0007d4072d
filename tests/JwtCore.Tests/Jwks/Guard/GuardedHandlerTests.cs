using System.Net.Security;
using JwtCore.Jwks;

namespace JwtCore.Tests.Jwks;

/// <summary>The connector below the platform's own HTTP handler.</summary>
public class GuardedHandlerTests
{
    private const string First = "93.184.216.34";
    private const string Second = "2606:2800:220:1::1";

    private readonly FakeNetwork _network = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_handler_sends_the_name_of_the_host_to_the_pinned_address()
    {
        await using OneAnswerServer server = new();
        using HttpClient client = Client(new GuardedConnector(_network.Resolving(First, Second), _network.DiallingTo(server, First)));

        Assert.Equal("{}", await client.GetStringAsync(new Uri("http://issuer.example/keys"), Cancellation));
        Assert.Equal(["issuer.example"], server.Hosts);
        Assert.Equal(["issuer.example"], _network.Resolved);
        Assert.Equal([(First, 80), (Second, 80)], _network.Dialled);

        await client.GetStringAsync(new Uri("http://issuer.example/keys"), Cancellation);
        Assert.Equal(2, _network.Resolved.Count);
    }

    [Fact]
    public async Task The_handler_speaks_TLS_with_the_name_of_the_host()
    {
        await using OneAnswerServer server = new(isTls: true);
        using HttpClient client = Client(
            new GuardedConnector(_network.Resolving(First, Second), _network.DiallingTo(server, First)),
            (_, certificate, _, errors) => errors == SslPolicyErrors.RemoteCertificateChainErrors && certificate!.GetRawCertData().SequenceEqual(server.Certificate!.RawData));

        Assert.Equal("{}", await client.GetStringAsync(new Uri("https://issuer.example/keys"), Cancellation));
        Assert.Equal(["issuer.example"], server.ServerNames);
        Assert.Equal(["issuer.example"], server.Hosts);
        Assert.Single(_network.Resolved);
        Assert.Equal([(First, 443), (Second, 443)], _network.Dialled);
    }

    [Theory]
    [InlineData("http://issuer.example/keys"), InlineData("https://issuer.example/keys"), InlineData("http://[::1]/keys"), InlineData("http://[fd00::1]:8080/"), InlineData("http://0x7f.1/"), InlineData("http://localhost./")]
    public async Task The_handler_passes_the_refusal_on(string url)
    {
        using HttpClient client = Client(new GuardedConnector(_network.Resolving(First, "192.168.1.1"), _network.Dialling(_ => Stream.Null)));

        HttpRequestException failure = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync(new Uri(url), Cancellation));
        Assert.Equal("The host has an address that is not public.", Assert.IsType<AddressRefusedException>(failure.InnerException).Message);
        Assert.Empty(_network.Dialled);
    }

    [Fact]
    public async Task A_second_answer_of_the_name_server_changes_nothing()
    {
        await using OneAnswerServer server = new();
        Queue<string[]> answers = new([[First, Second], ["127.0.0.1"]]);
        GuardedConnector connector = new((host, token) => _network.Resolving(answers.Dequeue())(host, token), _network.DiallingTo(server, First));
        using HttpClient client = Client(connector);

        // Rebound while the first address fails: the second one is still that of the first answer.
        await client.GetStringAsync(new Uri("http://issuer.example/keys"), Cancellation);
        Assert.Equal([(First, 80), (Second, 80)], _network.Dialled);

        // Another connection asks again and is judged again.
        HttpRequestException failure = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync(new Uri("http://issuer.example/keys"), Cancellation));
        Assert.IsType<AddressRefusedException>(failure.InnerException);
        Assert.Equal(2, _network.Dialled.Count);
    }

    private static HttpClient Client(GuardedConnector connector, RemoteCertificateValidationCallback? validate = null) =>
        new(new SocketsHttpHandler { ConnectCallback = connector.ConnectAsync, UseProxy = false, SslOptions = { RemoteCertificateValidationCallback = validate } });
}
