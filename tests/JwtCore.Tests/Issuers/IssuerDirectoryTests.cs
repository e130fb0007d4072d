using System.Text;
using JwtCore.Testing;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Issuers;

public sealed class IssuerDirectoryTests : IDisposable
{
    private readonly Tenants _tenants = new(new() { VerifierOptions = new() { Cache = new() } });

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _tenants.Dispose();

    [Fact]
    public async Task The_first_token_of_an_issuer_asks_and_the_others_do_not()
    {
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(VerifyError.None, await _tenants.VerifyAsync(Tenants.PairA, Tenants.A));
        }

        Assert.Equal([Tenants.A], _tenants.Asked);
        Assert.Equal([Tenants.A], _tenants.Directory.Issuers);
        Assert.Equal((Tenants.A, IssuerOutcome.Known, false), _tenants.Answers.Select(answer => (answer.Issuer, answer.Outcome, answer.IsFailure)).Single());
    }

    [Fact]
    public async Task The_claims_are_those_of_the_token()
    {
        VerifyResult result = await _tenants.Directory.VerifyAsync(Tenants.Token(Tenants.PairA, Tenants.A).AsMemory(), Cancellation);
        Assert.Equal((Tenants.A, "user-1"), (result.Claims!.Issuer, result.Claims.Subject));
    }

    [Fact]
    public async Task A_known_issuer_whose_keys_are_at_hand_completes_at_once()
    {
        string token = Tenants.Token(Tenants.PairA, Tenants.A);
        Assert.Equal(VerifyError.None, await _tenants.VerifyAsync(token));
        ValueTask<VerifyResult> verifying = _tenants.Directory.VerifyAsync(token.AsMemory(), Cancellation);
        Assert.True(verifying.IsCompletedSuccessfully);
        Assert.Equal(VerifyError.None, (await verifying).Error);
    }

    [Theory]
    [InlineData("https:\\/\\/a.example.com")]
    [InlineData("\\u0068ttps://\\u0061.example.com")]
    public async Task An_issuer_written_with_escapes_is_the_same_issuer(string escaped)
    {
        string claims = Tenants.Claims(Tenants.A).ToJsonString().Replace(Tenants.A, escaped, StringComparison.Ordinal);
        Assert.Equal(VerifyError.None, await _tenants.VerifyAsync(Tenants.PairA.Sign(claims)));
        Assert.Equal(VerifyError.None, await _tenants.VerifyAsync(Tenants.PairA, Tenants.A));
        Assert.Equal(VerifyError.SignatureInvalid, await _tenants.VerifyAsync(Tenants.PairB.Sign(claims)));
        Assert.Equal([Tenants.A], _tenants.Asked);
    }

    [Theory]
    [InlineData("https://a.example.com/")]
    [InlineData("HTTPS://A.EXAMPLE.COM")]
    [InlineData(" https://a.example.com")]
    [InlineData("https://a.example.com\0")]
    [InlineData("https://ａ.example.com")]
    public async Task A_text_that_is_nearly_an_issuer_is_another_issuer(string issuer)
    {
        Assert.Equal(VerifyError.None, await _tenants.VerifyAsync(Tenants.PairA, Tenants.A));
        Assert.Equal(VerifyError.IssuerNotTrusted, await _tenants.VerifyAsync(Tenants.PairA, issuer));
        Assert.Equal([Tenants.A, issuer], _tenants.Asked);
    }

    [Theory]
    [InlineData("{}", VerifyError.IssuerNotTrusted)]
    [InlineData("{\"iss\":null}", VerifyError.IssuerNotTrusted)]
    [InlineData("{\"iss\":1}", VerifyError.IssuerNotTrusted)]
    [InlineData("{\"iss\":[\"https://a.example.com\"]}", VerifyError.IssuerNotTrusted)]
    [InlineData("{\"iss\":\"\"}", VerifyError.IssuerNotTrusted)]
    [InlineData("{\"ISS\":\"https://a.example.com\"}", VerifyError.IssuerNotTrusted)]
    [InlineData("{\"a\":{\"iss\":\"https://a.example.com\"}}", VerifyError.IssuerNotTrusted)]
    [InlineData("{\"iss\":\"https://a.example.com\",\"iss\":\"https://b.example.com\"}", VerifyError.PayloadMalformed)]
    [InlineData("{\"iss\":\"https://a.example.com\",\"\\u0069ss\":\"https://a.example.com\"}", VerifyError.PayloadMalformed)]
    [InlineData("{\"iss\":\"\\ud800\"}", VerifyError.PayloadMalformed)]
    [InlineData("[]", VerifyError.PayloadMalformed)]
    public async Task A_token_that_names_no_issuer_asks_nothing(string payload, VerifyError expected)
    {
        Assert.Equal(expected, await _tenants.VerifyAsync(Tenants.PairA.Sign(payload)));
        Assert.Empty(_tenants.Asked);
    }

    [Fact]
    public async Task A_fault_of_the_token_s_form_or_header_asks_nothing()
    {
        string claims = Tenants.Claims(Tenants.A).ToJsonString();
        Assert.Equal(VerifyError.NotCompactJws, await _tenants.VerifyAsync("a.b"));
        Assert.Equal(VerifyError.NotCompactJws, await _tenants.VerifyAsync(Tenants.Token(Tenants.PairA, Tenants.A) + "\u00e4"));
        Assert.Equal(VerifyError.EncryptedTokenNotSupported, await _tenants.VerifyAsync("a.b.c.d.e"));
        Assert.Equal(VerifyError.TokenTooLarge, await _tenants.VerifyAsync(new string('a', 16_385)));
        Assert.Equal(VerifyError.HeaderMalformed, await _tenants.VerifyAsync(Tenants.PairA.Sign("{\"alg\":1}", claims)));
        Assert.Equal(VerifyError.HeaderMalformed, await _tenants.VerifyAsync(Tenants.PairA.Sign("{\"alg\":1}", "[]")));
        Assert.Equal(VerifyError.AlgorithmNotAllowed, await _tenants.VerifyAsync(Tenants.PairA.Sign("{\"alg\":\"none\"}", claims)));
        Assert.Equal(VerifyError.CriticalHeaderNotSupported, await _tenants.VerifyAsync(Tenants.PairA.Sign("{\"alg\":\"ES256\",\"crit\":[]}", claims)));
        Assert.Empty(_tenants.Asked);

        Assert.Equal(VerifyError.None, await _tenants.VerifyAsync(Tenants.PairA, Tenants.A));
        Assert.Equal(VerifyError.HeaderMalformed, await _tenants.VerifyAsync(Tenants.PairA.Sign("{\"alg\":1}", claims)));
    }

    [Theory]
    [InlineData(2_048, true, false)]
    [InlineData(2_049, false, false)]
    [InlineData(2_048, true, true)]
    [InlineData(2_049, false, true)]
    public async Task An_issuer_has_at_most_2048_bytes_after_unescaping(int length, bool isAsked, bool isEscaped)
    {
        string issuer = new('i', length);
        string claims = Tenants.Claims(issuer).ToJsonString();
        claims = isEscaped ? claims.Replace(issuer, string.Concat(Enumerable.Repeat("\\u0069", length)), StringComparison.Ordinal) : claims;
        using Tenants tenants = new(new() { VerifierOptions = new() { Limits = new() { TokenBytes = 40_000 } } });

        Assert.Equal(VerifyError.IssuerNotTrusted, await tenants.VerifyAsync(Tenants.PairA.Sign(claims)));
        Assert.Equal(isAsked ? [issuer] : [], tenants.Asked);
    }

    [Fact]
    public async Task Padding_is_tolerated_by_the_policy_of_the_issuer()
    {
        _tenants.Policies[Tenants.B] = _tenants.Policies[Tenants.B] with { Tolerate = Tolerance.PaddedBase64Url };
        Assert.Equal(VerifyError.NotCompactJws, await _tenants.VerifyAsync(Padded(Tenants.PairA, Tenants.A)));
        Assert.Equal(VerifyError.None, await _tenants.VerifyAsync(Padded(Tenants.PairB, Tenants.B)));

        static string Padded(TestKeyPair pair, string issuer) => pair.SignEncoded(Encode("{\"alg\":\"ES256\",\"kid\":\"same\"}"), Encode(Tenants.Claims(issuer).ToJsonString()));

        static string Encode(string text) =>
            Convert.ToBase64String(Encoding.UTF8.GetBytes(text + new string(' ', 3 - ((text.Length + 2) % 3)))).Replace('+', '-').Replace('/', '_');
    }

    [Fact]
    public async Task A_long_token_is_judged_like_a_short_one()
    {
        System.Text.Json.Nodes.JsonObject claims = Tenants.Claims(Tenants.A);
        claims["pad"] = new string('x', 6_000);
        string token = Tenants.PairA.Sign(claims.ToJsonString());
        Assert.Equal(VerifyError.None, await _tenants.VerifyAsync(token));
        Assert.Equal(VerifyError.SignatureInvalid, await _tenants.VerifyAsync(Tenants.PairB.Sign(claims.ToJsonString())));
    }

    [Fact]
    public async Task A_cancelled_verification_throws_and_ends_no_question()
    {
        TaskCompletionSource<VerificationPolicy?> answer = new();
        _tenants.Find = (_, _) => new(answer.Task);
        using CancellationTokenSource stop = new();
        string token = Tenants.Token(Tenants.PairA, Tenants.A);
        ValueTask<VerifyResult> cancelled = _tenants.Directory.VerifyAsync(token.AsMemory(), stop.Token);
        Task<VerifyError> other = _tenants.VerifyAsync(token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await cancelled);
        answer.SetResult(_tenants.Policies[Tenants.A]);

        Assert.Equal(VerifyError.None, await other);
        Assert.Single(_tenants.Asked);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await _tenants.Directory.VerifyAsync(token.AsMemory(), stop.Token));
    }

    [Fact]
    public async Task The_form_that_does_not_wait_asks_all_the_same()
    {
        TaskCompletionSource<VerificationPolicy?> answer = new();
        _tenants.Find = (issuer, _) => new(answer.Task);
        string token = Tenants.Token(Tenants.PairA, Tenants.A);
        Assert.Equal(VerifyError.KeysUnavailable, (await _tenants.Directory.VerifyWithKeysAtHandAsync(token.AsMemory(), Cancellation)).Error);
        answer.SetResult(_tenants.Policies[Tenants.A]);
        Assert.Equal(VerifyError.None, await _tenants.VerifyAsync(token));

        Assert.Equal(VerifyError.None, (await _tenants.Directory.VerifyWithKeysAtHandAsync(token.AsMemory(), Cancellation)).Error);
        Assert.Equal(VerifyError.SignatureInvalid, (await _tenants.Directory.VerifyWithKeysAtHandAsync(Tenants.Token(Tenants.PairB, Tenants.A).AsMemory(), Cancellation)).Error);
        Assert.Equal(VerifyError.PayloadMalformed, (await _tenants.Directory.VerifyWithKeysAtHandAsync(Tenants.PairA.Sign("[]").AsMemory(), Cancellation)).Error);
        Assert.Single(_tenants.Asked);
    }

    [Fact]
    public async Task A_disposed_directory_has_no_keys()
    {
        Assert.Equal(VerifyError.None, await _tenants.VerifyAsync(Tenants.PairA, Tenants.A));
        _tenants.Directory.Dispose();
        Assert.Equal(VerifyError.KeysUnavailable, await _tenants.VerifyAsync(Tenants.PairA, Tenants.A));
        Assert.Equal(VerifyError.KeysUnavailable, await _tenants.VerifyAsync(Tenants.PairB, Tenants.B));
        Assert.Empty(_tenants.Directory.Issuers);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => _tenants.Directory.RefreshAsync(Tenants.A, Cancellation));
        Assert.Single(_tenants.Asked);
    }

    [Fact]
    public async Task A_question_that_runs_while_the_directory_is_disposed_ends_without_keys()
    {
        TaskCompletionSource<VerificationPolicy?> answer = new();
        _tenants.Find = (_, _) => new(answer.Task);
        Task<VerifyError> verifying = _tenants.VerifyAsync(Tenants.PairA, Tenants.A);
        _tenants.Directory.Dispose();
        answer.SetResult(_tenants.Policies[Tenants.A]);
        Assert.Equal(VerifyError.KeysUnavailable, await verifying);
        Assert.Empty(_tenants.Directory.Issuers);
    }
}
