using JwtCore.Testing;
using JwtCore.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace JwtCore.Tests.Reference;

/// <summary>
/// G1 to G12: several issuers. FastMCP tries one verifier after the other; here the token's <c>iss</c> finds its policy and
/// no other one is asked, so each case shows the rule that takes the place of the order.
/// </summary>
public sealed class SeveralVerifiersTests : IDisposable
{
    private static readonly TestKeyPair ServerPair = ReferenceEndpoint.Named("server-1");
    private static readonly TestKeyPair OtherPair = ReferenceSetup.OtherPair.With(JwtAlgorithm.RS256, "other-1");

    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeSeconds(Tokens.Now));
    private readonly FakeJwksEndpoint _serverKeys = new(ServerPair);
    private readonly FakeJwksEndpoint _otherKeys = new(OtherPair);
    private readonly List<IDisposable> _disposables = [];

    [Fact]
    public void G1_No_policy_at_all_is_refused() => Assert.ThrowsAny<ArgumentException>(() => new JwtVerifier([]));

    [Fact]
    public void G2_One_policy_needs_no_list() => Assert.Equal(VerifyError.None, ReferenceSetup.Default.Verdict(ReferenceSetup.Sign(ReferenceSetup.Good)));

    [Fact]
    public async Task G3_A_token_of_the_first_issuer_is_judged_by_its_policy() => Assert.Equal(VerifyError.None, await VerdictAsync(Several(), Server()));

    [Fact]
    public async Task G4_A_token_of_another_issuer_is_judged_by_that_one_s() => Assert.Equal(VerifyError.None, await VerdictAsync(Several(), Other()));

    [Fact]
    public async Task G5_The_order_of_the_policies_decides_nothing()
    {
        JwtVerifier reversed = new([Policy("https://other.example.com", _otherKeys), Policy("https://server.example.com", _serverKeys)], Options);

        Assert.Equal(VerifyError.None, await VerdictAsync(reversed, Server()));
        Assert.Equal(VerifyError.None, await VerdictAsync(reversed, Other()));
        Assert.ThrowsAny<ArgumentException>(() => new JwtVerifier([Policy("https://a.example.com", _serverKeys), Policy("https://a.example.com", _otherKeys)]));
    }

    [Fact]
    public async Task G6_A_token_of_no_issuer_is_refused() =>
        Assert.Equal(VerifyError.IssuerNotTrusted, await VerdictAsync(Several(), Sign(ServerPair, "https://third.example.com")));

    [Fact]
    public async Task G7_No_policy_is_more_than_the_others()
    {
        JwtVerifier one = new([Policy("https://other.example.com", _otherKeys)], Options);

        Assert.Equal(VerifyError.None, await VerdictAsync(one, Other()));
        Assert.NotEqual(VerifyError.None, await VerdictAsync(one, Server()));
    }

    [Fact]
    public async Task G8_One_issuer_whose_keys_fail_does_not_disturb_the_others()
    {
        _serverKeys.Respond(_ => throw new InvalidOperationException("The handler is broken."));
        JwtVerifier several = Several();

        Assert.Equal(VerifyError.KeysUnavailable, await VerdictAsync(several, Server()));
        Assert.Equal(VerifyError.None, await VerdictAsync(several, Other()));
    }

    [Fact]
    public async Task G9_When_all_fail_every_token_is_refused_and_nothing_is_thrown()
    {
        _serverKeys.Respond(_ => throw new InvalidOperationException("The handler is broken."));
        _otherKeys.Fail();
        JwtVerifier several = Several();

        Assert.Equal(VerifyError.KeysUnavailable, await VerdictAsync(several, Server()));
        Assert.Equal(VerifyError.KeysUnavailable, await VerdictAsync(several, Other()));
    }

    [Fact]
    public async Task G10_Nobody_is_asked_but_the_token_s_own_issuer()
    {
        JwtVerifier several = Several();

        Assert.Equal(VerifyError.None, await VerdictAsync(several, Other()));
        Assert.Equal((0, 1), (_serverKeys.Requests, _otherKeys.Requests));
    }

    [Fact]
    public async Task G11_Each_policy_requires_its_own_scopes_or_none()
    {
        JwtVerifier several = new([Policy("https://server.example.com", _serverKeys, "read"), Policy("https://other.example.com", _otherKeys)], Options);

        Assert.Equal(VerifyError.InsufficientScope, await VerdictAsync(several, Server()));
        Assert.Equal(VerifyError.None, await VerdictAsync(several, Other()));
    }

    // The scopes of a challenge are the adapter's to write; it learns the issuer whose scopes are missing.
    [Fact]
    public async Task G12_A_token_that_lacks_scopes_names_the_issuer_whose_they_are()
    {
        JwtVerifier several = new([Policy("https://server.example.com", _serverKeys, "read"), Policy("https://other.example.com", _otherKeys, "write")], Options);

        VerifyResult result = await several.VerifyAsync(Other().AsMemory(), TestContext.Current.CancellationToken);

        Assert.Equal((VerifyError.InsufficientScope, "https://other.example.com"), (result.Error, result.Claims!.Issuer));
    }

    public void Dispose()
    {
        _disposables.ForEach(disposable => disposable.Dispose());
        _serverKeys.Dispose();
        _otherKeys.Dispose();
    }

    private JwtVerifierOptions Options => new() { TimeProvider = _time };

    private JwtVerifier Several() => new([Policy("https://server.example.com", _serverKeys), Policy("https://other.example.com", _otherKeys)], Options);

    private VerificationPolicy Policy(string issuer, FakeJwksEndpoint endpoint, params Expected[] scopes)
    {
        HttpClient client = new(endpoint, disposeHandler: false);
        RemoteJwks keys = new(endpoint.JwksUri, new RemoteJwksOptions { Client = client, TimeProvider = _time });
        _disposables.AddRange([keys, client]);
        return FastMcpLike.Policy(keys, issuer: issuer, audience: ReferenceSetup.Audience, requiredScopes: scopes);
    }

    private static string Server() => Sign(ServerPair, "https://server.example.com");

    private static string Other() => Sign(OtherPair, "https://other.example.com");

    private static string Sign(TestKeyPair pair, string issuer) => pair.CreateToken(ReferenceSetup.Good with { Issuer = issuer });

    private static async Task<VerifyError> VerdictAsync(JwtVerifier verifier, string token) =>
        (await verifier.VerifyAsync(token.AsMemory(), TestContext.Current.CancellationToken)).Error;
}
