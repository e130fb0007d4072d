using System.Text;
using System.Text.Json.Nodes;
using JwtCore.AspNetCore.Tests.Support;
using JwtCore.Testing;

namespace JwtCore.AspNetCore.Tests;

public class BadTokensOverHttpTests
{
    [Theory]
    [InlineData(JwtAlgorithm.RS256)]
    [InlineData(JwtAlgorithm.ES256)]
    [InlineData(JwtAlgorithm.HS256)]
    public async Task Each_bad_token_gets_its_answer_and_nothing_of_it_comes_back(JwtAlgorithm algorithm)
    {
        TestKeyPair pair = TestKeyPair.Create(algorithm, "key-1");
        await using Api api = await Api.StartAsync(options => options.Policies.Add(Api.Policy(pair)));
        JwtVerifier verifier = new(Api.Policy(pair));
        BadToken[] all = [.. BadTokens.For(pair, Api.Good).Where(bad => bad.FitsIntoHeader)];
        foreach (BadToken bad in all)
        {
            Answer answer = await api.GetAsync(bad.Token);

            Assert.True(answer.Status == 401, bad.Name);
            Assert.True(answer.Challenge == $"Bearer error=\"invalid_token\", error_description=\"{Refusal.Of(bad.Expected, ClaimOf(verifier, bad.Token)).Description}\"", $"{bad.Name}: {answer.Challenge}");
            Assert.Empty(answer.Body);
        }

        Assert.True(all.Length > 100);
        Assert.Equal(200, (await api.GetAsync(pair.CreateToken(Api.Good))).Status);
    }

    [Fact]
    public async Task What_a_token_says_is_never_sent_back()
    {
        await using Api api = await Api.StartAsync(options => options.Policies.Add(Api.Policy(scopes: ["needed"])));
        const string Marker = "x\"\\\r\ny-marker";
        string[] tokens =
        [
            Given.Pair.CreateToken(Api.Good with { Issuer = Marker }),
            Given.Pair.CreateToken(Api.Good with { Audience = Marker }),
            Given.Pair.CreateToken(Api.Good with { Claims = new JsonObject { ["scope"] = Marker } }),
            Given.Pair.CreateToken(Api.Good with { Header = new JsonObject { ["kid"] = Marker } }),
            Given.Pair.CreateToken(Api.Good with { Header = new JsonObject { ["alg"] = Marker } }),
            Given.Pair.CreateToken(Api.Good with { Header = new JsonObject { ["typ"] = Marker } }),
            "marker.marker.marker",
        ];
        foreach (string token in tokens)
        {
            Answer answer = await api.GetAsync(token);

            Assert.InRange(answer.Status, 401, 403);
            Assert.DoesNotContain("marker", answer.Challenge + answer.Body + answer.Headers, StringComparison.Ordinal);
            Assert.DoesNotContain(api.Log.Entries, entry => entry.Text.Contains("marker", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Bytes_of_any_kind_end_in_an_answer_of_4xx()
    {
        await using Api api = await Api.StartAsync(options => options.Policies.Add(Api.Policy()));
        Random random = new(7);
        for (int i = 0; i < 50; i++)
        {
            byte[] noise = new byte[random.Next(1, 60)];
            random.NextBytes(noise);
            string text = Encoding.Latin1.GetString(noise).Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal);

            Assert.StartsWith("HTTP/1.1 40", await api.SendRawAsync($"Authorization: Bearer {text}"), StringComparison.Ordinal);
        }
    }

    private static string? ClaimOf(JwtVerifier verifier, string token) => verifier.TryVerify(token, out VerifiedToken refused) ? null : refused.ErrorClaim;
}
