using System.Text;
using System.Text.Json.Nodes;
using JwtCore.Cli.Tests.Support;
using JwtCore.Testing;

namespace JwtCore.Cli.Tests;

/// <summary>Explains tokens by a policy that accepts <see cref="CliTest.Token()"/>.</summary>
public abstract class ExplanationTest : CliTest
{
    internal static VerificationPolicy Accepting(KeySource? keys = null) => new()
    {
        Issuer = Issuer,
        Audience = Audience,
        Algorithms = [JwtAlgorithm.ES256],
        Keys = keys ?? Jwk.Parse(Encoding.UTF8.GetBytes(Pair.ToJwk().ToJsonString())),
    };

    internal static Explanation Explain(string token, VerificationPolicy? policy = null, bool isTimeGiven = false, int longest = 16_384)
    {
        policy ??= Accepting();
        FixedClock clock = new(DateTimeOffset.FromUnixTimeSeconds(Now));
        JwtVerifier verifier = new(policy, new JwtVerifierOptions { TimeProvider = clock, Limits = new Limits { TokenBytes = longest } });
        byte[] text = Encoding.UTF8.GetBytes(token);
        verifier.TryVerify(text, out VerifiedToken verified);
        return Explanation.Of(new Refusal(verified.Error, verified.ErrorClaim, verified.ErrorFault)
        {
            Policy = policy,
            Text = text,
            Token = UnverifiedToken.Read(text, longest),
            Keys = ((JwkSet)policy.Keys).Keys,
            Now = clock.GetUtcNow(),
            IsTimeGiven = isTimeGiven,
            LongestToken = longest,
        });
    }

    /// <summary>A token with a header of its own; the signature is that of the key all the same.</summary>
    protected static string WithHeader(string header, TestKeyPair? pair = null) => (pair ?? Pair).Sign(Encoding.UTF8.GetBytes(header), Encoding.UTF8.GetBytes(Claims().ToJsonString()));

    protected static string With(params (string Name, JsonNode? Value)[] members)
    {
        JsonObject claims = Claims();
        foreach ((string name, JsonNode? value) in members)
        {
            claims[name] = value;
        }

        return Pair.Sign(claims.ToJsonString());
    }

    protected static string Without(string name)
    {
        JsonObject claims = Claims();
        claims.Remove(name);
        return Pair.Sign(claims.ToJsonString());
    }
}
