using System.Buffers.Text;
using System.Text;
using JwtCore.Cli.Tests.Support;

namespace JwtCore.Cli.Tests;

/// <summary>Single claims: <c>name=text</c> and <c>name:=json</c>.</summary>
public class ClaimOptionTests : CliTest
{
    [Theory]
    [InlineData("tenant=a", """{"iat":0,"exp":3600,"tenant":"a"}""")]
    [InlineData("tenant=", """{"iat":0,"exp":3600,"tenant":""}""")]
    [InlineData("count=7", """{"iat":0,"exp":3600,"count":"7"}""")]
    [InlineData("text=a=b:=c", """{"iat":0,"exp":3600,"text":"a=b:=c"}""")]
    [InlineData("https://example.com/role=admin", """{"iat":0,"exp":3600,"https://example.com/role":"admin"}""")]
    [InlineData("sub=Jos\u00e9", """{"iat":0,"exp":3600,"sub":"José"}""")]
    [InlineData("count:=7", """{"iat":0,"exp":3600,"count":7}""")]
    [InlineData("amount:=1.50", """{"iat":0,"exp":3600,"amount":1.50}""")]
    [InlineData("admin:=true", """{"iat":0,"exp":3600,"admin":true}""")]
    [InlineData("roles:=[\"a\",\"b\"]", """{"iat":0,"exp":3600,"roles":["a","b"]}""")]
    [InlineData("act:={\"sub\":\"a\"}", """{"iat":0,"exp":3600,"act":{"sub":"a"}}""")]
    [InlineData("name:=\"=\"", """{"iat":0,"exp":3600,"name":"="}""")]
    [InlineData("exp:=null", """{"iat":0}""")]
    [InlineData("exp=soon", """{"iat":0,"exp":"soon"}""")]
    public async Task A_claim_is_a_text_or_JSON(string claim, string payload) => Assert.Equal(payload, Payload(await IssueAsync("--claim", claim)));

    [Fact]
    public async Task Claims_come_after_the_file_and_before_the_object()
    {
        string file = Write("claims.json", """{"a":"file","b":"file","c":"file"}""");

        Outcome outcome = await IssueAsync("--claims", """{"c":"object"}""", "--claim", "b=claim", "--claim", "c=claim", "--claims-file", file);

        Assert.Equal("""{"iat":0,"exp":3600,"a":"file","b":"claim","c":"object"}""", Payload(outcome));
    }

    [Theory]
    [InlineData("hunter2")]
    [InlineData("=hunter2")]
    [InlineData(":=1")]
    [InlineData("")]
    public async Task A_claim_has_a_name(string claim) =>
        AssertWrongUsage("--claim: must have the form NAME=TEXT or NAME:=JSON, with a name.", await IssueAsync("--claim", claim));

    [Fact]
    public async Task Wrong_JSON_is_one_clear_line()
    {
        AssertWrongUsage("--claim: what stands after ':=' is refused: it is not JSON: line 1, byte 1 is not as expected.", await IssueAsync("--claim", "a:=hunter2"));
        AssertWrongUsage("--claim: what stands after ':=' is refused: it is not JSON: line 1, byte 1 is not as expected.", await IssueAsync("--claim", "a:="));
        AssertWrongUsage("--claim: what stands after ':=' is refused: two members of one object have the name \"x\".", await IssueAsync("--claim", "a:={\"x\":1,\"x\":2}"));
    }

    [Fact]
    public async Task A_claim_is_given_once()
    {
        AssertWrongUsage("--claim: two give the same claim.", await IssueAsync("--claim", "a=1", "--claim", "a:=2"));
        Assert.Equal(0, (await IssueAsync("--claim", "a=1", "--claim", "A=1")).Code);
    }

    [Theory]
    [InlineData("5m", 300)]
    [InlineData("90", 90)]
    [InlineData("2h", 7200)]
    [InlineData("1d", 86_400)]
    [InlineData("-30s", -30)]
    public async Task A_lifetime_has_a_unit(string lifetime, int exp) => Assert.Equal($$"""{"iat":0,"exp":{{exp}}}""", Payload(await IssueAsync("--lifetime", lifetime)));

    private Task<Outcome> IssueAsync(params string[] args) => Run(["issue", "--key", Write("key.json", Pair.ToPrivateJwk().ToJsonString()), "--at", "0", .. args]);

    private static string Payload(Outcome outcome)
    {
        Assert.Equal(("", 0), (outcome.Error, outcome.Code));
        return Encoding.UTF8.GetString(Base64Url.DecodeFromChars(outcome.Output.TrimEnd('\n').Split('.')[1]));
    }
}
