using JwtCore.Fuzz.Oracles;
using JwtCore.Fuzz.Seeds;
using JwtCore.Fuzz.Tokens;
using JwtCore.Testing;
using JwtCore.Tests.Twins;

namespace JwtCore.Fuzz.Compare;

/// <summary>One policy, or several issuers together, with the keys and payloads that its tokens are made of.</summary>
internal sealed class CompareSetup
{
    private readonly JwtVerifier _plain;
    private readonly JwtVerifier _cached;
    private readonly Func<string, VerifyError> _twin;
    private readonly TokenMutator _mutator;

    private CompareSetup(string name, VerificationPolicy[] policies, TestKeyPair[] pairs, Random random)
    {
        Name = name;
        FrozenTime time = new();
        _plain = new JwtVerifier(policies, new JwtVerifierOptions { TimeProvider = time });

        // So few places that tokens come and go.
        _cached = new JwtVerifier(policies, new JwtVerifierOptions { TimeProvider = time, Cache = new TokenCacheOptions { MaxEntries = 64 } });
        _twin = policies.Length == 1
            ? new NaiveVerifier(policies[0], FrozenTime.Start, new Limits()).Verify
            : new NaiveIssuers(policies, FrozenTime.Start, new Limits()).Verify;
        _mutator = new TokenMutator(random, pairs, [.. policies.SelectMany(GoodTokens.Payloads)], GoodTokens.Types);
    }

    public string Name { get; }

    public string NextToken() => _mutator.Next();

    /// <summary>The verdict of all.</summary>
    /// <exception cref="FindingException">They differ, or a call broke a bound.</exception>
    public VerifyError Judge(string token)
    {
        VerifyError expected = _twin(token);
        long mostBytes = token.Length <= TokenJudge.LongestInline ? 0 : (6 * token.Length) + 512;
        Verification plain = new(_plain, token, "plain");
        plain.Expect(expected, "chars", Verification.Chars, mostBytes);
        plain.Expect(expected, "bytes", Verification.Bytes, mostBytes);
        Verification cached = new(_cached, token, "cached");
        cached.Expect(expected, "bytes", Verification.Bytes, mostBytes);
        cached.Expect(expected, "chars", Verification.Chars, mostBytes);
        cached.Expect(expected, "bytes again", Verification.Bytes, mostBytes);
        foreach (string segment in token.Split('.'))
        {
            if (NaiveSegments.Decode(segment) is byte[] json)
            {
                GateCheck.Run(json);
            }
        }

        return expected;
    }

    /// <summary>Every policy of the fuzz targets, and one that takes all algorithms.</summary>
    public static CompareSetup[] All(Random random)
    {
        TestKeyPair[] every = [.. Enum.GetValues<JwtAlgorithm>().Where(JwtAlgorithms.IsSupported).Select(algorithm => PairFor(algorithm))];
        VerificationPolicy all = new()
        {
            Issuer = FuzzPolicies.Issuer,
            Audience = FuzzPolicies.Audience,
            Algorithms = [.. every.Select(pair => pair.Algorithm)],
            Keys = SigningKeys.Set(every),
            ClockSkew = TimeSpan.Zero,
        };
        TestKeyPair[] known = [.. SigningKeys.Secrets, SigningKeys.Secrets[0], SigningKeys.Secrets[1], SigningKeys.Ec];
        TestKeyPair[] several = [.. SigningKeys.Secrets, SigningKeys.Secrets[3].With(JwtAlgorithm.HS256, "hs"), SigningKeys.FromSecret(5, JwtAlgorithm.HS512, "tenant")];
        return
        [
            new CompareSetup("all algorithms", [all], every, random),
            .. FuzzPolicies.Single.Select((policy, i) => new CompareSetup($"policy {i}", [policy], known, random)),
            new CompareSetup("several issuers", FuzzPolicies.Several, several, random),
        ];
    }

    private static TestKeyPair PairFor(JwtAlgorithm algorithm) => algorithm switch
    {
        >= JwtAlgorithm.RS256 and <= JwtAlgorithm.PS512 => SigningKeys.Rsa.With(algorithm, algorithm.ToName()),
        _ => TestKeyPair.Create(algorithm, algorithm.ToName()),
    };
}
