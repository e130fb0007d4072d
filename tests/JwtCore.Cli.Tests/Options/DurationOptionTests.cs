using JwtCore.Cli.Tests.Support;

namespace JwtCore.Cli.Tests;

public class DurationOptionTests : CliTest
{
    [Theory]
    [InlineData("599", false)]
    [InlineData("599s", false)]
    [InlineData("600", true)]
    [InlineData("600s", true)]
    [InlineData("10m", true)]
    public async Task A_number_is_seconds_and_a_unit_may_follow(string skew, bool isAccepted)
    {
        string token = Token("exp", Now - 599);

        Outcome outcome = await Run([.. Verify, "--skew", skew, token]);

        Assert.Equal(isAccepted ? 0 : 1, outcome.Code);
    }

    [Theory]
    [InlineData("1m", 1)]
    [InlineData("359s", 1)]
    [InlineData("6m", 0)]
    [InlineData("1h", 0)]
    [InlineData("1d", 0)]
    public async Task Every_unit_is_known(string lifetime, int code) => Assert.Equal(code, (await Run([.. Verify, "--max-lifetime", lifetime, Token()])).Code);

    [Theory]
    [InlineData("--skew", "601", 0, 600)]
    [InlineData("--skew", "11m", 0, 600)]
    [InlineData("--skew", "-1", 0, 600)]
    [InlineData("--skew", "1.5m", 0, 600)]
    [InlineData("--skew", "1 m", 0, 600)]
    [InlineData("--skew", "1M", 0, 600)]
    [InlineData("--skew", "m", 0, 600)]
    [InlineData("--skew", "1w", 0, 600)]
    [InlineData("--max-age", "0", 1, int.MaxValue)]
    [InlineData("--max-age", "0d", 1, int.MaxValue)]
    [InlineData("--max-age", "24856d", 1, int.MaxValue)]
    [InlineData("--max-age", "9223372036854775807d", 1, int.MaxValue)]
    [InlineData("--max-age", "9223372036854775808", 1, int.MaxValue)]
    public async Task What_is_no_duration_or_out_of_range_is_refused(string option, string value, long least, long most) => AssertWrongUsage(
        $"{option}: must be a whole number of seconds, or one with s, m, h or d such as 15m, from {least} to {most} seconds.",
        await Run([.. Verify, option, value, Token()]));

    [Fact]
    public async Task A_lifetime_to_issue_may_be_negative()
    {
        string key = Write("private.json", Pair.ToPrivateJwk().ToJsonString());

        string token = (await Run("issue", "--key", key, "--at", "1000", "--lifetime", "-5m")).Output.Trim();

        Assert.Equal(700, UnverifiedToken.Read(System.Text.Encoding.ASCII.GetBytes(token), 16_384).Payload!.Json!.Value.GetProperty("exp").GetInt32());
    }
}
