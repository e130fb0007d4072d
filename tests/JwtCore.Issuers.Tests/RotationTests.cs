using System.Net;
using System.Net.Sockets;
using JwtCore.Issuers.Tests.Support;

namespace JwtCore.Issuers.Tests;

/// <summary>What must hold at every provider while it changes its keys.</summary>
/// <typeparam name="TProvider">The provider.</typeparam>
public abstract class RotationTests<TProvider>
    where TProvider : IProvider<TProvider>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Given.Algorithms), MemberType = typeof(Given))]
    public async Task A_rotation_that_is_published_ahead_refuses_no_token(JwtAlgorithm algorithm)
    {
        await using TProvider provider = await TProvider.StartAsync(Cancellation);
        using Relying service = new(provider.Issuer);
        await service.LoadAsync();
        string early = await provider.AccessTokenAsync(algorithm, Given.Api, Cancellation);
        await using Traffic traffic = new(service, cancellation => provider.AccessTokenAsync(algorithm, Given.Api, cancellation));

        await traffic.SeeAsync(10);
        await provider.PublishAsync([Given.First, Given.Second], Cancellation);
        await service.PassAsync(service.Keys.Guarantees.UpdateDelay);
        await provider.PublishAsync([Given.Second, Given.First], Cancellation);
        await traffic.SeeAsync(10);
        Assert.Equal(VerifyError.None, await service.VerdictAsync(early));
        await provider.PublishAsync([Given.Second], Cancellation);
        await service.PassAsync(service.Keys.Guarantees.UpdateDelay);
        await traffic.SeeAsync(10);
        VerifyResult[] results = await traffic.StopAsync();

        Assert.All(results, result => Assert.Equal(VerifyError.None, result.Error));
        Assert.Equal([Given.KeyId(Given.First, algorithm), Given.KeyId(Given.Second, algorithm)], results.Select(result => result.Claims!.KeyId).Distinct());
        Assert.Equal(VerifyError.KeyNotFound, await service.VerdictAsync(early));
    }

    [Fact]
    public async Task A_removed_key_is_refused_within_the_update_delay_though_no_token_brings_the_new_one()
    {
        await using TProvider provider = await TProvider.StartAsync(Cancellation);
        using Relying service = new(provider.Issuer);
        string token = await TokenAsync(provider);
        Assert.Equal(VerifyError.None, await service.VerdictAsync(token));

        await provider.PublishAsync([Given.Second], Cancellation);
        Assert.Equal(VerifyError.None, await service.VerdictAsync(token));
        await service.PassAsync(service.Keys.Guarantees.UpdateDelay);

        Assert.Equal(VerifyError.KeyNotFound, await service.VerdictAsync(token));
    }

    [Fact]
    public async Task A_rotation_without_notice_is_followed_by_the_first_token_after_the_cooldown()
    {
        await using TProvider provider = await TProvider.StartAsync(Cancellation);
        using Relying service = new(provider.Issuer);
        string old = await TokenAsync(provider);
        Assert.Equal(VerifyError.None, await service.VerdictAsync(old));

        await provider.PublishAsync([Given.Second], Cancellation);
        string token = await TokenAsync(provider);
        Assert.Equal(VerifyError.KeyNotFound, await service.VerdictAsync(token));

        service.Time.Advance(new RemoteJwksOptions().Cooldown);
        Assert.Equal(VerifyError.None, await service.VerdictAsync(token));
        Assert.Equal(VerifyError.KeyNotFound, await service.VerdictAsync(old));
    }

    [Fact]
    public async Task Known_keys_outlive_the_provider_by_the_survivable_outage()
    {
        TProvider provider = await TProvider.StartAsync(Cancellation);
        using Relying service = new(provider.Issuer);
        string token;
        await using (provider)
        {
            token = await TokenAsync(provider);
            Assert.Equal(VerifyError.None, await service.VerdictAsync(token));
        }

        // Bound but not listening: nobody else gets the port meanwhile.
        using Socket port = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        port.Bind(new IPEndPoint(IPAddress.Loopback, new Uri(provider.Issuer).Port));
        await service.PassAsync(service.Keys.Guarantees.SurvivableOutage);

        Assert.Equal((VerifyError.None, JwksState.Overdue), (await service.VerdictAsync(token), service.Keys.Status.State));
        Assert.Equal(RefreshOutcome.Unreachable, service.Keys.Status.LastAttempts[0].Outcome);
    }

    private static Task<string> TokenAsync(TProvider provider) => provider.AccessTokenAsync(JwtAlgorithm.ES256, Given.Api, Cancellation);
}
