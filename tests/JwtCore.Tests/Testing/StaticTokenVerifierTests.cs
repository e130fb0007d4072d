using System.Text.Json.Nodes;
using JwtCore.Testing;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Testing;

public class StaticTokenVerifierTests
{
    private static readonly StaticIdentity Alice = new()
    {
        ClientId = "web",
        Subject = "alice",
        Scopes = ["read", "write"],
        ExpiresAt = DateTimeOffset.FromUnixTimeSeconds(Tokens.Now).AddTicks(1),
        Claims = new() { ["aud"] = Tokens.Audience, ["roles"] = new JsonArray("admin") },
    };

    [Fact]
    public async Task A_known_text_is_the_token_of_its_identity()
    {
        VerifyResult result = await VerifyAsync(Verifier(), "alice-token");

        Assert.True(result.IsValid);
        TokenClaims claims = result.Claims!;
        Assert.Equal(("web", "alice", "https://issuer.example.com"), (claims.ClientId, claims.Subject, claims.Issuer));
        Assert.Equal(["read", "write"], claims.Scopes);
        Assert.Equal([Tokens.Audience], claims.Audiences);
        Assert.Equal(Alice.ExpiresAt, claims.ExpiresAt);
        Assert.Equal("admin", claims.Payload.GetProperty("roles")[0].GetString());
    }

    [Fact]
    public async Task An_identity_needs_no_more_than_a_client()
    {
        VerifyResult result = await VerifyAsync(new StaticTokenVerifier(new Dictionary<string, StaticIdentity> { ["a"] = new() { ClientId = "c", Issuer = null } }), "a");

        Assert.True(result.IsValid);
        Assert.Equal("c", result.Claims!.ClientId);
        Assert.Null(result.Claims.Subject);
        Assert.Null(result.Claims.Issuer);
        Assert.Null(result.Claims.ExpiresAt);
        Assert.Empty(result.Claims.Scopes);
    }

    [Theory]
    [InlineData("", VerifyError.NotCompactJws)]
    [InlineData("unknown", VerifyError.NotCompactJws)]
    [InlineData("alice-toke", VerifyError.NotCompactJws)]
    [InlineData("alice-token=", VerifyError.NotCompactJws)]
    [InlineData("Alice-token", VerifyError.NotCompactJws)]
    [InlineData("alice-token ", VerifyError.NotCompactJws)]
    [InlineData("a.b.c", VerifyError.HeaderMalformed)]
    public async Task An_unknown_text_is_judged_as_a_token(string text, VerifyError error)
    {
        VerifyResult result = await VerifyAsync(Verifier(), text);

        Assert.Equal(error, result.Error);
        Assert.Null(result.Claims);
    }

    [Fact]
    public async Task Real_tokens_of_others_are_refused_and_so_are_those_too_long()
    {
        Assert.Equal(VerifyError.AlgorithmNotAllowed, (await VerifyAsync(Verifier(), Tokens.Pair(JwtAlgorithm.RS256).CreateToken())).Error);
        Assert.Equal(VerifyError.SignatureInvalid, (await VerifyAsync(Verifier(), Tokens.Pair(JwtAlgorithm.HS256).With(JwtAlgorithm.HS256, null).CreateToken())).Error);
        Assert.Equal(VerifyError.TokenTooLarge, (await VerifyAsync(Verifier(), new string('a', 16_385))).Error);
    }

    [Theory]
    [InlineData(-1, VerifyError.None)]
    [InlineData(0, VerifyError.None)]
    [InlineData(1, VerifyError.Expired)]
    public async Task Expiry_is_that_of_production_with_its_skew_of_a_minute(int ticks, VerifyError error)
    {
        FixedTime time = new(Alice.ExpiresAt!.Value.AddSeconds(60).AddTicks(ticks - 1));

        VerifyResult result = await VerifyAsync(Verifier(time: time), "alice-token");

        Assert.Equal(error, result.Error);
        Assert.Equal(error == VerifyError.None, result.Claims is not null);
    }

    [Fact]
    public async Task A_missing_scope_leaves_the_token_readable()
    {
        VerifyResult result = await VerifyAsync(Verifier(requiredScopes: ["read", Expected.OneOf("admin", "owner")]), "alice-token");

        Assert.Equal(VerifyError.InsufficientScope, result.Error);
        Assert.Equal("alice", result.Claims!.Subject);
    }

    [Fact]
    public async Task Scopes_imply_others_as_in_production()
    {
        StaticTokenVerifier verifier = new(
            Identities("alice-token", Alice), ["list"], new Dictionary<string, string[]> { ["read"] = ["list"] }, FixedTime.At(Tokens.Now));

        VerifyResult result = await VerifyAsync(verifier, "alice-token");

        Assert.True(result.IsValid);
        Assert.True(result.Claims!.HasScope("list"));
    }

