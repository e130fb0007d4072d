using JwtCore.Testing;

namespace JwtCore.Tests.Support;

/// <summary>What becomes of a token among the keys of a set.</summary>
internal static class KeyChoices
{
    /// <summary>Under a policy that lists every algorithm, a token of this pair whose header has this JSON text as kid.</summary>
    public static VerifyError Verdict(KeySource keys, TestKeyPair pair, string? kid, Tolerance tolerate = Tolerance.Nothing)
    {
        RawJson header = new RawJson().Add("alg", $"\"{pair.Algorithm.ToName()}\"");
        string token = pair.Sign((kid is null ? header : header.Add("kid", kid)).ToString(), Tokens.Claims().ToJsonString());
        return Tokens.Verifier(TestPolicies.With(keys, Enum.GetValues<JwtAlgorithm>(), tolerate: tolerate)).Verdict(token);
    }
}
