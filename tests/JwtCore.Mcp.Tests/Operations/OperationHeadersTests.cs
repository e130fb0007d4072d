using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace JwtCore.Mcp.Tests;

public class OperationHeadersTests
{
    [Theory]
    [InlineData("send_mail", "send_mail")]
    [InlineData("", "")]
    [InlineData("a, b", "a, b")]
    [InlineData("a\tb", "a\tb")]
    [InlineData("file:///a/b.json", "file:///a/b.json")]
    [InlineData("=?base64?Z3LDvMOfZQ==?=", "grüße")]
    [InlineData("=?base64?IHBhZGRlZCA=?=", " padded ")]
    [InlineData("=?base64?PT9iYXNlNjQ/bGl0ZXJhbD89?=", "=?base64?literal?=")]
    [InlineData("=?base64??=", "")]
    [InlineData("=?base64?", "=?base64?")]
    [InlineData("=?BASE64?Z3LDvMOfZQ==?=", "=?BASE64?Z3LDvMOfZQ==?=")]
    [InlineData("=?base64?Z3LDvMOfZQ==", "=?base64?Z3LDvMOfZQ==")]
    public void A_name_is_plain_or_encoded(string header, string name) => Assert.Equal(name, OperationHeaders.Decode(header));

    [Theory]
    [InlineData("grüße")]
    [InlineData("a\u007f")]
    [InlineData("a\u0001")]
    [InlineData("=?base64?Z3LDvMOfZQ?=")]
    [InlineData("=?base64?Z3LD vMOfZQ==?=")]
    [InlineData("=?base64?Z3LD\tvMOfZQ==?=")]
    [InlineData("=?base64?!!!!?=")]
    [InlineData("=?base64?/w==?=")]
    [InlineData("=?base64?7aCA?=")]
    public void What_does_not_decode_is_no_name(string header) => Assert.Null(OperationHeaders.Decode(header));

    [Theory]
    [InlineData("tools/call")]
    [InlineData("prompts/get")]
    [InlineData("resources/read")]
    [InlineData("resources/subscribe")]
    [InlineData("resources/unsubscribe")]
    public void Methods_with_rules_have_a_name(string method) => Assert.Equal(new Operation(method, "a"), Read("POST", method, "a"));

    [Theory]
    [InlineData("tools/list")]
    [InlineData("Tools/call")]
    [InlineData("tools/call ")]
    [InlineData("initialize")]
    [InlineData("")]
    public void Other_methods_have_no_operation(string method) => Assert.Null(Read("POST", method, "a"));

    [Fact]
    public void Two_values_a_missing_one_and_another_verb_have_no_operation()
    {
        Assert.Null(Read("POST", new StringValues(["tools/call", "tools/call"]), "a"));
        Assert.Null(Read("POST", "tools/call", new StringValues(["a", "a"])));
        Assert.Null(Read("POST", "tools/call", StringValues.Empty));
        Assert.Null(Read("POST", StringValues.Empty, "a"));
        Assert.Null(Read("GET", "tools/call", "a"));
    }

    private static Operation? Read(string verb, StringValues method, StringValues name)
    {
        DefaultHttpContext context = new();
        context.Request.Method = verb;
        context.Request.Headers["Mcp-Method"] = method;
        context.Request.Headers["Mcp-Name"] = name;
        return OperationHeaders.Read(context.Request);
    }
}
