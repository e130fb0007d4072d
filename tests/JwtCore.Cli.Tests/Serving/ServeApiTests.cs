using JwtCore.Cli.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace JwtCore.Cli.Tests;

/// <summary>An API made of the packages against the issuer: what it prints is pasted, nothing else is set.</summary>
public class ServeApiTests
{
    [Theory]
    [InlineData("RS256", false)]
    [InlineData("ES256", true)]
    public async Task With_the_printed_settings_the_API_lets_in_whom_it_should(string algorithm, bool byVariables)
    {
        FakeTimeProvider time = new(DateTimeOffset.UtcNow);
        await using LocalServe serve = await LocalServe.StartAsync("--alg", algorithm);
        await using LocalServe other = await LocalServe.StartAsync("--alg", algorithm);
        await using ServedApi api = byVariables ? await ServedApi.StartByVariablesAsync(serve, time) : await ServedApi.StartAsync(serve, time);
        string token = await serve.TokenAsync(("scope", "read"));

        Assert.Equal((200, ""), await api.GetAsync("/", token));
        Assert.Equal((401, "Bearer"), await api.GetAsync("/", null));
        Assert.Equal(200, (await api.GetAsync("/write", await serve.TokenAsync(("scope", "read write")))).Status);
        (int status, string challenge) = await api.GetAsync("/write", token);
        Assert.Equal((403, true), (status, challenge.Contains("error=\"insufficient_scope\"", StringComparison.Ordinal)));
        string[] refused =
        [
            await serve.TokenAsync(("lifetime", "-5m")), await serve.TokenAsync(("audience", "other")), await other.TokenAsync(("scope", "read")), token[..^4] + "AAAA",
        ];
        foreach (string one in refused)
        {
            (status, challenge) = await api.GetAsync("/", one);
            Assert.Equal((401, true), (status, challenge.Contains("error=\"invalid_token\"", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task Keys_rotate_under_traffic_and_no_request_is_refused()
    {
        FakeTimeProvider time = new(DateTimeOffset.UtcNow);
        await using LocalServe serve = await LocalServe.StartAsync("--alg", "ES256");
        await using ServedApi api = await ServedApi.StartAsync(serve, time);
        string old = await serve.TokenAsync();
        Assert.Equal(200, (await api.GetAsync("/", old)).Status);

        // The API has just fetched; after the cooldown it may fetch again for an unknown key.
        time.Advance(new RemoteJwksOptions().Cooldown + TimeSpan.FromSeconds(1));
        Task<(int Status, string Challenge)[]> traffic = Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            (int Status, string Challenge) last = default;
            for (int i = 0; i < 40 && last.Status is 0 or 200; i++)
            {
                last = await api.GetAsync("/", i % 2 == 0 ? old : await serve.TokenAsync());
            }

            return last;
        }));
        await serve.SayAsync("rotate", "rotated: ");
        string fresh = await serve.TokenAsync();
        (int Status, string Challenge)[] answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(index => api.GetAsync("/", index % 2 == 0 ? fresh : old)));

        Assert.NotEqual(old.Split('.')[0], fresh.Split('.')[0]);
        Assert.All(answers, answer => Assert.Equal(200, answer.Status));
        Assert.All(await traffic, answer => Assert.Equal(200, answer.Status));
    }

    [Fact]
    public async Task An_outage_takes_no_keys_away_and_an_API_that_started_in_it_recovers()
    {
        FakeTimeProvider time = new(DateTimeOffset.UtcNow);
        await using LocalServe serve = await LocalServe.StartAsync("--alg", "ES256");
        await using ServedApi before = await ServedApi.StartAsync(serve, time);
        string token = await serve.TokenAsync();
        Assert.Equal(200, (await before.GetAsync("/", token)).Status);

        await serve.SayAsync("fail", "failing: ");
        time.Advance(TimeSpan.FromMinutes(20));
        await using ServedApi during = await ServedApi.StartAsync(serve, time);
        Assert.Equal(200, (await before.GetAsync("/", token)).Status);
        Assert.Equal(503, (await during.GetAsync("/", token)).Status);

        await serve.SayAsync("recover", "recovered\n");
        (int Status, string Challenge) answer;
        int waits = 0;
        do
        {
            time.Advance(TimeSpan.FromSeconds(30));
            answer = await during.GetAsync("/", token);
        }
        while (answer.Status == 503 && ++waits < 20);

        Assert.Equal(200, answer.Status);
        Assert.Equal(200, (await before.GetAsync("/", token)).Status);
    }
}
