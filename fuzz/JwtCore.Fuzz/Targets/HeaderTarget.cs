using JwtCore.Fuzz.Oracles;
using JwtCore.Fuzz.Tokens;

namespace JwtCore.Fuzz.Targets;

/// <summary>Any header, signed, over a good payload.</summary>
internal sealed class HeaderTarget : TokenTarget
{
    private static readonly byte[] Payload = Utf8($$"""{"iss":"{{FuzzPolicies.Issuer}}","aud":"{{FuzzPolicies.Audience}}","exp":1767225900,"scope":"admin b"}""");

    public override string Name => "header";

    public override void Run(byte[] input)
    {
        GateCheck.Run(TokenInput.Read(input).Header);
        base.Run(input);
    }

    protected override TokenInput Complete(TokenInput input) => input with { Payload = Payload, Script = [] };

    protected override TokenInput Abridge(TokenInput input) => input with { Payload = [], Script = [] };
}
