using System.Runtime.CompilerServices;
using System.Text;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Pipeline;

/// <summary>The memory of a call is not cleared before it. Whatever lies there changes no verdict and shows in no answer.</summary>
public class UnclearedMemoryTests
{
    private const int Deep = 96 * 1024;

    // What a reader could mistake for its own: numbers of all sizes, text, and a header and claims that would pass.
    private static readonly byte[][] Rests =
    [
        [0], [0xFF], [1, 0, 0, 0], [0, 0, 0, 0x80], "\""u8.ToArray(), "."u8.ToArray(),
        "{\"alg\":\"HS256\",\"kid\":\"HS256-1\"}"u8.ToArray(), Encoding.UTF8.GetBytes(Tokens.Claims().ToJsonString()),
        Encoding.UTF8.GetBytes(Tokens.Pair(JwtAlgorithm.HS256).Sign(Tokens.Claims().ToJsonString())),
    ];

    public static TheoryData<int> RefusedIndexes => [.. Enumerable.Range(0, RefusedTokens.All.Count)];

    [Theory, MemberData(nameof(RefusedIndexes))]
    public void A_refused_token_is_refused_for_the_same_reason(int index)
    {
        RefusedTokens refused = RefusedTokens.All[index];
        AssertSame(refused.Verifier, refused.Token);
    }

    [Theory, InlineData(0), InlineData(3_000), InlineData(20_000)]
    public void A_valid_token_shows_the_same_claims(int length)
    {
        string payload = Hmac.Claims().Set("sub", RawJson.Escaped("user-1")).Set("x", $"\"{new string('x', length)}\"").ToString();
        JwtVerifier verifier = new(
            Tokens.Policy(Tokens.Keys(JwtAlgorithm.HS256), JwtAlgorithm.HS256),
            new JwtVerifierOptions { TimeProvider = FixedTime.At(Tokens.Now), Limits = new Limits { TokenBytes = 100_000 } });
        AssertSame(verifier, Hmac.Pair.Sign(payload));
    }

    // The first 32 members stand in the memory of the call, further ones do not.
    [Theory, InlineData(1), InlineData(31), InlineData(32), InlineData(33), InlineData(60)]
    public void A_header_of_any_number_of_members_leads_to_the_same_key(int members)
    {
        string header = $"{{\"alg\":\"HS256\",\"kid\":\"HS256-1\"{string.Concat(Enumerable.Range(0, members).Select(i => $",\"m{i}\":{i}"))}}}";
        AssertSame(Tokens.Verifier(JwtAlgorithm.HS256), Hmac.Pair.Sign(header, Tokens.Claims().ToJsonString()));
        AssertSame(Tokens.Verifier(JwtAlgorithm.HS256), Hmac.Pair.Sign(header.Replace("\"m0\"", "\"kid\"", StringComparison.Ordinal), Tokens.Claims().ToJsonString()));
    }

    private static void AssertSame(JwtVerifier verifier, string token)
    {
        string[] expected = Ask(verifier, token, Rests[0]);
        foreach (byte[] rest in Rests)
        {
            Assert.Equal(expected, Ask(verifier, token, rest));
        }
    }

    private static string[] Ask(JwtVerifier verifier, string token, byte[] rest)
    {
        byte[] ascii = Encoding.UTF8.GetBytes(token);
        Leave(rest);
        verifier.TryVerify(ascii, out VerifiedToken bytes);
        string ofBytes = Describe(bytes);
        Leave(rest);
        verifier.TryVerify(token, out VerifiedToken chars);
        string ofChars = Describe(chars);
        Leave(rest);
        ValueTask<VerifyResult> verifying = verifier.VerifyWithKeysAtHandAsync(token.AsMemory(), CancellationToken.None);
        VerifyResult result = verifying.IsCompletedSuccessfully ? verifying.Result : throw new InvalidOperationException("It waits.");
        return [ofBytes, ofChars, $"{result.Error} {result.ErrorClaim} {result.ErrorFault} {result.Claims?.Subject} {result.Claims?.KeyId}"];
    }

    private static string Describe(in VerifiedToken token) =>
        $"{token.Error} {token.ErrorClaim} {token.ErrorFault} {token.Algorithm} {token.KeyId} {token.Subject.ToString()} {token.ExpiresAt} {string.Join(' ', token.Scopes.ToStrings())} {Encoding.UTF8.GetString(token.Payload)}";

    // Fills the stack below the caller, where the next call's memory will be.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Leave(byte[] rest)
    {
        Span<byte> below = stackalloc byte[Deep];
        for (int i = 0; i < below.Length; i++)
        {
            below[i] = rest[i % rest.Length];
        }
    }
}
