using JwtCore.Testing;

namespace JwtCore.Tests.Scenarios;

/// <summary>The common scenarios over HTTP, and what only HTTP has.</summary>
public sealed class LoopbackScenarios : RemoteScenarios
{
    internal override async ValueTask<ITransport> StartAsync(FakeJwksEndpoint endpoint) => await LoopbackTransport.StartAsync(endpoint);

    [Fact]
    public async Task S8_A_small_answer_that_unpacks_to_50_MB_brings_no_key_and_costs_none()
    {
        await using World world = new(await StartAsync(new FakeJwksEndpoint(World.First)));
        await world.LoadAsync();
        Assert.Equal(RefreshOutcome.BodyTooLarge, await AnswerBadlyAsync(world, "gzip bomb"));
        Assert.Equal(VerifyError.None, world.Verify(world.Token(World.First)));
    }
}
