using System.Text;
using JwtCore.Claims;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Claims;

public class TokenMemoryTests
{
    // Texts that are read for several purposes are unescaped once for each, so together they may outgrow the payload.
    [Theory, InlineData(100), InlineData(1_000), InlineData(1_900), InlineData(2_100), InlineData(4_000)]
    public void One_claim_may_be_audience_client_and_scope_at_once_however_long_it_is(int length)
    {
        string text = new string('x', length) + "/";
        VerificationPolicy policy = TestPolicies.With(audience: text, audienceClaim: "c", clientIdClaims: ["c"], scopeClaims: ["c", "d", "e"], requiredScopes: [text, "y/"]);
        RawJson claims = Hmac.Claims().Set("c", $"\"{text.Replace("/", "\\/", StringComparison.Ordinal)}\"").Set("d", "1").Set("e", "[\"y\\/\"]").Set("jti", "\"\\u006a\"");

        Assert.True(Tokens.Verifier(policy).TryVerify(Hmac.Sign(claims), out VerifiedToken token));
        Assert.True(token.ClientId == text);
        Assert.True(token.JwtId == "j");
        Assert.Equal([text, "y/"], token.Scopes.ToStrings());
        Assert.Equal(text, token.ToClaims().ClientId);
        Assert.Equal([text, "y/"], token.ToClaims().Scopes);
    }

    [Fact]
    public void Rented_memory_is_given_back_without_what_it_held()
    {
        TokenMemory memory = default;
        Span<byte> payload = memory.ReservePayload(5_000, isAuthentic: false);
        payload.Fill(1);
        memory.Release();
        Assert.Equal(-1, payload.IndexOfAnyExcept((byte)0));
    }

    [Theory, InlineData(1), InlineData(3_000), InlineData(100_000)]
    public void A_text_finds_room_however_long_it_is_and_leaves_those_before_it_alone(int length)
    {
        TokenMemory memory = default;
        memory.ReservePayload(10, isAuthentic: false);
        TextRange first = Write(ref memory, 2_500, 'a');
        TextRange second = Write(ref memory, length, 'b');
        TextRange third = Write(ref memory, length, 'c');

        Assert.Equal(new string('a', 2_500), Encoding.ASCII.GetString(memory[first]));
        Assert.Equal(new string('b', length), Encoding.ASCII.GetString(memory[second]));
        Assert.Equal(new string('c', length), Encoding.ASCII.GetString(memory[third]));
    }

    [Fact]
    public void A_payload_of_2048_bytes_fits_the_variable_and_one_more_does_not()
    {
        TokenMemory memory = default;
        memory.ReservePayload(2_048, isAuthentic: true);
        Assert.Equal(0, memory.Scratch().Length);
        memory.Reset();
        memory.ReservePayload(2_049, isAuthentic: true);
        Assert.Equal(2_048, memory.Scratch().Length);
    }

    [Fact]
    public void A_text_that_just_fits_takes_no_more_memory_and_one_that_does_not_doubles_it()
    {
        TokenMemory memory = default;
        memory.ReservePayload(1_500, isAuthentic: false);
        Assert.Equal(548, memory.ReserveText(548).Length);
        memory.CommitText(548);
        Assert.Equal(952, memory.ReserveText(1).Length);
        Assert.Equal(952, memory.ReserveText(952).Length);
        memory.CommitText(952);
        Assert.Equal(1_500, memory.ReserveText(1).Length);
    }

    private static TextRange Write(ref TokenMemory memory, int length, char text)
    {
        memory.ReserveText(length)[..length].Fill((byte)text);
        return memory.CommitText(length);
    }
}
