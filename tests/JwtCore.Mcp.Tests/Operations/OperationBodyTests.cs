using System.Text;
using JwtCore.Mcp.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace JwtCore.Mcp.Tests;

public class OperationBodyTests
{
    [Theory]
    [InlineData("tools/call", "name")]
    [InlineData("prompts/get", "name")]
    [InlineData("resources/read", "uri")]
    [InlineData("resources/subscribe", "uri")]
    public void A_message_names_its_operation(string method, string member) =>
        Assert.Equal(new Operation(method, "a"), Parse(Messages.Old(method, member, "a")));

    [Theory]
    [InlineData("""{"method":"tools\/call","params":{"n\u0061me":"\u0061"}}""")]
    [InlineData("""  {"params":{"name":"a","arguments":{"name":"b"}},"method":"tools/call"}  """)]
    public void Spelling_and_order_do_not_matter(string json) => Assert.Equal(new Operation("tools/call", "a"), Parse(json));

    [Theory]
    [InlineData("""[{"method":"tools/call","params":{"name":"a"}}]""")]
    [InlineData("""{"method":"tools/list","method":"tools/call","params":{"name":"a"}}""")]
    [InlineData("""{"method":"tools/call","params":{"name":"b","name":"a"}}""")]
    [InlineData("""{"method":"tools/call","params":{"name":"b","n\u0061me":"a"}}""")]
    [InlineData("""{"method":"tools/call","params":{"name":"a"}} {}""")]
    [InlineData("""{"method":"tools/call","params":{"name":"a"},}""")]
    [InlineData("""{"method":"tools/call","params":{"name":"\ud800"}}""")]
    [InlineData("""{"method":"tools/call","params":["a"]}""")]
    [InlineData("""{"method":"tools/call","params":{"name":1}}""")]
    [InlineData("""{"method":"tools/call","params":{"uri":"a"}}""")]
    [InlineData("""{"method":["tools/call"],"params":{"name":"a"}}""")]
    [InlineData("""{"method":"tools/call"}""")]
    [InlineData("""{"params":{"name":"a"}}""")]
    [InlineData("""{"method":"tools/list","params":{"name":"a"}}""")]
    [InlineData("\ufeff{\"method\":\"tools/call\",\"params\":{\"name\":\"a\"}}")]
    [InlineData("tools/call")]
    [InlineData("null")]
    [InlineData("")]
    public void Batches_duplicates_and_what_is_no_strict_message_have_no_operation(string json) => Assert.Null(Parse(json));

    [Theory]
    [InlineData(63, true)]
    [InlineData(64, false)]
    public void Nesting_is_bounded(int depth, bool isRead) =>
        Assert.Equal(isRead, Parse($$"""{"method":"tools/call","params":{"name":"a"},"x":{{new string('[', depth)}}{{new string(']', depth)}}}""") is not null);

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task A_body_is_read_to_the_limit_and_stays_whole(int more, bool isRead)
    {
        string json = Messages.Old("tools/call", "name", "a");
        foreach (bool isLengthKnown in (bool[])[true, false])
        {
            DefaultHttpContext context = new();
            byte[] body = Encoding.UTF8.GetBytes(json + new string(' ', more));
            context.Request.Body = new MemoryStream(body);
            context.Request.ContentLength = isLengthKnown ? body.Length : null;
            Operation? operation = await OperationBody.ReadAsync(context.Request, json.Length, TestContext.Current.CancellationToken);
            using MemoryStream copy = new();
            await context.Request.Body.CopyToAsync(copy, TestContext.Current.CancellationToken);

            Assert.Equal(isRead, operation is not null);
            Assert.Equal(body, copy.ToArray());
        }
    }

    [Theory]
    [InlineData(null, false, false, true)]
    [InlineData("2025-06-18", false, false, true)]
    [InlineData("2025-11-24", false, false, true)]
    [InlineData("2025-11-25", true, false, true)]
    [InlineData("2026-07-27", true, false, true)]
    [InlineData("2026-07-28", false, false, false)]
    [InlineData("2027-01-01", false, false, false)]
    public void Which_versions_are_read_is_an_option(string? version, bool whereStepUpIsKnown, bool never, bool always)
    {
        DefaultHttpContext context = new();
        context.Request.Method = "POST";
        context.Request.Headers["MCP-Protocol-Version"] = version;

        Assert.Equal(whereStepUpIsKnown, OperationBody.IsAsked(context.Request, McpBodyInspection.WhereStepUpIsKnown));
        Assert.Equal(never, OperationBody.IsAsked(context.Request, McpBodyInspection.Never));
        Assert.Equal(always, OperationBody.IsAsked(context.Request, McpBodyInspection.Always));
    }

    [Fact]
    public void A_request_with_the_headers_or_without_a_body_is_not_read()
    {
        DefaultHttpContext context = new();
        context.Request.Method = "GET";
        Assert.False(OperationBody.IsAsked(context.Request, McpBodyInspection.Always));
        context.Request.Method = "POST";
        Assert.True(OperationBody.IsAsked(context.Request, McpBodyInspection.Always));
        context.Request.Headers["Mcp-Method"] = "tools/list";
        Assert.False(OperationBody.IsAsked(context.Request, McpBodyInspection.Always));
    }

    private static Operation? Parse(string json) => OperationBody.Parse(Encoding.UTF8.GetBytes(json));
}
