using JwtCore.Testing;
using JwtCore.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace JwtCore.Tests.Reference;

/// <summary>Published keys, the source that fetches them, and both verifiers over that source. Time goes when told.</summary>
internal sealed class ReferenceEndpoint : IDisposable
{
    private readonly HttpClient _client;
    private readonly ReferenceSetup _setup;

    public ReferenceEndpoint(params TestKeyPair[] pairs)
    {
        Time = new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(Tokens.Now));
        Endpoint = new FakeJwksEndpoint(pairs) { TimeProvider = Time };
        _client = new HttpClient(Endpoint);
        Keys = new RemoteJwks(Endpoint.JwksUri, new RemoteJwksOptions { Client = _client, TimeProvider = Time });
        _setup = new ReferenceSetup { Keys = Keys, Clock = Time };
    }

    public FakeTimeProvider Time { get; }

    public FakeJwksEndpoint Endpoint { get; }

    public RemoteJwks Keys { get; }

    public JwtVerifier Strict => _setup.Strict;

    /// <summary>The key under a key id.</summary>
    public static TestKeyPair Named(string? keyId) => ReferenceSetup.Pair.With(JwtAlgorithm.RS256, keyId);

    /// <summary>The verdict of both.</summary>
    public async Task<VerifyError> VerdictAsync(string token)
    {
        VerifyError verdict = await VerdictAsync(_setup.Strict, token);
        Assert.Equal(verdict, await VerdictAsync(_setup.LikeFastMcp, token));
        return verdict;
    }

    /// <summary>The claims, after both accepted the token.</summary>
    public async Task<TokenClaims> AcceptAsync(string token)
    {
        Assert.Equal(VerifyError.None, await VerdictAsync(token));
        return ReferenceSetup.Accept(_setup.LikeFastMcp, token);
    }

    /// <summary>Lets time pass, and what it started end.</summary>
    public async Task PassAsync(TimeSpan length)
    {
        Time.Advance(length);
        await Keys.Idle;
    }

    public void Dispose()
    {
        Keys.Dispose();
        _client.Dispose();
    }

    private static async Task<VerifyError> VerdictAsync(JwtVerifier verifier, string token) =>
        (await verifier.VerifyAsync(token.AsMemory(), TestContext.Current.CancellationToken)).Error;
}
