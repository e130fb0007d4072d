using JwtCore.Fuzz.Oracles;
using JwtCore.Fuzz.Seeds;
using JwtCore.Fuzz.Tokens;

namespace JwtCore.Fuzz.Targets;

/// <summary>Any payload, signed, under a good header: the JSON gate against the platform's reader, the claims, with and without a token, and the rules.</summary>
internal sealed class PayloadTarget : TokenTarget
{
    public override string Name => "payload";

    public override string[] Dictionaries => ["json", "claims"];

    public override void Run(byte[] input)
    {
        GateCheck.Run(TokenInput.Read(input).Payload);
        UnsignedClaimsCheck.Run(TokenInput.Read(input).Payload);
        base.Run(input);
    }

    public override IEnumerable<byte[]> Seeds(SeedSource source) =>
        base.Seeds(source).Concat(source.JsonTexts().Select(json => Abridge(new TokenInput(0, 0, [], json, [])).Write()));

    // The type is chosen with the key, so that all profiles can be reached.
    protected override TokenInput Complete(TokenInput input) => input with
    {
        Choice = 0,
        Header = Utf8($$"""{"alg":"HS256","kid":"hs"{{(input.Key % 4) switch { 0 => "", 1 => ",\"typ\":\"at+jwt\"", 2 => ",\"typ\":\"logout+jwt\"", _ => ",\"typ\":\"JWT\"" }}}}"""),
        Script = [],
    };

    protected override TokenInput Abridge(TokenInput input) => input with { Header = [], Script = [], Choice = TypeIn(input.Header) };

    private static byte TypeIn(byte[] header) =>
        header.AsSpan().IndexOf("\"at+jwt"u8) >= 0 ? (byte)1 : header.AsSpan().IndexOf("\"logout"u8) >= 0 ? (byte)2 : (byte)0;
}
