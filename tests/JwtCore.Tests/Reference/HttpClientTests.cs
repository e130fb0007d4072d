using JwtCore.Testing;

namespace JwtCore.Tests.Reference;

/// <summary>D1 to D5: the caller's HTTP client.</summary>
public class HttpClientTests
{
    private const string Address = "https://test.example.com/.well-known/jwks.json";

    [Fact]
    public void D1_A_given_client_is_kept()
    {
        using HttpClient client = new();
        Assert.Same(client, new RemoteJwksOptions { Client = client }.Client);
    }

    [Fact]
    public void D2_There_is_none_by_default() => Assert.Null(new RemoteJwksOptions().Client);

    [Fact]
    public async Task D3_Keys_are_fetched_with_it_and_it_stays_open()
    {
        TestKeyPair pair = ReferenceEndpoint.Named("test-key-1");
        FakeJwksEndpoint endpoint = new(pair);
        using HttpClient client = new(endpoint);
        using (RemoteJwks keys = new(Address, new RemoteJwksOptions { Client = client }))
        {
            ReferenceSetup setup = new() { Keys = keys };
            Assert.True((await setup.Strict.VerifyAsync(pair.CreateToken(ReferenceSetup.Good).AsMemory(), TestContext.Current.CancellationToken)).IsValid);
            Assert.Equal(1, endpoint.Requests);
        }

        Assert.NotEmpty(await client.GetByteArrayAsync(new Uri(Address), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void D4_A_client_and_the_guard_of_addresses_exclude_each_other()
    {
        using HttpClient client = new();
        RemoteJwksOptions options = new() { Client = client, PublicAddressesOnly = true };

        Assert.Contains("PublicAddressesOnly cannot be combined with Client", Assert.ThrowsAny<ArgumentException>(() => new RemoteJwks(Address, options)).Message, StringComparison.Ordinal);
    }

    // Client and guard are options of the source; a key at hand is no such source, so there is nothing to contradict.
    [Fact]
    public void D5_With_a_key_at_hand_nothing_is_fetched_and_nothing_contradicts() =>
        Assert.Equal(VerifyError.None, ReferenceSetup.Default.Verdict(ReferenceSetup.Sign(ReferenceSetup.Good)));
}