    [Fact]
    public async Task Each_of_several_texts_has_its_own_identity()
    {
        StaticTokenVerifier verifier = new(Enumerable.Range(0, 20).ToDictionary(i => $"token-{i}", i => new StaticIdentity { ClientId = $"client-{i}" }));

        for (int i = 0; i < 20; i++)
        {
            Assert.Equal($"client-{i}", (await VerifyAsync(verifier, $"token-{i}")).Claims!.ClientId);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("=")]
    [InlineData("a b")]
    [InlineData("a=b")]
    [InlineData("a\n")]
    [InlineData("\u00e4")]
    public void A_text_that_no_client_could_send_is_refused(string text) =>
        Assert.Throws<ArgumentException>(() => new StaticTokenVerifier(Identities(text, Alice)));

    [Fact]
    public async Task The_longest_text_is_that_of_the_longest_token()
    {
        string longest = new('a', 16_384);

        Assert.True((await VerifyAsync(new StaticTokenVerifier(Identities(longest, Alice), timeProvider: FixedTime.At(Tokens.Now)), longest)).IsValid);
        Assert.Throws<ArgumentException>(() => new StaticTokenVerifier(Identities(longest + "a", Alice)));
    }

    [Theory]
    [InlineData("""{"sub":"other"}""", "sub")]
    [InlineData("""{"exp":1}""", "exp")]
    [InlineData("""{"scope":"admin"}""", "scope")]
    [InlineData("""{"client_id":"other"}""", "client_id")]
    [InlineData("""{"nbf":"soon"}""", "ClaimMalformed")]
    [InlineData("""{"aud":[1]}""", "ClaimMalformed")]
    [InlineData("""{"cnf":{}}""", "cnf")]
    public void Claims_that_no_good_token_has_or_that_are_said_twice_are_refused(string claims, string word) =>
        Assert.Contains(word, Refusal(Alice with { Claims = JsonNode.Parse(claims)!.AsObject() }), StringComparison.Ordinal);

    [Fact]
    public void What_would_fail_at_the_first_request_fails_at_once()
    {
        Assert.Throws<ArgumentException>(() => new StaticTokenVerifier(Identities("a", Alice with { ClientId = "" })));
        Assert.Throws<ArgumentNullException>(() => new StaticTokenVerifier(Identities("a", null!)));
        Assert.Throws<ArgumentNullException>(() => new StaticTokenVerifier(null!));
        Assert.ThrowsAny<ArgumentException>(() => new StaticTokenVerifier(Identities("a", Alice), ["read write"]));
        Assert.Contains("scope", Refusal(Alice with { Scopes = ["read write"] }), StringComparison.Ordinal);
        Assert.Contains("scope", Refusal(Alice with { Scopes = [""] }), StringComparison.Ordinal);
        Assert.Contains("ClaimMalformed", Refusal(Alice with { ExpiresAt = DateTimeOffset.UnixEpoch.AddTicks(-1) }), StringComparison.Ordinal);
        Assert.Contains("TokenTooLarge", Refusal(Alice with { Subject = new string('a', 16_384) }), StringComparison.Ordinal);
    }

    [Fact]
    public void An_identity_that_is_not_valid_yet_or_no_longer_may_be_there() => _ = new StaticTokenVerifier(
        new Dictionary<string, StaticIdentity> { ["a"] = Alice with { ExpiresAt = DateTimeOffset.UnixEpoch }, ["b"] = Alice with { ExpiresAt = null, Claims = new() { ["nbf"] = 253402300799 } } });

    [Fact]
    public async Task A_cancelled_call_is_cancelled() =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Verifier().VerifyAsync("alice-token".AsMemory(), new CancellationToken(true)));

    private static StaticTokenVerifier Verifier(IReadOnlyList<Expected>? requiredScopes = null, TimeProvider? time = null) =>
        new(Identities("alice-token", Alice), requiredScopes, timeProvider: time ?? FixedTime.At(Tokens.Now));

    private static Dictionary<string, StaticIdentity> Identities(string text, StaticIdentity identity) => new() { [text] = identity };

    private static string Refusal(StaticIdentity identity) =>
        Assert.Throws<ArgumentException>(() => new StaticTokenVerifier(Identities("secret-text", identity))).Message;

    private static async Task<VerifyResult> VerifyAsync(StaticTokenVerifier verifier, string text) =>
        await verifier.VerifyAsync(text.AsMemory(), TestContext.Current.CancellationToken);
}
