using System.Text;
using JwtCore.Testing;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Pipeline;

public class AsyncRevocationTests
{
    private static readonly string Good = Hmac.Sign(Hmac.Claims().Set("jti", "\"j\""));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, InlineData(false, VerifyError.None), InlineData(true, VerifyError.Revoked)]
    public async Task The_check_decides(bool isRevoked, VerifyError expected)
    {
        VerifyResult result = await VerifyAsync(Verifier(_ => ValueTask.FromResult(isRevoked)), Good);

        Assert.Equal(expected, result.Error);
        Assert.Equal(isRevoked, result.Claims is null);
    }

    [Fact]
    public async Task A_check_that_throws_refuses_and_says_so()
    {
        VerifyResult result = await VerifyAsync(Verifier(_ => throw new InvalidOperationException()), Good);

        Assert.Equal((VerifyError.RevocationCheckFailed, null, null, ClaimFault.None), (result.Error, result.Claims, result.ErrorClaim, result.ErrorFault));
    }

    [Fact]
    public async Task A_check_that_never_ends_refuses_after_the_time_limit_of_the_options()
    {
        ManualTime time = new(Tokens.Now);
        JwtVerifier byDefault = Verifier(_ => Never(), time);
        JwtVerifier sooner = new(TestPolicies.With(), new() { TimeProvider = time, IsRevokedAsync = (_, _) => Never(), RevocationTimeout = TimeSpan.FromSeconds(1) });
        Task<VerifyResult> slow = VerifyAsync(byDefault, Good);
        Task<VerifyResult> fast = VerifyAsync(sooner, Good);

        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(VerifyError.RevocationCheckTimedOut, (await fast).Error);
        time.Advance(TimeSpan.FromSeconds(3.9));
        Assert.False(slow.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(VerifyError.RevocationCheckTimedOut, (await slow).Error);
    }

    [Fact]
    public async Task The_callers_cancellation_is_an_exception_before_the_check_and_during_it()
    {
        using CancellationTokenSource caller = new();
        int asked = 0;
        JwtVerifier verifier = Verifier(_ =>
        {
            asked++;
            return Never();
        });
        Task<VerifyResult> waiting = verifier.VerifyAsync(Good.AsMemory(), caller.Token).AsTask();
        await caller.CancelAsync();

        Assert.Equal(caller.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting)).CancellationToken);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await verifier.VerifyAsync(Good.AsMemory(), caller.Token));
        Assert.Equal(1, asked);
    }

    public static TheoryData<string> Any => ["", "x", Good, Hmac.Sign(Hmac.Claims().Set("exp", "0")), new string('A', 20_000), "\u00e4"];

    [Theory, MemberData(nameof(Any))]
    public void A_call_that_cannot_wait_throws_whatever_the_token(string token)
    {
        JwtVerifier verifier = Verifier(_ => ValueTask.FromResult(false));

        Assert.Contains(nameof(JwtVerifier.VerifyAsync), Assert.Throws<InvalidOperationException>(() => verifier.TryVerify(token, out _)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => verifier.TryVerify(Encoding.UTF8.GetBytes(token), out _));
        Assert.Equal(0, verifier.KnownTokens);
    }

    [Fact]
    public async Task The_check_sees_the_claims_and_is_not_asked_when_an_earlier_rule_fails()
    {
        List<string> seen = [];
        JwtVerifier verifier = Verifier(claims =>
        {
            seen.Add($"{claims.Issuer} {claims.JwtId} {claims.Subject} {claims.KeyId} {claims.Algorithm}");
            return ValueTask.FromResult(false);
        });
        TestKeyPair forger = TestKeyPair.Create(JwtAlgorithm.HS256, "HS256-1");
        string[] refused =
        [
            "x", forger.Sign(Hmac.Claims().ToString()), Hmac.Pair.Sign("{"), Hmac.Sign(Hmac.Claims().Set("iss", "1")), Hmac.Sign(Hmac.Claims().Set("iss", "\"other\"")),
            Hmac.Sign(Hmac.Claims().Set("aud", "\"other\"")), Hmac.Sign(Hmac.Claims().Set("exp", "0")), Hmac.Sign(Hmac.Claims().Set("cnf", "{}")),
        ];
        foreach (string token in refused)
        {
            Assert.False((await VerifyAsync(verifier, token)).IsValid);
        }

        Assert.Empty(seen);
        Assert.True((await VerifyAsync(verifier, Good)).IsValid);
        Assert.Equal($"{Tokens.Issuer} j user-1 HS256-1 HS256", Assert.Single(seen));
    }

    [Theory]
    [InlineData(false, false, VerifyError.None), InlineData(true, false, VerifyError.Revoked), InlineData(false, true, VerifyError.Revoked)]
    public async Task The_synchronous_check_is_asked_first_and_both_may_refuse(bool first, bool second, VerifyError expected)
    {
        int asked = 0;
        JwtVerifier verifier = new(TestPolicies.With(), new()
        {
            TimeProvider = FixedTime.At(Tokens.Now),
            IsRevoked = (in VerifiedToken _) => first,
            IsRevokedAsync = (_, _) =>
            {
                asked++;
                return ValueTask.FromResult(second);
            },
        });

        Assert.Equal(expected, (await VerifyAsync(verifier, Good)).Error);
        Assert.Equal(first ? 0 : 1, asked);
    }

    [Theory, InlineData(false, VerifyError.InsufficientScope), InlineData(true, VerifyError.Revoked)]
    public async Task A_token_that_lacks_a_scope_is_asked_about_too(bool isRevoked, VerifyError expected)
    {
        JwtVerifier verifier = Verifier(_ => ValueTask.FromResult(isRevoked), policy: TestPolicies.With(requiredScopes: ["admin"]));
        VerifyResult result = await VerifyAsync(verifier, Good);

        Assert.Equal(expected, result.Error);
        Assert.Equal(isRevoked, result.Claims is null);
    }

    [Fact]
    public async Task A_remembered_token_is_asked_about_at_every_use()
    {
        int asked = 0;
        VerifyError answer = VerifyError.None;
        JwtVerifier verifier = Verifier(_ =>
        {
            asked++;
            return answer switch
            {
                VerifyError.None => ValueTask.FromResult(false),
                VerifyError.Revoked => ValueTask.FromResult(true),
                _ => throw new InvalidOperationException(),
            };
        });
        for (int i = 1; i <= 4; i++)
        {
            Assert.True((await VerifyAsync(verifier, Good)).IsValid);
            Assert.Equal((i, i > 1 ? 1 : 0), (asked, verifier.KnownTokens));
        }

        foreach (VerifyError next in (VerifyError[])[VerifyError.Revoked, VerifyError.RevocationCheckFailed, VerifyError.None])
        {
            answer = next;
            Assert.Equal(next, (await VerifyAsync(verifier, Good)).Error);
        }

        Assert.Equal(7, asked);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Only_a_token_that_the_check_accepts_is_remembered(bool throws)
    {
        JwtVerifier verifier = Verifier(_ => throws ? throw new InvalidOperationException() : ValueTask.FromResult(true));
        for (int i = 0; i < 4; i++)
        {
            Assert.False((await VerifyAsync(verifier, Good)).IsValid);
        }

        Assert.Equal(0, verifier.KnownTokens);
    }

    // Room for one: a token that was used since holds its place against a newcomer once, one that was refused does not.
    [Theory, InlineData(false, true), InlineData(true, false)]
    public async Task A_remembered_token_that_is_refused_does_not_count_as_used(bool isRevoked, bool keepsItsPlace)
    {
        bool isRevokedNow = false;
        JwtVerifier verifier = new(TestPolicies.With(), new()
        {
            TimeProvider = FixedTime.At(Tokens.Now),
            Cache = new() { MaxEntries = 1 },
            IsRevokedAsync = (claims, _) => ValueTask.FromResult(isRevokedNow && claims.JwtId == "j"),
        });
        string other = Hmac.Sign(Hmac.Claims().Set("jti", "\"a longer one\""));
        await VerifyAsync(verifier, Good);
        await VerifyAsync(verifier, Good);
        int bytes = verifier.KnownTokenBytes;
        isRevokedNow = isRevoked;
        await VerifyAsync(verifier, Good);
        await VerifyAsync(verifier, other);
        await VerifyAsync(verifier, other);

        Assert.Equal(1, verifier.KnownTokens);
        Assert.Equal(keepsItsPlace, verifier.KnownTokenBytes == bytes);
    }

    [Fact]
    public void Who_has_no_such_check_pays_nothing_for_it()
    {
        JwtVerifier verifier = Tokens.Verifier(JwtAlgorithm.HS256);
        string expired = Hmac.Sign(Hmac.Claims().Set("exp", "0"));

        Assert.Equal(0, Allocations.PerCall(() => Assert.False(Completed(verifier.VerifyAsync(expired.AsMemory())).IsValid)));
        Assert.Equal(
            Allocations.PerCall(() =>
            {
                verifier.TryVerify(Good, out VerifiedToken token);
                GC.KeepAlive(token.ToClaims());
            }),
            Allocations.PerCall(() => Assert.True(Completed(verifier.VerifyAsync(Good.AsMemory())).IsValid)));
    }

    [Theory]
    [InlineData(0, false), InlineData(0.0009, false), InlineData(0.001, true), InlineData(60, true), InlineData(60.001, false), InlineData(-1, false)]
    public void The_time_limit_is_from_a_millisecond_to_a_minute(double seconds, bool isAccepted)
    {
        JwtVerifierOptions options = new() { RevocationTimeout = TimeSpan.FromSeconds(seconds) };

        Assert.Equal(isAccepted ? null : "RevocationTimeout", Record.Exception(() => new JwtVerifier(TestPolicies.With(), options)) is ArgumentException refused ? refused.ParamName : null);
        Assert.Equal(TimeSpan.FromSeconds(5), new JwtVerifierOptions().RevocationTimeout);
    }

    private static VerifyResult Completed(ValueTask<VerifyResult> verifying) =>
        verifying.IsCompletedSuccessfully ? verifying.Result : throw new InvalidOperationException("It waits.");

    private static ValueTask<bool> Never() => new(new TaskCompletionSource<bool>().Task);

    private static Task<VerifyResult> VerifyAsync(JwtVerifier verifier, string token) => verifier.VerifyAsync(token.AsMemory(), Cancellation).AsTask();

    private static JwtVerifier Verifier(Func<TokenClaims, ValueTask<bool>> check, TimeProvider? time = null, VerificationPolicy? policy = null) =>
        new(policy ?? TestPolicies.With(), new() { TimeProvider = time ?? FixedTime.At(Tokens.Now), Cache = new(), IsRevokedAsync = (claims, _) => check(claims) });
}
