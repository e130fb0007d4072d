using System.Text;
using JwtCore.Fuzz.Oracles;
using JwtCore.Fuzz.Seeds;
using JwtCore.Fuzz.Tokens;
using JwtCore.Tests.Twins;
using JwtCore.Text;

namespace JwtCore.Fuzz.Targets;

/// <summary>The text of a token as it is, with and without tolerated padding, and each segment as base64url.</summary>
internal sealed class SegmentsTarget : FuzzTarget
{
    private readonly TokenJudge[] _judges = [.. ((VerificationPolicy[])[FuzzPolicies.Strict, FuzzPolicies.Single[2]]).Select(policy => new TokenJudge([policy], GoodTokens.Accepted(policy, SigningKeys.Secrets)))];

    public override string Name => "segments";

    public override string[] Dictionaries => ["token"];

    public override void Run(byte[] input)
    {
        string token = Encoding.Latin1.GetString(input);
        foreach (TokenJudge judge in _judges)
        {
            judge.Judge(token);
        }

        foreach (string segment in token.Split('.'))
        {
            Segment decoded = new(Encoding.Latin1.GetBytes(segment));
            Guard.Run("base64url", decoded, static decoded => decoded.Decode(), mostBytes: 0);
            Guard.Require(Same(decoded.Bytes, NaiveSegments.Decode(segment)), $"base64url reads {segment} otherwise");
        }
    }

    public override IEnumerable<byte[]> Seeds(SeedSource source) =>
        source.TokenTexts().Concat(GoodTokens.For(FuzzPolicies.Single).Select(input => TokenMaker.Make(input, SigningKeys.Secrets))).Select(Encoding.Latin1.GetBytes);

    private static bool Same(byte[]? left, byte[]? right) => left is null || right is null ? left == right : left.AsSpan().SequenceEqual(right);

    private sealed class Segment(byte[] text)
    {
        private readonly byte[] _room = new byte[StrictBase64Url.DecodedLength(text.Length)];
        private bool _isGood;

        public byte[]? Bytes => _isGood ? _room : null;

        public void Decode() => _isGood = StrictBase64Url.TryDecode(text, _room);
    }
}
