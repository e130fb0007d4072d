using System.Text;
using JwtCore.Tests.Twins;

namespace JwtCore.Fuzz.Oracles;

/// <summary>
/// Puts one token to the core in every form, as bytes, chars and async, with and without the token cache, and holds the
/// verdicts and what is read from the token against each other and against the naive twin.
/// </summary>
/// <param name="policies">One policy, or several issuers.</param>
/// <param name="teachers">Good tokens, of which a verifier has seen one before: it expects what comes next to be alike.</param>
internal sealed class TokenJudge(IReadOnlyList<VerificationPolicy> policies, IEnumerable<string> teachers)
{
    // Below this length neither the payload nor what is unescaped of it outgrows the result.
    public const int LongestInline = 1_300;

    private readonly string[] _teachers = [.. teachers];
    private readonly NaiveVerifier _single = new(policies[0], FrozenTime.Start, new Limits());
    private readonly NaiveIssuers _several = new(policies, FrozenTime.Start, new Limits());

    /// <summary>The verdict on which all agree.</summary>
    /// <exception cref="FindingException">They do not, or a call broke a bound.</exception>
    public VerifyError Judge(string token)
    {
        VerifyError expected = policies.Count == 1 ? _single.Verify(token) : _several.Verify(token);

        // New ones each time: what they learn from one token must not change the coverage of the next.
        Verification plain = new(policies, cache: null, token);
        Verification cached = new(policies, new TokenCacheOptions { MaxEntries = 8 }, token);
        long mostBytes = token.Length <= LongestInline ? 0 : (6 * token.Length) + 512;
        string teacher = _teachers[token.Length % _teachers.Length];
        JwtVerifier teachable = new(policies, new JwtVerifierOptions { TimeProvider = new FrozenTime() });
        Verification lesson = new(teachable, teacher, "the lesson");
        lesson.Expect(VerifyError.None, "bytes", Verification.Bytes, long.MaxValue);
        Verification taught = new(teachable, token, "taught");
        foreach (Verification verification in (Verification[])[plain, cached, taught])
        {
            // Chars, bytes, and chars again, when the header is known and the token is cached.
            verification.Expect(expected, "chars", Verification.Chars, mostBytes);
            verification.Expect(expected, "bytes", Verification.Bytes, mostBytes);
            verification.Expect(expected, "chars again", Verification.Chars, mostBytes);
            verification.Expect(expected, "async", Verification.Async, (16 * token.Length) + 8_192);
        }

        if (expected is VerifyError.None or VerifyError.InsufficientScope)
        {
            CheckReadings(token, plain, cached, taught);
        }

        lesson.Expect(VerifyError.None, "bytes afterwards", Verification.Bytes, long.MaxValue);
        Guard.Require(lesson.ReadBytes() == Reading.Expected(PayloadOf(teacher), Own(PayloadOf(teacher))), "the lesson reads otherwise afterwards");

        return expected;
    }

    private void CheckReadings(string token, params Verification[] verifications)
    {
        byte[] payload = PayloadOf(token);
        string expected = Reading.Expected(payload, Own(payload));
        foreach (string reading in verifications.SelectMany(verification => (string[])[verification.ReadBytes(), verification.ReadChars(), verification.ReadAsync()]))
        {
            Guard.Require(reading == expected, $"the token reads {Show(reading)} instead of {Show(expected)}");
        }
    }

    private VerificationPolicy Own(byte[] payload)
    {
        string issuer = System.Text.Json.JsonElement.Parse(payload) is var claims && claims.IsString("iss") ? claims.GetProperty("iss").GetString()! : "";
        return policies.Count == 1 ? policies[0]
            : policies.FirstOrDefault(policy => policy.Issuer.Contains(issuer) && policy.Issuer.TemplateText is null) ?? policies.First(policy => NaiveIssuer.Fits(issuer, policy.Issuer));
    }

    private static byte[] PayloadOf(string token) => NaiveSegments.Decode(token.Split('.')[1].TrimEnd('='))!;

    private static string Show(string reading) => Convert.ToHexString(Encoding.UTF8.GetBytes(reading));
}
