using JwtCore.AspNetCore.Tests.Support;
using JwtCore.Testing;
using Microsoft.Extensions.Time.Testing;

namespace JwtCore.AspNetCore.Tests;

public class KeyRotationTests
{
    [Fact]
    public async Task Keys_rotate_while_requests_run_and_none_is_refused()
    {
        TestKeyPair first = TestKeyPair.Create(JwtAlgorithm.ES256, "key-1");
        TestKeyPair second = TestKeyPair.Create(JwtAlgorithm.ES256, "key-2");
        FakeJwksEndpoint endpoint = new(first);
        using HttpClient client = new(endpoint);
        FakeTimeProvider time = new(DateTimeOffset.UtcNow);
        using RemoteJwks keys = new(endpoint.JwksUri, new() { Client = client, TimeProvider = time });
        await using Api api = await Api.StartAsync(options => options.Policies.Add(
            new() { Issuer = Given.Issuer, Audience = Given.Audience, Algorithms = [JwtAlgorithm.ES256], Keys = keys }));
        string old = first.CreateToken(Api.Good);
        string[] tokens = [old, second.CreateToken(Api.Good)];
        Assert.Equal(200, (await api.GetAsync(old)).Status);
        time.Advance(TimeSpan.FromMinutes(1));

        // The issuer announces its next key and signs with it at once.
        endpoint.Publish(first, second);
        Answer[] answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(index => api.GetAsync(tokens[index % 2])));

        Assert.All(answers, answer => Assert.Equal(200, answer.Status));
        Assert.Equal(2, endpoint.Requests);

        // And takes the old one away: remembered tokens end with their key.
        endpoint.Publish(second);
        await keys.RefreshAsync(TestContext.Current.CancellationToken);
        Assert.Equal((401, 200), ((await api.GetAsync(old)).Status, (await api.GetAsync(tokens[1])).Status));
    }
}
