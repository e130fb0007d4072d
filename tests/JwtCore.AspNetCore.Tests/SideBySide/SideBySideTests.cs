using System.Text.Json.Nodes;
using JwtCore.AspNetCore.Tests.Support;
using JwtCore.Testing;

namespace JwtCore.AspNetCore.Tests.SideBySide;

/// <summary>
/// The same requests to JwtBearer and to JwtCore. Where the answers differ docs/from-jwtbearer.md has the reason; it has no
/// reason for a difference that is none.
/// </summary>
public class SideBySideTests
{
    [Fact]
    public async Task The_page_has_each_request_both_answers_and_why_they_differ()
    {
        List<string> actual = [];
        await using (BothServers servers = await BothServers.StartAsync(BearerRequests.Jwks, BearerRequests.Algorithms))
        {
            foreach (BearerRequest request in BearerRequests.All)
            {
                actual.Add(Row(request.Name, await servers.AskAsync(request)));
            }
        }

        await using BothServers keyless = await BothServers.StartWithoutKeysAsync();
        actual.Add(Row("keys cannot be fetched", await keyless.AskAsync(BearerRequests.All[0])));

        string[][] rows = SideBySidePage.Rows("Over HTTP");
        Assert.True(actual.SequenceEqual(rows.Select(row => $"| {row[0]} | {row[1]} | {row[2]} |")), string.Join('\n', actual));
        Assert.All(rows, row => Assert.True(row[1] != row[2] == row[3].Length > 0, row[0]));
        Assert.All(rows, row => Assert.False(row[2] == "200" && row[1] != "200", row[0]));
    }

    [Fact]
    public async Task The_page_counts_the_bad_tokens_that_JwtBearer_accepts()
    {
        Dictionary<VerifyError, (int All, int Accepted)> counts = await CountAsync(JwtAlgorithm.RS256);
        string[] actual = [.. counts.Where(count => count.Value.Accepted > 0).OrderBy(count => count.Key).Select(count => $"| `{count.Key}` | {count.Value.All} | {count.Value.Accepted} |")];

        string[][] rows = SideBySidePage.Rows("Bad tokens");
        Assert.True(actual.SequenceEqual(rows.Select(row => $"| {row[0]} | {row[1]} | {row[2]} |")), string.Join('\n', actual));
        Assert.All(rows, row => Assert.NotEmpty(row[3]));
    }

    // The tokens of other algorithms differ a little: no HMAC signature is padded, no EC key has two algorithms.
    [Theory]
    [InlineData(JwtAlgorithm.ES256)]
    [InlineData(JwtAlgorithm.HS256)]
    public async Task With_other_algorithms_no_other_kinds_of_bad_tokens_are_accepted(JwtAlgorithm algorithm)
    {
        Dictionary<string, int> known = SideBySidePage.Rows("Bad tokens").ToDictionary(row => row[0].Trim('`'), row => int.Parse(row[2], System.Globalization.CultureInfo.InvariantCulture));
        foreach ((VerifyError error, (_, int accepted)) in await CountAsync(algorithm))
        {
            Assert.True(accepted <= known.GetValueOrDefault($"{error}"), $"{error}: {accepted}");
        }
    }

    private static string Row(string name, (string Theirs, string Ours) answers) => $"| {name} | {answers.Theirs} | {answers.Ours} |";

    private static async Task<Dictionary<VerifyError, (int All, int Accepted)>> CountAsync(JwtAlgorithm algorithm)
    {
        TestKeyPair pair = TestKeyPair.Create(algorithm, "key-1");
        await using BothServers servers = await BothServers.StartAsync(new JsonObject { ["keys"] = new JsonArray(pair.ToJwk()) }, [algorithm]);
        Assert.Equal(("200", "200"), await servers.AskAsync(BearerRequest.Of("good", pair.CreateToken(Api.Good))));
        Dictionary<VerifyError, (int All, int Accepted)> counts = [];
        foreach (BadToken bad in BadTokens.For(pair, Api.Good).Where(bad => bad.FitsIntoHeader))
        {
            (string theirs, string ours) = await servers.AskAsync(BearerRequest.Of(bad.Name, bad.Token));
            Assert.True((ours, theirs is "200" or "401 `invalid_token`") == ("401 `invalid_token`", true), $"{bad.Name}: {theirs}, {ours}");
            (int all, int accepted) = counts.GetValueOrDefault(bad.Expected);
            counts[bad.Expected] = (all + 1, accepted + (theirs == "200" ? 1 : 0));
        }

        return counts;
    }
}
