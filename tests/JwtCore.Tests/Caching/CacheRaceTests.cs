using System.Diagnostics;
using System.Text;
using JwtCore.Testing;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Caching;

/// <summary>
/// Threads verify good and forged tokens of two issuers while the keys of one change all the time, tokens are revoked one
/// after the other, and the cache holds a fraction of them. Each verdict must be one that the token gets without a cache
/// under some keys that were held during the call, and each claim must be the token's own.
/// </summary>
public sealed class CacheRaceTests
{
    private const int Count = 48;
    private const string Steady = "https://steady.example.com";
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(3);

    private static readonly TestKeyPair First = TestKeyPair.Create(JwtAlgorithm.HS256, "first");
    private static readonly TestKeyPair Second = TestKeyPair.Create(JwtAlgorithm.HS256, "second");
    private static readonly TestKeyPair Own = TestKeyPair.Create(JwtAlgorithm.HS256, "first");

    // The same, other objects with the same keys, replaced under the same id, one of two, relabelled, none.
    private static readonly JwkSet?[] States =
    [
        Tokens.Keys(First, Second), Tokens.Keys(First, Second), Tokens.Keys(First), Tokens.Keys(First, Second), Tokens.Keys(TestKeyPair.Create(JwtAlgorithm.HS256, "first"), Second), null,
        Tokens.Keys(First, Second), Tokens.Keys(First.With(JwtAlgorithm.HS256, "third"), Second), Tokens.Keys(First, Second), Tokens.Keys(Second),
    ];

    private readonly Sample[] _samples = [.. Enumerable.Range(0, Count).Select(Sample.Make)];
    private readonly RotatingKeys _keys = new();
    private readonly bool[] _isRevoked = new bool[Count];
    private readonly JwtVerifier _verifier;
    private string? _wrong;
    private long _remembered;
    private long _verified;

    public CacheRaceTests() => _verifier = Remembering.Verifier(
        [TestPolicies.With(_keys), TestPolicies.With(Tokens.Keys(Own), issuer: Steady)],
        isRevoked: IsRevoked,
        cache: new TokenCacheOptions { MaxEntries = 16, MaxBytes = 65_536 });

    [Fact]
    public void Every_verdict_and_every_claim_is_right_while_keys_change_and_tokens_are_revoked_and_forgotten()
    {
        long start = Stopwatch.GetTimestamp();
        Thread[] threads = [.. Enumerable.Range(0, 4).Select(number => new Thread(() => Run(new Random(number), start)))];
        Array.ForEach(threads, thread => thread.Start());
        for (int step = 0; Stopwatch.GetElapsedTime(start) < Length; step++)
        {
            _keys.Turn();
            Thread.SpinWait(step % 8 == 0 ? 200_000 : 2_000);
            if (step % 400 == 399)
            {
                // Half of them in the end, the busy ones among them.
                Volatile.Write(ref _isRevoked[step / 400 * 2 % Count], true);
            }
        }

        Array.ForEach(threads, thread => thread.Join());
        Assert.Null(_wrong);
        Assert.InRange(_verified, 100, long.MaxValue);
        Assert.InRange(_remembered, 1, long.MaxValue);
        Assert.InRange(_verifier.KnownTokens, 0, 16);
        Assert.InRange(_verifier.KnownTokenBytes, 0, 65_536);
    }

    private void Run(Random random, long start)
    {
        while (_wrong is null && Stopwatch.GetElapsedTime(start) < Length)
        {
            Verify(random, _samples[random.Next(random.Next(4) == 0 ? Count : 8)], random.Next(8) == 0);
            Interlocked.Increment(ref _verified);
        }
    }

    private void Verify(Random random, Sample sample, bool isForged)
    {
        bool wasRevoked = Volatile.Read(ref _isRevoked[sample.Number]);
        int before = _keys.Version;
        byte[] bytes = isForged ? sample.Forged : sample.Good;
        bool isValid = random.Next(2) == 0
            ? _verifier.TryVerify(bytes, out VerifiedToken token)
            : _verifier.TryVerify(isForged ? sample.ForgedText : sample.GoodText, out token);
        int after = _keys.Version;

        bool isPossible = false;
        for (int version = before; version <= Math.Min(after, before + States.Length) && !isPossible; version++)
        {
            VerifyError expected = (isForged ? sample.ForgedVerdicts : sample.Verdicts)[version % States.Length];
            isPossible = token.Error == expected ? !(isValid && wasRevoked)
                : expected == VerifyError.None && token.Error == VerifyError.Revoked && Volatile.Read(ref _isRevoked[sample.Number]);
        }

        bool isWhole = isValid ? sample.IsShownBy(token) : token.Payload.IsEmpty && !token.JwtId.IsPresent && token.KeyId is null && !token.TryGetClaim("jti"u8, out _);
        if (!isPossible || !isWhole)
        {
            _wrong = $"{sample.Number} {isForged} {token.Error} from {before} to {after}, revoked before {wasRevoked}, shown {isWhole}";
        }

        // Only what is remembered has its payload outside of the variable; small payloads alone tell.
        _remembered += isValid && sample.IsSmall && !token.IsInline() ? 1 : 0;
    }

