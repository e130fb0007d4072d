using System.Text;
using System.Text.Json.Nodes;
using JwtCore.Testing;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Pipeline;

public class AllocationTests
{
    private const int Inline = 2048;

    public static TheoryData<JwtAlgorithm> Algorithms => Tokens.Algorithms;

    public static TheoryData<VerifyError> Errors => [.. RefusedTokens.All.Select(refused => refused.Error)];

    [Theory, MemberData(nameof(Algorithms))]
    public void Success_allocates_nothing_up_to_2048_bytes_of_payload(JwtAlgorithm algorithm)
    {
        // The platform's ECDSA allocates elsewhere than on Linux.
        Assert.SkipUnless(OperatingSystem.IsLinux(), "0 bytes for every algorithm is promised on Linux.");
        JwtVerifier verifier = Tokens.Verifier(algorithm);
        foreach (int length in (int[])[200, Inline])
        {
            string token = Tokens.Pair(algorithm).Sign(PayloadOf(length));
            byte[] bytes = Encoding.UTF8.GetBytes(token);
            Assert.Equal(0, Allocations.PerCall(() => MustBe(VerifyError.None, verifier, bytes)));
            Assert.Equal(0, Allocations.PerCall(() => MustBe(VerifyError.None, verifier, token)));
        }
    }

    [Theory, MemberData(nameof(Algorithms))]
    public void Above_2048_bytes_of_payload_success_allocates_exactly_one_array(JwtAlgorithm algorithm)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "0 bytes for every algorithm is promised on Linux.");
        JwtVerifier verifier = Tokens.Verifier(algorithm);
        foreach (int length in (int[])[Inline + 1, 6_000])
        {
            string token = Tokens.Pair(algorithm).Sign(PayloadOf(length));
            byte[] bytes = Encoding.UTF8.GetBytes(token);
            Assert.Equal(Allocations.OfArray(length), Allocations.PerCall(() => MustBe(VerifyError.None, verifier, bytes)));
            Assert.Equal(Allocations.OfArray(length), Allocations.PerCall(() => MustBe(VerifyError.None, verifier, token)));
        }
    }

    [Fact]
    public void A_token_above_16384_chars_still_allocates_exactly_one_array()
    {
        JwtVerifier verifier = Tokens.Verifier(Tokens.Policy(Tokens.Keys(JwtAlgorithm.HS256), JwtAlgorithm.HS256), new Limits { TokenBytes = 1 << 20 });
        string token = Tokens.Pair(JwtAlgorithm.HS256).Sign(PayloadOf(100_000));
        Assert.Equal(Allocations.OfArray(100_000), Allocations.PerCall(() => MustBe(VerifyError.None, verifier, token)));
    }

    [Theory, MemberData(nameof(Errors))]
    public void Every_refusal_allocates_nothing(VerifyError error)
    {
        RefusedTokens refused = RefusedTokens.All.Single(entry => entry.Error == error);
        byte[] bytes = Encoding.UTF8.GetBytes(refused.Token);
        Assert.Equal(0, Allocations.PerCall(() => MustBe(error, refused.Verifier, bytes)));
        Assert.Equal(0, Allocations.PerCall(() => MustBe(error, refused.Verifier, refused.Token)));
    }

    [Fact]
    public void Every_error_that_the_synchronous_call_can_return_without_an_exception_of_the_caller_is_measured() =>
        Assert.Equal(
            Enum.GetValues<VerifyError>().Except([VerifyError.None, VerifyError.NotVerified, VerifyError.RevocationCheckFailed, VerifyError.RevocationCheckTimedOut]),
            RefusedTokens.All.Select(refused => refused.Error));

    [Fact]
    public void Long_headers_and_many_members_allocate_nothing()
    {
        JwtVerifier verifier = Tokens.Verifier(JwtAlgorithm.HS256);
        TestKeyPair pair = Tokens.Pair(JwtAlgorithm.HS256);
        string many = string.Join(',', Enumerable.Range(0, 200).Select(i => $"\"{i}\":0"));
        string longHeader = $"{{\"alg\":\"HS256\",\"kid\":\"HS256-1\",\"x5c\":\"{new string('A', 5000)}\"}}";
        string manyInHeader = $"{{\"alg\":\"HS256\",\"kid\":\"HS256-1\",{many}}}";
        string claims = Tokens.Claims().ToJsonString();
        string[] tokens =
        [
            pair.Sign(longHeader, claims),
            pair.Sign(manyInHeader, claims),
            pair.Sign(claims.Replace("{", $"{{\"m\":{{{many}}},", StringComparison.Ordinal)),
        ];
        foreach (string token in tokens)
        {
            Assert.Equal(0, Allocations.PerCall(() => MustBe(VerifyError.None, verifier, token)));
        }
    }

    [Fact]
    public void Reading_a_token_allocates_nothing()
    {
        JwtVerifier verifier = Tokens.Verifier(JwtAlgorithm.HS256);
        JsonObject claims = Tokens.Claims();
        claims["aud"] = new JsonArray("https://other.example.com", Tokens.Audience);
        claims["count"] = 42;
        string token = Tokens.Pair(JwtAlgorithm.HS256).Sign(claims.ToJsonString().Replace("https://", "https:\\/\\/", StringComparison.Ordinal));
        Assert.Equal(0, Allocations.PerCall(() =>
        {
            verifier.TryVerify(token, out VerifiedToken verified);
            bool isRight = verified.Issuer == Tokens.Issuer
                && verified.Subject == "user-1"u8
                && verified.Audiences.Contains(Tokens.Audience)
                && verified.HasScope("write"u8)
                && verified.TryGetClaim("count"u8, out ClaimValue count)
                && count.TryGetInt64(out long value)
                && value == 42
                && verified.ExpiresAt > verified.NotBefore;
            if (!isRight)
            {
                throw new InvalidOperationException("The token does not read as it was written.");
            }
        }));
    }

    private static string PayloadOf(int length)
    {
        JsonObject claims = Tokens.Claims();
        claims["pad"] = "";
        claims["pad"] = new string('x', length - claims.ToJsonString().Length);
        return claims.ToJsonString();
    }

    private static void MustBe(VerifyError expected, JwtVerifier verifier, byte[] token)
    {
        verifier.TryVerify(token, out VerifiedToken verified);
        Require(expected, verified.Error);
    }

    private static void MustBe(VerifyError expected, JwtVerifier verifier, string token)
    {
        verifier.TryVerify(token, out VerifiedToken verified);
        Require(expected, verified.Error);
    }

    // Assert.Equal boxes.
    private static void Require(VerifyError expected, VerifyError actual)
    {
        if (expected != actual)
        {
            throw new InvalidOperationException($"{actual} instead of {expected}");
        }
    }
}
