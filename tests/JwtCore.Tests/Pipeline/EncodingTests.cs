using System.Buffers.Text;
using System.Text;
using JwtCore.Testing;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Pipeline;

public class EncodingTests
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private static readonly VerifyError[] Malformed = [VerifyError.HeaderMalformed, VerifyError.PayloadMalformed, VerifyError.SignatureInvalid];

    // A decoder that refuses the last character leaves the last byte as it was: zero in memory that is clear, or what a token
    // before it left there, which here is the byte that would be right.
    [Fact]
    public void A_signature_with_stray_bits_is_refused_whatever_its_memory_held()
    {
        JwtVerifier verifier = Tokens.Verifier(JwtAlgorithm.ES256);
        string claims = Hmac.Claims().Set("x", $"\"{new string('x', 3_000)}\"").ToString();
        string any = Tokens.Pair(JwtAlgorithm.ES256).Sign(claims);
        string zero = any;
        while (!zero.EndsWith("AA", StringComparison.Ordinal))
        {
            zero = Tokens.Pair(JwtAlgorithm.ES256).Sign(claims);
        }

        foreach (string token in (string[])[zero, any])
        {
            scoped VerifiedToken verified;
            Assert.True(verifier.TryVerify(token, out verified));
            for (int stray = 1; stray < 16; stray++)
            {
                Assert.True(verifier.TryVerify(token, out verified));
                Assert.False(verifier.TryVerify(token[..^1] + Alphabet[Alphabet.IndexOf(token[^1], StringComparison.Ordinal) | stray], out verified));
                Assert.Equal(VerifyError.SignatureInvalid, verified.Error);
            }
        }
    }

    [Fact]
    public void A_token_leaves_nothing_in_the_memory_that_its_chars_were_narrowed_in()
    {
        string token = Hmac.Sign(Hmac.Claims().Set("x", $"\"{new string('x', 14_000)}\""));
        JwtVerifier verifier = new(TestPolicies.With(), new JwtVerifierOptions { TimeProvider = FixedTime.At(Tokens.Now), Limits = new Limits { TokenBytes = 1 << 20 } });

        byte[] ascii = Pool.GivenBackBy<byte>(token.Length, () => Assert.True(verifier.TryVerify(token, out _)));
        Assert.Equal(-1, ascii.AsSpan().IndexOfAnyExcept((byte)0));
    }

    // Secrets of 32, 64 and 48 bytes make signatures of 2, 1 and 0 bytes beyond whole groups of three.
    public static TheoryData<int, JwtAlgorithm> Tails => new() { { 2, JwtAlgorithm.HS256 }, { 1, JwtAlgorithm.HS512 }, { 0, JwtAlgorithm.HS384 } };

    [Theory, MemberData(nameof(Tails))]
    public void Each_segment_has_one_encoding_only(int tail, JwtAlgorithm algorithm)
    {
        JwtVerifier verifier = Tokens.Verifier(algorithm);
        Assert.Equal(VerifyError.None, verifier.Verdict(Build(algorithm, tail, -1, segment => segment)));
        for (int at = 0; at < 3; at++)
        {
            int trailingBits = tail switch { 1 => 15, 2 => 3, _ => 0 };
            if (tail != 0)
            {
                for (int more = 1; more <= trailingBits; more++)
                {
                    Assert.Equal(Malformed[at], verifier.Verdict(Build(algorithm, tail, at, segment => segment[..^1] + Alphabet[Alphabet.IndexOf(segment[^1], StringComparison.Ordinal) | more])));
                }
            }

            // One character more than whole groups encodes nothing.
            if (tail == 0)
            {
                Assert.Equal(Malformed[at], verifier.Verdict(Build(algorithm, tail, at, segment => segment + "A")));
            }
        }
    }

    [Theory, MemberData(nameof(Tails))]
    public void Padding_is_refused_in_each_segment_and_where_tolerated_must_be_right(int tail, JwtAlgorithm algorithm)
    {
        JwtVerifier strict = Tokens.Verifier(algorithm);
        JwtVerifier tolerant = Tokens.Verifier(TestPolicies.With(Tokens.Keys(algorithm), [algorithm], tolerate: Tolerance.PaddedBase64Url));
        string right = tail switch { 1 => "==", 2 => "=", _ => "" };
        for (int at = 0; at < 3; at++)
        {
            for (int count = 0; count <= 5; count++)
            {
                string padding = new('=', count);
                string token = Build(algorithm, tail, at, segment => segment + padding);
                Assert.Equal(count == 0 ? VerifyError.None : VerifyError.NotCompactJws, strict.Verdict(token));
                Assert.Equal(count == 0 || padding == right ? VerifyError.None : Malformed[at], tolerant.Verdict(token));
            }

            Assert.Equal(Malformed[at], tolerant.Verdict(Build(algorithm, tail, at, segment => "=" + segment)));
            Assert.Equal(Malformed[at], tolerant.Verdict(Build(algorithm, tail, at, segment => segment.Insert(4, "="))));
            Assert.Equal(Malformed[at], tolerant.Verdict(Build(algorithm, tail, at, _ => "====")));
            Assert.Equal(VerifyError.NotCompactJws, tolerant.Verdict(Build(algorithm, tail, at, segment => segment + "%3D")));
        }
    }

    [Theory, MemberData(nameof(Tails))]
    public void All_three_segments_may_be_padded_at_once(int tail, JwtAlgorithm algorithm)
    {
        string right = tail switch { 1 => "==", 2 => "=", _ => "" };
        JwtVerifier tolerant = Tokens.Verifier(TestPolicies.With(Tokens.Keys(algorithm), [algorithm], tolerate: Tolerance.PaddedBase64Url));
        Assert.Equal(VerifyError.None, tolerant.Verdict(Build(algorithm, tail, -1, segment => segment, right) + right));
    }

    // A token whose segments all leave so many bytes beyond whole groups of three, one of them changed before signing.
    private static string Build(JwtAlgorithm algorithm, int tail, int changedAt, Func<string, string> change, string padding = "")
    {
        TestKeyPair pair = Tokens.Pair(algorithm);
        string header = Encode($"{{\"alg\":\"{algorithm.ToName()}\",\"kid\":\"{pair.KeyId}\"}}", tail) + padding;
        string payload = Encode(Tokens.Claims().ToJsonString(), tail) + padding;
        string token = pair.SignEncoded(changedAt == 0 ? change(header) : header, changedAt == 1 ? change(payload) : payload);
        int signature = token.LastIndexOf('.') + 1;
        return changedAt == 2 ? token[..signature] + change(token[signature..]) : token;
    }

    private static string Encode(string json, int tail)
    {
        int length = json.Length + ((tail - json.Length % 3 + 3) % 3);
        return Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.PadRight(length)));
    }
}