    // Verifies another token of the same verifier now and then, as a hook may.
    private bool IsRevoked(in VerifiedToken token)
    {
        token.TryGetClaim("number"u8, out ClaimValue value);
        value.TryGetInt64(out long number);
        if (Random.Shared.Next(16) == 0)
        {
            Sample other = _samples[(number + 1) % Count];
            if (_verifier.TryVerify(other.Good, out VerifiedToken inner) && !other.IsShownBy(inner))
            {
                _wrong = $"{other.Number} within the check of {number}";
            }

            if (!_samples[number].IsShownBy(token))
            {
                _wrong = $"{number} after the check of {other.Number}";
            }
        }

        return Volatile.Read(ref _isRevoked[number]);
    }

    private sealed class RotatingKeys : KeySource
    {
        private int _version;

        public int Version => Volatile.Read(ref _version);

        internal override bool IsStatic => true;

        public void Turn() => Interlocked.Increment(ref _version);

        internal override JwkSet? KeysAt(ref CallTime time) => States[Version % States.Length];
    }

    private sealed class Sample
    {
        private readonly byte[] _payload;
        private readonly byte[] _id;
        private readonly string _keyId;

        private Sample(int number, TestKeyPair pair, string issuer)
        {
            Number = number;
            IsSmall = number % 3 != 2;
            RawJson claims = Hmac.Claims().Set("iss", $"\"{issuer}\"").Set("number", $"{number}").Set("jti", number % 2 == 0 ? $"\"id-{number}\"" : RawJson.Escaped($"id-{number}"));
            for (int i = 0; i < number % 5 * 15; i++)
            {
                claims.Set($"m{i}", "0");
            }

            claims.Set("pad", $"\"{new string('x', IsSmall ? 10 * number : 2_400)}\"").Set("last", $"\"id-{number}\"");
            GoodText = pair.Sign(claims.ToString());
            ForgedText = $"{GoodText[..^9]}{(GoodText[^9] == 'A' ? 'B' : 'A')}{GoodText[^8..]}";
            Good = Encoding.ASCII.GetBytes(GoodText);
            Forged = Encoding.ASCII.GetBytes(ForgedText);
            _payload = Encoding.UTF8.GetBytes(claims.ToString());
            _id = Encoding.ASCII.GetBytes($"id-{number}");
            _keyId = pair.KeyId!;
            Verdicts = [.. States.Select(keys => Verdict(keys, Good))];
            ForgedVerdicts = [.. States.Select(keys => Verdict(keys, Forged))];
        }

        public int Number { get; }

        public bool IsSmall { get; }

        public byte[] Good { get; }

        public byte[] Forged { get; }

        public string GoodText { get; }

        public string ForgedText { get; }

        public VerifyError[] Verdicts { get; }

        public VerifyError[] ForgedVerdicts { get; }

        public static Sample Make(int number) => (number % 4) switch
        {
            0 or 1 => new Sample(number, First, Tokens.Issuer),
            2 => new Sample(number, Second, Tokens.Issuer),
            _ => new Sample(number, Own, Steady),
        };

        public bool IsShownBy(in VerifiedToken token) =>
            token.Payload.SequenceEqual(_payload)
            && token.JwtId.Bytes.SequenceEqual(_id)
            && token.Subject == "user-1"u8
            && token.KeyId == _keyId
            && token.ExpiresAt == DateTimeOffset.FromUnixTimeSeconds(Tokens.Now + 300)
            && token.HasScope("write"u8)
            && token.TryGetClaim("last"u8, out ClaimValue last)
            && last.TextEquals(_id);

        // Without a cache.
        private static VerifyError Verdict(JwkSet? keys, byte[] token)
        {
            JwtVerifier plain = new(
                [TestPolicies.With(new UnloadedKeys { Loaded = keys }), TestPolicies.With(Tokens.Keys(Own), issuer: Steady)],
                new JwtVerifierOptions { TimeProvider = FixedTime.At(Tokens.Now) });
            plain.TryVerify(token, out VerifiedToken verified);
            return verified.Error;
        }
    }
}
