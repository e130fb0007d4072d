using JwtCore.Testing;

namespace JwtCore.Tests.Reference;

/// <summary>C1 to C5: fixed texts instead of tokens. What HTTP adds to them is the adapter's.</summary>
public class StaticTokenTests
{
    private static readonly StaticTokenVerifier Texts = new(
        new Dictionary<string, StaticIdentity>
        {
            ["valid-token"] = new() { ClientId = "test-client", Subject = "user-42", Scopes = ["read", "write"] },
            ["scoped-token"] = new() { ClientId = "limited-client", Scopes = ["read"] },
        },
        timeProvider: ReferenceSetup.Time);

    [Fact]
    public async Task C1_It_stands_wherever_a_verifier_stands() => Assert.True((await VerifyAsync(Texts, "valid-token")).IsValid);

    [Fact]
    public async Task C2_Each_text_has_the_identity_that_was_written_down_for_it()
    {
        TokenClaims valid = (await VerifyAsync(Texts, "valid-token")).Claims!;
        TokenClaims scoped = (await VerifyAsync(Texts, "scoped-token")).Claims!;

        Assert.Equal(("test-client", "user-42", null), (valid.ClientId, valid.Subject, valid.ExpiresAt));
        Assert.Equal(["read", "write"], valid.Scopes);
        Assert.Equal(("limited-client", null), (scoped.ClientId, scoped.Subject));
        Assert.Equal(["read"], scoped.Scopes);
        Assert.Null((await VerifyAsync(Texts, "unknown-token")).Claims);
    }

    // The answer 401 with WWW-Authenticate is the adapter's; this is what makes it say so.
    [Fact]
    public async Task C3_No_token_is_refused() => Assert.Equal(VerifyError.NotCompactJws, (await VerifyAsync(Texts, "")).Error);

    // The redirect from /mcp/ to /mcp is the server's. A verifier sees the same token at either.
    [Fact]
    public async Task C4_The_same_text_gets_the_same_answer_again()
    {
        Assert.Equal("user-42", (await VerifyAsync(Texts, "valid-token")).Claims!.Subject);
        Assert.Equal("user-42", (await VerifyAsync(Texts, "valid-token")).Claims!.Subject);
    }

    [Fact]
    public async Task C5_Either_kind_of_verifier_is_accepted_where_one_is_expected()
    {
        ITokenVerifier[] kinds = [Texts, ReferenceSetup.Default.Strict];

        bool[] text = await Task.WhenAll(kinds.Select(async kind => (await VerifyAsync(kind, "valid-token")).IsValid));
        bool[] token = await Task.WhenAll(kinds.Select(async kind => (await VerifyAsync(kind, ReferenceSetup.Sign(ReferenceSetup.Good))).IsValid));

        Assert.Equal([true, false], text);
        Assert.Equal([false, true], token);
    }

    private static async Task<VerifyResult> VerifyAsync(ITokenVerifier verifier, string text) =>
        await verifier.VerifyAsync(text.AsMemory(), TestContext.Current.CancellationToken);
}
