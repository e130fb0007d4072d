using JwtCore.Fuzz.Oracles;
using JwtCore.Fuzz.Seeds;
using JwtCore.Fuzz.Tokens;
using JwtCore.Testing;

namespace JwtCore.Fuzz.Targets;

/// <summary>The full call with several issuers, of which two share a key id, two are templates, and one tolerates padding.</summary>
internal sealed class IssuersTarget : FuzzTarget
{
    private static readonly TestKeyPair[] Pairs = [.. SigningKeys.Secrets, SigningKeys.FromSecret(5, JwtAlgorithm.HS512, "tenant")];

    private readonly TokenJudge _judge = new(FuzzPolicies.Several, FuzzPolicies.Several.SelectMany(policy => GoodTokens.Accepted(policy, Pairs)));

    public override string Name => "issuers";

    public override string[] Dictionaries => ["json", "token", "claims"];

    public override void Run(byte[] input) => _judge.Judge(TokenMaker.Make(TokenInput.Read(input), Pairs));

    public override IEnumerable<byte[]> Seeds(SeedSource source) =>
        source.Tokens().Select((token, i) => new TokenInput(0, (byte)(i % Pairs.Length), token.Header, token.Payload, []))
            .Concat(GoodTokens.For(FuzzPolicies.Several))
            .Select(input => input.Write());
}
