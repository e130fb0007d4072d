namespace JwtCore.Tests.Reference;

/// <summary>B27 to B33: what a server does with a request, as the verdict that its adapter maps to a response.</summary>
public class BearerServerTests
{
    [Fact]
    public void B27_No_token_is_refused() => Assert.Equal(VerifyError.NotCompactJws, ReferenceSetup.Default.Verdict(""));

    [Fact]
    public void B28_A_valid_token_is_let_through() => Assert.Equal(VerifyError.None, ReferenceSetup.Default.Verdict(ReferenceSetup.Sign(ReferenceSetup.Good)));

    [Fact]
    public void B29_A_text_that_is_no_token_is_refused() => Assert.Equal(VerifyError.NotCompactJws, ReferenceSetup.Default.Verdict("invalid"));

    [Fact]
    public void B30_An_expired_token_is_refused() =>
        Assert.Equal(VerifyError.Expired, ReferenceSetup.Default.Verdict(ReferenceSetup.Sign(ReferenceSetup.Good with { Lifetime = TimeSpan.FromHours(-1) })));

    [Fact]
    public void B31_A_bad_signature_is_refused() =>
        Assert.Equal(VerifyError.SignatureInvalid, ReferenceSetup.Default.Verdict(ReferenceSetup.OtherPair.CreateToken(ReferenceSetup.Good)));

    // FastMCP answers 401 here, since its verifier says no more than no. The verdict of its own is what makes a 403.
    [Fact]
    public void B32_A_missing_scope_is_a_verdict_of_its_own() =>
        Assert.Equal(VerifyError.InsufficientScope, Requiring("read", "write").Verdict(ReferenceSetup.Sign(ReferenceSetup.Good with { Scopes = ["read"] })));

    [Fact]
    public void B33_All_scopes_are_enough_and_more_do_no_harm() =>
        Assert.Equal(VerifyError.None, Requiring("read", "write").Verdict(ReferenceSetup.Sign(ReferenceSetup.Good with { Scopes = ["admin", "write", "read"] })));

    private static ReferenceSetup Requiring(params Expected[] scopes) => ReferenceSetup.Default with { RequiredScopes = scopes };
}
