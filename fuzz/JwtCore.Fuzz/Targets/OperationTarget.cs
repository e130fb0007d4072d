using System.Text;
using JwtCore.Fuzz.Oracles;
using JwtCore.Fuzz.Seeds;
using JwtCore.Mcp;
using JwtCore.Mcp.Tests.Twins;

namespace JwtCore.Fuzz.Targets;

/// <summary>The operation of an MCP request, in its body and in a header: what is read is what the twin reads.</summary>
internal sealed class OperationTarget : FuzzTarget
{
    public override string Name => "operation";

    public override string[] Dictionaries => ["json"];

    public override void Run(byte[] input)
    {
        Guard.Require(OperationBody.Parse(input) == NaiveOperation.Read(input), "a body has another operation");
        string header = Encoding.Latin1.GetString(input);
        Guard.Require(OperationHeaders.Decode(header) == NaiveOperation.Decode(header), "a header has another name");
    }

    public override IEnumerable<byte[]> Seeds(SeedSource source) => ((string[])
    [
        """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"send_mail","arguments":{"name":"a"}}}""",
        """{"method":"resources/read","params":{"uri":"mail://archive/2026","_meta":{"progressToken":1}}}""",
        """{"params":{"n\u0061me":"gr\u00fc\u00dfe"},"method":"prompts\/get"}""",
        """[{"method":"tools/call","params":{"name":"a"}}]""",
        "send_mail",
        "=?base64?Z3LDvMOfZQ==?=",
        "=?base64?IHBhZGRlZCA=?=",
    ]).Select(Encoding.UTF8.GetBytes).Concat(source.JsonTexts());
}
