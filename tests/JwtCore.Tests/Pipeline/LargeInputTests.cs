using System.Text;
using JwtCore.Testing;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Pipeline;

/// <summary>
/// Inputs made to be slow or to overflow a stack, up to the largest limit. How their time grows is measured by the
/// benchmark <c>linear</c>; here a verifier that took quadratic time would not come to an end.
/// </summary>
public class LargeInputTests
{
    private const int Size = 6_000_000;

    private static readonly TestKeyPair Pair = Tokens.Pair(JwtAlgorithm.HS256);

    private static readonly JwtVerifier Verifier = Tokens.Verifier(
        Tokens.Policy(Tokens.Keys(JwtAlgorithm.HS256), JwtAlgorithm.HS256),
        new Limits { TokenBytes = 8 * 1024 * 1024, HeaderBytes = 8 * 1024 * 1024 });

    public static TheoryData<string, VerifyError> Payloads => new()
    {
        { $"\"x\":{new string('[', 100_000)}{new string(']', 100_000)}", VerifyError.PayloadMalformed },
        { $"\"x\":{Repeat("{\"a\":", 500_000)}0{new string('}', 100_000)}", VerifyError.PayloadMalformed },
        { $"\"x\":{new string('[', Size)}", VerifyError.PayloadMalformed },
        { $"\"x\":[{Repeat(new string('[', 60) + new string(']', 60) + ",", Size)}0]", VerifyError.None },
        { Members(i => $"\"m{i}\":0"), VerifyError.None },
        { Members(i => $"\"\\u006d{i}\":0"), VerifyError.None },
        { Members(i => $"\"m{i}\":0") + ",\"\\u006d0\":0", VerifyError.PayloadMalformed },
        { Members(i => $"\"{(char)('\u0100' + (i % 50_000))}{i}\":0"), VerifyError.None },
        { $"\"x\":[{Repeat("{\"a\":1,\"b\":2},", Size)}{{\"a\":1,\"a\":2}}]", VerifyError.PayloadMalformed },
        { $"\"scope\":\"{Repeat("a ", Size)}\"", VerifyError.None },
        { $"\"jti\":\"{Repeat("\\ud83d\\ude00", Size)}\"", VerifyError.None },
    };

    [Theory(DisableDiscoveryEnumeration = true), MemberData(nameof(Payloads))]
    public void A_payload_of_megabytes_is_judged(string members, VerifyError expected)
    {
        string token = Pair.Sign($"{{\"iss\":\"{Tokens.Issuer}\",\"aud\":\"{Tokens.Audience}\",\"exp\":{Tokens.Now + 1},{members}}}");
        Assert.Equal(expected, Verifier.Verdict(token));
    }

    [Fact]
    public void A_header_nested_a_hundred_thousand_levels_does_no_harm()
    {
        string header = $"{{\"alg\":\"HS256\",\"x\":{new string('[', 100_000)}{new string(']', 100_000)}}}";
        Assert.Equal(VerifyError.HeaderMalformed, Verifier.Verdict(Pair.Sign(header, "{}")));
    }

    [Fact]
    public void A_header_of_a_million_members_is_judged() =>
        Assert.Equal(VerifyError.KeyNotFound, Verifier.Verdict(Pair.Sign($"{{\"alg\":\"HS256\",\"kid\":\"none\",{Members(i => $"\"m{i}\":0")}}}", "{}")));

    [Fact]
    public void Under_the_default_limits_deep_nesting_is_refused_by_its_depth()
    {
        JwtVerifier verifier = Tokens.Verifier(JwtAlgorithm.HS256);
        string token = Pair.Sign($"{{\"x\":{new string('[', 5_000)}{new string(']', 5_000)}}}");
        Assert.Equal(VerifyError.PayloadMalformed, verifier.Verdict(token));
    }

    private static string Members(Func<int, string> member)
    {
        StringBuilder text = new(Size);
        for (int i = 0; text.Length < Size * 3 / 4; i++)
        {
            text.Append(i == 0 ? "" : ",").Append(member(i));
        }

        return text.ToString();
    }

    private static string Repeat(string piece, int length) => new StringBuilder(length).Insert(0, piece, length / piece.Length).ToString();
}
