using JwtCore.Cli.Tests.Support;
using JwtCore.Testing;

namespace JwtCore.Cli.Tests;

public class UnavailableKeysTests : CliTest
{
    // Takes the ten seconds that the one fetch has. If each token waited, these twelve would make half a minute of it.
    [Fact]
    public async Task An_endpoint_that_hangs_is_waited_for_once_however_many_tokens_there_are()
    {
        await using FakeJwksServer server = new(Pair);
        server.Endpoint.Hang();

        Outcome outcome = await RunWith(
            string.Concat(Enumerable.Repeat(Token() + "\n", 12)),
            ["verify", "--jwks", server.Endpoint.JwksUri, "--allow-http-loopback", "--json", .. Policy]);

        Assert.StartsWith($"jwtcore: --jwks: TimedOut: {server.Endpoint.JwksUri}: no complete response within 10 s: no response began.", outcome.Error, StringComparison.Ordinal);
        Assert.EndsWith("\n", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(12, outcome.Output.Split("\"error\":\"KeysUnavailable\"").Length - 1);
        Assert.Equal(3, outcome.Code);
        Assert.InRange(server.Endpoint.Requests, 1, 2);
    }
}
