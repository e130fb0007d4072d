using System.Buffers.Text;
using System.Text;
using JwtCore.Testing;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Scenarios;

/// <summary>
/// Scenarios of one verifier with many issuers. By themselves: while another test listens to the meter, each token that is
/// judged here calls that test's listener on this thread, and what the listener allocates would be measured.
/// </summary>
[Collection(nameof(MeasuredAlone))]
public sealed class ManyIssuersScenarios
{
    private readonly ManualTime _time = new(Tokens.Now);

    [Fact]
    public void S15_A_million_random_issuers_cost_no_memory_and_no_request()
    {
        using FakeJwksEndpoint endpoint = new(World.First);
        using HttpClient client = new(endpoint);
        JwtVerifier verifier = new(
            [.. Enumerable.Range(0, 100).Select(i => TestPolicies.With(Source(client, endpoint.JwksUri), [JwtAlgorithm.ES256], issuer: $"https://issuer-{i}.example.com"))],
            new JwtVerifierOptions { TimeProvider = _time });
        byte[] token = Encoding.UTF8.GetBytes(World.Token(World.First, _time));
        byte[] payload = Encoding.UTF8.GetBytes("""{"iss":"https://random-00000000.example.com","aud":"https://api.example.com","exp":1767229200}""");
        int start = token.AsSpan().IndexOf((byte)'.') + 1;
        byte[] forged = [.. token.AsSpan(0, start), .. Encoding.UTF8.GetBytes(Base64Url.EncodeToString(payload)), .. token.AsSpan(token.AsSpan().LastIndexOf((byte)'.'))];

        int refused = 0;
        long before = 0;
        for (int i = -1_000; i < 1_000_000; i++)
        {
            before = i == 0 ? GC.GetAllocatedBytesForCurrentThread() : before;
            (i & 0x7fffffff).TryFormat(payload.AsSpan(23, 8), out _, "x8", System.Globalization.CultureInfo.InvariantCulture);
            Base64Url.EncodeToUtf8(payload, forged.AsSpan(start));
            verifier.TryVerify(forged, out VerifiedToken verified);
            refused += verified.Error == VerifyError.IssuerNotTrusted ? 1 : 0;
        }

        Assert.Equal(1_001_000, refused);

        // The runtime compiles hot methods anew meanwhile, which shows; a byte per issuer would be a million.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
        Assert.Equal(0, endpoint.Requests);
    }

    [Fact]
    public async Task A_flood_that_names_every_issuer_keeps_the_limits_over_all_sources()
    {
        using FakeJwksEndpoint endpoint = new(World.First);
        using HttpClient client = new(endpoint);
        RemoteJwks[] sources = [.. Enumerable.Range(0, 500).Select(i => Source(client, $"https://issuer-{i}.example.com/.well-known/jwks.json"))];
        JwtVerifier verifier = new(
            [.. sources.Select((source, i) => TestPolicies.With(source, [JwtAlgorithm.ES256], issuer: $"https://issuer-{i}.example.com"))],
            new JwtVerifierOptions { TimeProvider = _time });
        foreach (RemoteJwks source in sources)
        {
            await source.RefreshAsync(TestContext.Current.CancellationToken);
        }

        _time.Advance(TimeSpan.FromMinutes(1));
        int before = endpoint.Requests;
        string[] flood = [.. Enumerable.Range(0, 500).Select(i => Forged($"https://issuer-{i}.example.com"))];
        for (int second = 0; second < 60; second++)
        {
            foreach (string token in flood)
            {
                Assert.Equal(VerifyError.KeyNotFound, Verify(verifier, token));
            }

            await Task.WhenAll(sources.Select(source => source.Idle));
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(60, endpoint.Requests - before);
        Array.ForEach(sources, source => source.Dispose());
    }

    [Fact]
    public async Task Several_issuers_share_one_source_and_its_requests()
    {
        using FakeJwksEndpoint endpoint = new(World.First);
        using HttpClient client = new(endpoint);
        using RemoteJwks shared = Source(client, endpoint.JwksUri);
        JwtVerifier verifier = new(
            [.. Enumerable.Range(0, 2_000).Select(i => TestPolicies.With(shared, [JwtAlgorithm.ES256], issuer: $"https://issuer-{i}.example.com"))],
            new JwtVerifierOptions { TimeProvider = _time });

        foreach (int i in new[] { 0, 1, 999, 1_999 })
        {
            VerifyResult result = await verifier.VerifyAsync(Signed(World.First, $"https://issuer-{i}.example.com").AsMemory(), TestContext.Current.CancellationToken);
            Assert.Equal(VerifyError.None, result.Error);
            Assert.Equal($"https://issuer-{i}.example.com", result.Claims!.Issuer);
        }

        Assert.Equal(1, endpoint.Requests);
    }

    [Fact]
    public async Task A_key_of_one_issuer_verifies_no_token_of_another()
    {
        using FakeJwksEndpoint one = new(World.First);
        using FakeJwksEndpoint other = new(World.Second);
        using HttpClient clientOne = new(one);
        using HttpClient clientOther = new(other);
        using RemoteJwks sourceOne = Source(clientOne, "https://one.example.com/jwks");
        using RemoteJwks sourceOther = Source(clientOther, "https://other.example.com/jwks");
        one.JwksUri = "https://one.example.com/jwks";
        other.JwksUri = "https://other.example.com/jwks";
        JwtVerifier verifier = new(
            [TestPolicies.With(sourceOne, [JwtAlgorithm.ES256], issuer: "https://one.example.com"), TestPolicies.With(sourceOther, [JwtAlgorithm.ES256], issuer: "https://other.example.com")],
            new JwtVerifierOptions { TimeProvider = _time });

        Assert.Equal(VerifyError.None, await VerifyAsync(verifier, Signed(World.First, "https://one.example.com")));
        Assert.Equal(VerifyError.None, await VerifyAsync(verifier, Signed(World.Second, "https://other.example.com")));
        Assert.Equal(VerifyError.KeyNotFound, await VerifyAsync(verifier, Signed(World.Second, "https://one.example.com")));
        Assert.Equal(VerifyError.SignatureInvalid, await VerifyAsync(verifier, Signed(World.Second.With(JwtAlgorithm.ES256, "first"), "https://one.example.com")));
    }

    private RemoteJwks Source(HttpClient client, string uri) => new(uri, new RemoteJwksOptions { Client = client, TimeProvider = _time });

    private static string Signed(TestKeyPair pair, string issuer)
    {
        System.Text.Json.Nodes.JsonObject claims = Tokens.Claims();
        claims["iss"] = issuer;
        return pair.Sign(claims.ToJsonString());
    }

    private static string Forged(string issuer) => Signed(World.Second, issuer);

    private static VerifyError Verify(JwtVerifier verifier, string token)
    {
        verifier.TryVerify(token, out VerifiedToken verified);
        return verified.Error;
    }

    private static async Task<VerifyError> VerifyAsync(JwtVerifier verifier, string token) =>
        (await verifier.VerifyAsync(token.AsMemory(), TestContext.Current.CancellationToken)).Error;
}
