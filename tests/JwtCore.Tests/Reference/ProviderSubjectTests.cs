using JwtCore.Tests.Support;

namespace JwtCore.Tests.Reference;

/// <summary>A23 to A25: the subject.</summary>
public class ProviderSubjectTests
{
    [Fact]
    public void A23_The_subject_is_read() =>
        Assert.Equal("user-42", ReferenceSetup.Default.Accept(ReferenceSetup.Sign(ReferenceSetup.Good with { Subject = "user-42" })).Subject);

    [Fact]
    public void A24_A_token_without_a_subject_is_accepted_and_has_none()
    {
        TokenClaims claims = ReferenceSetup.Default.Accept(ReferenceSetup.Sign(ReferenceSetup.Good with { Subject = null }));

        Assert.Null(claims.Subject);
        Assert.Null(claims.ClientId);
    }

    // The request context of a server belongs to its adapter; claims that may be kept are what it needs from here.
    [Fact]
    public async Task A25_The_subject_survives_into_asynchronous_code()
    {
        VerifyResult result = await ReferenceSetup.Default.Strict.VerifyAsync(ReferenceSetup.Sign(ReferenceSetup.Good with { Subject = "user-42" }).AsMemory(), TestContext.Current.CancellationToken);
        await Task.Yield();

        Assert.Equal("user-42", result.Claims!.Subject);
        Assert.Equal("user-42", result.Claims.Payload.GetProperty("sub").GetString());
        Assert.Equal(Tokens.Now + 3600, result.Claims.Payload.GetProperty("exp").GetInt64());
    }
}
