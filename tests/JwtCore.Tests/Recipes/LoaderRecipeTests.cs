using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Recipes;

/// <summary>The recipes whose keys a function loads, over real HTTP: the samples of docs/issuers.md as they stand there.</summary>
public sealed class LoaderRecipeTests : IAsyncDisposable
{
    private readonly PathServer _provider = new();
    private readonly HttpClient _client = RecipePage.Function<Func<HttpClient>>("AWS load balancers", "BoundedClient")();

    private static DocumentedToken Balancer => WorkloadTokens.LoadBalancer;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return _provider.DisposeAsync();
    }

    [Fact]
    public async Task A_load_balancers_key_is_loaded_by_its_ID()
    {
        _provider.Answer = path => path == $"/{Balancer.Pair.KeyId}" ? (200, Balancer.Pair.ToPublicPem()) : (403, "AccessDenied");
        using RemoteJwks keys = BalancerKeys();
        JwtVerifier verifier = BalancerVerifier(keys);
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(VerifyError.None, await VerifyAsync(verifier, Balancer.Sign()));
        }

        Assert.Equal([$"/{Balancer.Pair.KeyId}"], _provider.Paths);
    }

    [Fact]
    public async Task Warm_up_of_a_load_balancers_keys_asks_for_nothing_and_is_healthy()
    {
        using RemoteJwks keys = BalancerKeys();
        Assert.True((await keys.RefreshAsync(Cancellation)).IsSuccess);
        Assert.Equal(JwksState.Fresh, keys.Status.State);
        Assert.Empty(_provider.Paths);
    }

    // One case per rule: everything but a UUID in its common form stays out of the address.
    [Theory]
    [InlineData("abc")]
    [InlineData("11d0bcc7e3a44a349472c2105e2b2482")]
    [InlineData("11D0bcc7-e3a4-4a34-9472-c2105e2b2482")]
    [InlineData("{11d0bcc7-e3a4-4a34-9472-c2105e2b2482}")]
    [InlineData("../11d0bcc7-e3a4-4a34-9472-c2105e2b2482")]
    [InlineData("11d0bcc7-e3a4-4a34-9472-c2105e2b2482?x=1")]
    [InlineData("11d0bcc7-e3a4-4a34-9472-c2105e2b248")]
    [InlineData(" 11d0bcc7-e3a4-4a34-9472-c2105e2b2482")]
    public async Task A_key_ID_that_is_no_UUID_enters_no_address(string keyId)
    {
        using RemoteJwks keys = BalancerKeys();
        Assert.Equal(VerifyError.KeyNotFound, await VerifyAsync(BalancerVerifier(keys), Balancer.WithHeader("kid", keyId).Sign()));
        await keys.RefreshAsync(Cancellation);
        Assert.Empty(_provider.Paths);
    }

    [Theory]
    [InlineData("signer", "arn:aws:elasticloadbalancing:eu-west-1:999999999999:loadbalancer/app/shop/50dc6c495c0c9188")]
    [InlineData("client", "2example23456789")]
    [InlineData("signer", null)]
    [InlineData("client", null)]
    public async Task Another_customers_load_balancer_is_refused_though_the_key_is_the_same(string member, string? value)
    {
        _provider.Answer = _ => (200, Balancer.Pair.ToPublicPem());
        using RemoteJwks keys = BalancerKeys();
        JwtVerifier verifier = BalancerVerifier(keys);

        // It loads no key either.
        Assert.Equal(VerifyError.KeysUnavailable, await VerifyAsync(verifier, Balancer.WithHeader(member, value).Sign()));
        await keys.Idle;
        Assert.Empty(_provider.Paths);
        Assert.Equal(VerifyError.KeyNotFound, await VerifyAsync(verifier, Balancer.WithHeader(member, value).Sign()));
        Assert.Empty(_provider.Paths);
        Assert.Equal(VerifyError.None, await VerifyAsync(verifier, Balancer.Sign()));
        VerifyResult other = await verifier.VerifyAsync(Balancer.WithHeader(member, value).Sign().AsMemory(), Cancellation);
        Assert.Equal((VerifyError.RequiredHeaderMissing, member), (other.Error, other.ErrorClaim));
    }

    [Theory, InlineData(403, "AccessDenied"), InlineData(404, ""), InlineData(500, ""), InlineData(200, "<html>"), InlineData(302, "")]
    public async Task What_is_no_key_costs_no_key(int status, string body)
    {
        _provider.Answer = _ => (200, Balancer.Pair.ToPublicPem());
        using RemoteJwks keys = BalancerKeys();
        JwtVerifier verifier = BalancerVerifier(keys);
        await VerifyAsync(verifier, Balancer.Sign());
        _provider.Answer = _ => (status, body);
        Assert.Equal(VerifyError.KeyNotFound, await VerifyAsync(verifier, Balancer.WithHeader("kid", Guid.NewGuid().ToString()).Sign()));
        Assert.Equal(VerifyError.None, await VerifyAsync(verifier, Balancer.Sign()));
        Assert.Equal(status is 403 or 404, keys.Status.LastAttempts[0].IsSuccess);
    }

    [Fact]
    public async Task A_private_key_in_the_place_of_a_public_one_is_a_failure_that_shows_nothing_of_it()
    {
        _provider.Answer = _ => (200, Balancer.Pair.ToPrivatePem());
        using RemoteJwks keys = BalancerKeys();
        Assert.Equal(VerifyError.KeysUnavailable, await VerifyAsync(BalancerVerifier(keys), Balancer.Sign()));
        Assert.Equal("loader://aws-load-balancers: the function threw \"FormatException\".", keys.Status.LastAttempts[0].Explain());
    }

    [Fact]
    public async Task A_map_of_certificates_is_loaded_with_its_lifetime()
    {
        DocumentedToken token = IdentityTokens.Firebase;
        using RSA other = RSA.Create(2048);
        using RSA own = RSA.Create();
        own.ImportFromPem(token.Pair.ToPrivatePem());
        _provider.Answer = _ => (200, new JsonObject { [token.Pair.KeyId!] = CertificateOf(own), ["other"] = CertificateOf(other) }.ToJsonString());
        _provider.Headers = "Cache-Control: public, max-age=1800\r\n";
        using RemoteJwks keys = RecipePage.Function<Func<string, HttpClient, RemoteJwks>>(token.Recipe, "CertificateMap")($"{_provider.Url}/x509", _client);
        JwtVerifier verifier = Tokens.Verifier(RecipePage.Policy(token.Recipe, keys));
        Assert.Equal(VerifyError.None, await VerifyAsync(verifier, token.Sign()));
        Assert.Equal(2, keys.Status.Keys.Count);
        Assert.Equal(["/x509"], _provider.Paths);
        Assert.InRange(keys.Status.NextRefreshIn!.Value, TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(30));

        // One that is gone goes; what is no map replaces nothing.
        _provider.Answer = _ => (200, "[]");
        Assert.False((await keys.RefreshAsync(Cancellation)).IsSuccess);
        Assert.Equal(VerifyError.None, await VerifyAsync(verifier, token.Sign()));
        _provider.Answer = _ => (200, new JsonObject { ["other"] = CertificateOf(other) }.ToJsonString());
        Assert.True((await keys.RefreshAsync(Cancellation)).IsSuccess);
        Assert.Equal(VerifyError.KeyNotFound, await VerifyAsync(verifier, token.Sign()));
    }

    private static string CertificateOf(RSA key) =>
        new CertificateRequest("CN=securetoken", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(1)).ExportCertificatePem();

    private RemoteJwks BalancerKeys() => RecipePage.Function<Func<string, HttpClient, RemoteJwks>>(Balancer.Recipe, "LoadBalancerKeys")(_provider.Url, _client);

    private static JwtVerifier BalancerVerifier(KeySource keys) => Tokens.Verifier(RecipePage.Policy(Balancer.Recipe, keys));

    private static async Task<VerifyError> VerifyAsync(JwtVerifier verifier, string token) => (await verifier.VerifyAsync(token.AsMemory(), Cancellation)).Error;
}
