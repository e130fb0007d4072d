using System.Text;
using System.Text.Json.Nodes;
using JwtCore.Testing;

namespace JwtCore.Tests.Support;

/// <summary>The common fixture: one key pair per algorithm, one policy, one fixed clock, and a payload that is valid under them.</summary>
internal static class Tokens
{
    public const string Issuer = "https://issuer.example.com";
    public const string Audience = "https://api.example.com";
    public const long Now = 1_767_225_600;

    private static readonly Dictionary<JwtAlgorithm, TestKeyPair> Pairs =
        Enum.GetValues<JwtAlgorithm>().Where(JwtAlgorithms.IsSupported).ToDictionary(algorithm => algorithm, algorithm => TestKeyPair.Create(algorithm, $"{algorithm.ToName()}-1"));

    public static TheoryData<JwtAlgorithm> Algorithms => [.. Enum.GetValues<JwtAlgorithm>().Where(JwtAlgorithms.IsSupported)];

    public static TestKeyPair Pair(JwtAlgorithm algorithm) => Pairs[algorithm];

    /// <summary>The pair of an algorithm as a set of one JWK.</summary>
    public static JwkSet Keys(params JwtAlgorithm[] algorithms) => Keys([.. algorithms.Select(Pair)]);

    public static JwkSet Keys(params TestKeyPair[] pairs) =>
        JwkSet.Parse(Encoding.UTF8.GetBytes(new JsonObject { ["keys"] = new JsonArray([.. pairs.Select(pair => pair.ToJwk())]) }.ToJsonString()));

    /// <summary>Claims that are valid now; change or remove what a test needs changed.</summary>
    public static JsonObject Claims() => new()
    {
        ["iss"] = Issuer,
        ["sub"] = "user-1",
        ["aud"] = Audience,
        ["iat"] = Now - 60,
        ["nbf"] = Now - 60,
        ["exp"] = Now + 300,
        ["scope"] = "read write",
    };

    /// <summary>A policy without skew, so that boundaries are exact; change what a test needs changed by copying.</summary>
    public static VerificationPolicy Policy(KeySource keys, params JwtAlgorithm[] algorithms) => new()
    {
        Issuer = Issuer,
        Audience = Audience,
        Algorithms = algorithms,
        Keys = keys,
        ClockSkew = TimeSpan.Zero,
    };

    public static JwtVerifier Verifier(JwtAlgorithm algorithm) => Verifier(Policy(Keys(algorithm), algorithm));

    public static JwtVerifier Verifier(VerificationPolicy policy, Limits? limits = null) =>
        new(policy, new JwtVerifierOptions { TimeProvider = FixedTime.At(Now), Limits = limits ?? new Limits() });

    /// <summary>The verdict for a token, after checking that bytes, chars and async agree on it.</summary>
    public static VerifyError Verdict(this JwtVerifier verifier, string token)
    {
        bool isValid = verifier.TryVerify(token, out VerifiedToken chars);
        verifier.TryVerify(Encoding.UTF8.GetBytes(token), out VerifiedToken bytes);
        VerifyResult result = verifier.VerifyAsync(token.AsMemory()).AsTask().GetAwaiter().GetResult();
        Assert.Equal(chars.Error, bytes.Error);
        Assert.Equal(chars.Error, result.Error);
        Assert.Equal(isValid, chars.Error == VerifyError.None);
        return chars.Error;
    }
}
