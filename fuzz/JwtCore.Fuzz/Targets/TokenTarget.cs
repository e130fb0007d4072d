using System.Text;
using JwtCore.Fuzz.Oracles;
using JwtCore.Fuzz.Seeds;
using JwtCore.Fuzz.Tokens;

namespace JwtCore.Fuzz.Targets;

/// <summary>The full call under every policy for one issuer: header, payload, key and damage all come from the input.</summary>
internal class TokenTarget : FuzzTarget
{
    private readonly TokenJudge[] _judges = [.. FuzzPolicies.Single.Select(policy => new TokenJudge([policy], GoodTokens.Accepted(policy, SigningKeys.Secrets)))];

    public override string Name => "token";

    public override string[] Dictionaries => ["json", "token"];

    public override void Run(byte[] input)
    {
        TokenInput read = Complete(TokenInput.Read(input));
        _judges[read.Policy % _judges.Length].Judge(TokenMaker.Make(read, SigningKeys.Secrets));
    }

    public override IEnumerable<byte[]> Seeds(SeedSource source) =>
        source.Tokens().SelectMany((token, i) => new[]
        {
            new TokenInput((byte)(i % _judges.Length), 0, token.Header, token.Payload, []),
            new TokenInput((byte)(i % _judges.Length), 0x80, token.Header, token.Payload, token.Signature),
        }).Concat(GoodTokens.For(FuzzPolicies.Single)).Select(input => Abridge(input).Write());

    /// <summary>Puts in what the input leaves out.</summary>
    protected virtual TokenInput Complete(TokenInput input) => input;

    /// <summary>Leaves out what <see cref="Complete"/> puts in.</summary>
    protected virtual TokenInput Abridge(TokenInput input) => input;

    protected static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
