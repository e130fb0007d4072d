using JwtCore.Fuzz.Oracles;
using JwtCore.Fuzz.Seeds;
using JwtCore.Fuzz.Tokens;
using JwtCore.Tests.Twins;

namespace JwtCore.Fuzz.Targets;

/// <summary>
/// One verifier with a small token cache through a script: tokens again and again in all forms, the clock moved, tokens
/// revoked. Each verdict is that of a verifier without a memory, and that of the naive twin.
/// </summary>
internal sealed class CachedTarget : FuzzTarget
{
    private const int Variants = 8;
    private const int MostSteps = 48;

    private static readonly int[] ClockSteps = [1, 59, 61, 299, 301, 3_600, -60, -3_600];

    public override string Name => "cached";

    public override string[] Dictionaries => ["json", "claims"];

    public override void Run(byte[] input)
    {
        TokenInput read = TokenInput.Read(input);
        new Session(FuzzPolicies.Single[read.Policy % FuzzPolicies.Single.Length], read).Run();
    }

    public override IEnumerable<byte[]> Seeds(SeedSource source)
    {
        byte[][] scripts = [[0, 0, 0, 8, 16, 0], [0, 0, 1, 1, 2, 2, 0, 9, 17], [0, 0, 0x46, 0, 0x44, 0], [0, 0, 0xC0, 0, 0xC0, 0], [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 0, 1, 2, 3]];
        return GoodTokens.For(FuzzPolicies.Single).SelectMany(input => scripts.Select(script => (input with { Script = script }).Write()))
            .Concat(source.Tokens().Select(token => new TokenInput(7, 0, token.Header, token.Payload, scripts[1]).Write()));
    }

    private sealed class Session
    {
        private readonly VerificationPolicy _policy;
        private readonly TokenInput _input;
        private readonly string[] _tokens;
        private readonly FrozenTime _time = new();
        private readonly JwtVerifier _cached;
        private bool _isRevoked;

        public Session(VerificationPolicy policy, TokenInput input)
        {
            _policy = policy;
            _input = input;
            _tokens = [.. Enumerable.Range(0, Variants).Select(Variant)];
            _cached = Verifier(new TokenCacheOptions { MaxEntries = 4 });
        }

        // A step uses a token by its low bits, in the form of the bits above; the highest two move the clock or revoke instead.
        public void Run()
        {
            foreach (byte step in _input.Script.Take(MostSteps))
            {
                if (step >= 0xC0)
                {
                    _isRevoked = !_isRevoked;
                }
                else if (step >= 0x40)
                {
                    _time.Now += TimeSpan.FromSeconds(ClockSteps[step % ClockSteps.Length]);
                }
                else
                {
                    Use(_tokens[step % Variants], (step / Variants) % 3);
                }
            }
        }

        private void Use(string token, int form)
        {
            VerifyError expected = new NaiveVerifier(_policy, _time.Now, new Limits()).Verify(token);
            if (_isRevoked && expected is (VerifyError.None or VerifyError.InsufficientScope))
            {
                expected = VerifyError.Revoked;
            }

            Verification verification = new(_cached, token, "the cache");
            verification.Expect(
                expected,
                form == 0 ? "chars" : form == 1 ? "bytes" : "async",
                form == 0 ? Verification.Chars : form == 1 ? Verification.Bytes : Verification.Async,
                long.MaxValue);
            if (expected is VerifyError.None or VerifyError.InsufficientScope)
            {
                Verification plain = new(Verifier(cache: null), token, "plain");
                Guard.Require(verification.ReadBytes() == plain.ReadChars(), "the token reads otherwise from the cache");
            }
        }

        private JwtVerifier Verifier(TokenCacheOptions? cache) => new(_policy, new JwtVerifierOptions
        {
            TimeProvider = _time,
            Cache = cache,
            IsRevoked = (in VerifiedToken _) => _isRevoked,
        });

        // Space behind the payload makes another token that says the same.
        private string Variant(int number) =>
            TokenMaker.Make(_input with { Choice = (byte)_input.Key, Payload = [.. _input.Payload, .. Enumerable.Repeat((byte)' ', number)], Script = [] }, SigningKeys.Secrets);
    }
}
