using Microsoft.Extensions.Time.Testing;

namespace JwtCore.Issuers.Tests.Support;

/// <summary>A service that trusts one provider: keys by discovery, a verifier, and a clock that goes when told.</summary>
public sealed class Relying : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    // The provider's clock goes on by itself; it must not come before this one.
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(10);

    public Relying(string issuer, TokenProfile profile = TokenProfile.AccessToken, string audience = Given.Api, string? keysOf = null)
    {
        Keys = RemoteJwks.Discover(keysOf ?? issuer, new RemoteJwksOptions { AllowHttpOnLoopback = true, TimeProvider = Time });
        Verifier = new JwtVerifier(Given.Policy(issuer, Keys, profile, audience), new JwtVerifierOptions { TimeProvider = Time });
    }

    public FakeTimeProvider Time { get; } = new(DateTimeOffset.UtcNow + Ahead);

    public RemoteJwks Keys { get; }

    public JwtVerifier Verifier { get; }

    public ValueTask<VerifyResult> VerifyAsync(string token) => Verifier.VerifyAsync(token.AsMemory(), TestContext.Current.CancellationToken);

    public async Task<VerifyError> VerdictAsync(string token) => (await VerifyAsync(token)).Error;

    /// <summary>Fetches the keys and checks that they came.</summary>
    public async Task LoadAsync() => Assert.True((await Keys.RefreshAsync(TestContext.Current.CancellationToken)).IsSuccess);

    /// <summary>Lets time pass in steps of half a minute, each after every attempt that the one before it started has ended.</summary>
    public async Task PassAsync(TimeSpan length)
    {
        TimeSpan step = TimeSpan.FromSeconds(30);
        for (TimeSpan passed = TimeSpan.Zero; passed < length; passed += step)
        {
            await IdleAsync();
            Time.Advance(step < length - passed ? step : length - passed);
        }

        await IdleAsync();
    }

    public void Dispose() => Keys.Dispose();

    // While an attempt is under way none is planned.
    private async Task IdleAsync()
    {
        long start = TimeProvider.System.GetTimestamp();
        while (Keys.Status.NextRefreshIn is null)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < Patience, "An attempt to fetch keys does not end.");
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
    }
}
