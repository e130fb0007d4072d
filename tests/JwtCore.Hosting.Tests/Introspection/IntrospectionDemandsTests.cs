using JwtCore.Hosting.Tests.Support;

namespace JwtCore.Hosting.Tests;

/// <summary>What is demanded of opaque tokens beside the answer of the endpoint.</summary>
public class IntrospectionDemandsTests
{
    private static readonly AsyncRevocationCheck NeverRevoked = (_, _) => ValueTask.FromResult(false);

    [Theory]
    [InlineData("read", VerifyError.None), InlineData("read write", VerifyError.None)]
    [InlineData("read admin", VerifyError.InsufficientScope), InlineData("READ", VerifyError.InsufficientScope), InlineData("rea", VerifyError.InsufficientScope)]
    public async Task Required_scopes_hold_for_opaque_tokens(string scopes, VerifyError expected)
    {
        using Introspecting given = new(options => Demanding(options, [.. scopes.Split(' ').Select(scope => (Expected)scope)]));

        Assert.Equal(expected, (await given.VerifyAsync()).Error);
    }

    [Fact]
    public async Task One_scope_of_a_set_is_enough()
    {
        using Introspecting one = new(options => Demanding(options, [Expected.OneOf("admin", "write")]));
        using Introspecting none = new(options => Demanding(options, [Expected.OneOf("admin", "owner")]));

        Assert.Equal((VerifyError.None, VerifyError.InsufficientScope), ((await one.VerifyAsync()).Error, (await none.VerifyAsync()).Error));
    }

    [Fact]
    public async Task The_check_is_asked_about_active_tokens_alone_and_about_remembered_ones_at_every_use()
    {
        List<string?> asked = [];
        bool isRevoked = false;
        using Introspecting given = new(options => Demanding(options, isRevoked: (token, _) =>
        {
            asked.Add(token.Subject);
            return ValueTask.FromResult(isRevoked);
        }));
        Assert.Equal((VerifyError.None, VerifyError.None), ((await given.VerifyAsync()).Error, (await given.VerifyAsync()).Error));
        Assert.Single(given.Endpoint.Requests);
        isRevoked = true;
        Assert.Equal((VerifyError.Revoked, VerifyError.Revoked), ((await given.VerifyAsync()).Error, (await given.VerifyAsync("another")).Error));
        given.Endpoint.Body = "{\"active\":false}";
        Assert.Equal(VerifyError.NotVerified, (await given.VerifyAsync("third")).Error);

        Assert.Equal(["ann", "ann", "ann", "ann"], asked);
        Assert.Equal(1, given.Verifier.Remembered);
    }

    [Fact]
    public async Task A_check_without_an_answer_refuses()
    {
        TaskCompletionSource<bool> never = new();
        using Introspecting throwing = new(options => Demanding(options, isRevoked: (_, _) => throw new InvalidOperationException()));
        using Introspecting waiting = new(options => Demanding(options, isRevoked: (_, _) => new(never.Task)));
        Assert.Equal(VerifyError.RevocationCheckFailed, (await throwing.VerifyAsync()).Error);

        Task<VerifyResult> late = waiting.VerifyAsync();
        waiting.Time.Advance(TimeSpan.FromSeconds(5) - TimeSpan.FromTicks(1));
        Assert.False(late.IsCompleted);
        waiting.Time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(VerifyError.RevocationCheckTimedOut, (await late).Error);
    }

    // What the JWTs are asked for, opaque tokens are asked for, or the options say that they are not.
    [Theory]
    [InlineData("", false, false, false, null)]
    [InlineData("scopes", false, false, false, "RequiredScopes")]
    [InlineData("scopes", true, false, false, null)]
    [InlineData("scopes", false, true, false, "RequiredScopes")]
    [InlineData("check", false, false, false, "IsRevokedAsync")]
    [InlineData("check", true, false, false, "IsRevokedAsync")]
    [InlineData("check", false, true, false, null)]
    [InlineData("async check", false, false, false, "IsRevokedAsync")]
    [InlineData("async check", false, true, false, null)]
    [InlineData("claims", true, true, false, "AllowFewerDemands")]
    [InlineData("claims", false, false, true, null)]
    [InlineData("scopes check async check claims", false, false, true, null)]
    [InlineData("scopes check async check claims", true, true, true, null)]
    public void Fewer_demands_than_those_of_the_JWTs_are_refused_without_a_visible_word(string demands, bool hasScopes, bool hasCheck, bool allowsFewer, string? refused)
    {
        VerificationPolicy policy = Given.InCode().ToPolicy() with
        {
            RequiredScopes = demands.Contains("scopes", StringComparison.Ordinal) ? ["admin"] : [],
            RequiredClaims = demands.Contains("claims", StringComparison.Ordinal) ? new Dictionary<string, Expected> { ["tenant"] = "a" } : [],
        };
        JwtVerifier jwts = new(policy, new()
        {
            IsRevoked = demands.Replace("async check", "", StringComparison.Ordinal).Contains("check", StringComparison.Ordinal) ? (in _) => false : null,
            IsRevokedAsync = demands.Contains("async check", StringComparison.Ordinal) ? NeverRevoked : null,
        });

        Assert.Equal(refused, Refused(Demanding(null, hasScopes ? ["read"] : [], hasCheck ? NeverRevoked : null, allowsFewer), jwts));
    }

    [Fact]
    public void Every_token_goes_to_the_endpoint_by_a_visible_word_alone()
    {
        JwtVerifier jwts = new(Given.InCode().ToPolicy());

        Assert.Equal("AskAboutJwts", Refused(Demanding(null), null));
        Assert.Null(Refused(Demanding(null), jwts));
        Assert.Null(Refused(Demanding(null, askAboutJwts: true), null));
        Assert.Equal("AskAboutJwts", Refused(Demanding(null, askAboutJwts: true), jwts));
    }

    [Fact]
    public void Demands_that_mean_nothing_are_refused()
    {
        Assert.Equal("RequiredScopes", Refused(Demanding(null, (Expected[])null!, askAboutJwts: true), null));
        Assert.Equal("RequiredScopes", Refused(Demanding(null, ["a b"], askAboutJwts: true), null));
        Assert.Equal("RequiredScopes", Refused(Demanding(null, [Expected.Any], askAboutJwts: true), null));
        Assert.Equal("IsRevokedAsync", Refused(Demanding(null, isRevoked: NeverRevoked + NeverRevoked, askAboutJwts: true), null));
        Assert.Equal("RevocationTimeout", Refused(Demanding(null, askAboutJwts: true, timeout: TimeSpan.Zero), null));
        Assert.Equal("RevocationTimeout", Refused(Demanding(null, askAboutJwts: true, timeout: TimeSpan.FromSeconds(60.001)), null));
        Assert.Null(Refused(Demanding(null, askAboutJwts: true, timeout: TimeSpan.FromSeconds(60)), null));
    }

    private static IntrospectionOptions Demanding(IntrospectionOptions? options, Expected[] scopes, AsyncRevocationCheck? isRevoked = null, bool allowsFewer = false, bool askAboutJwts = false, TimeSpan? timeout = null) => new()
    {
        Endpoint = Endpoint.Address,
        Issuer = Given.Issuer,
        Audience = Given.Audience,
        ClientId = "api",
        ClientSecret = "secret",
        Client = options?.Client,
        TimeProvider = options?.TimeProvider ?? TimeProvider.System,
        RememberFor = TimeSpan.FromSeconds(30),
        RequiredScopes = scopes,
        IsRevokedAsync = isRevoked,
        RevocationTimeout = timeout ?? TimeSpan.FromSeconds(5),
        AllowFewerDemands = allowsFewer,
        AskAboutJwts = options?.AskAboutJwts ?? askAboutJwts,
    };

    private static IntrospectionOptions Demanding(IntrospectionOptions? options, AsyncRevocationCheck? isRevoked = null, bool askAboutJwts = false, TimeSpan? timeout = null) =>
        Demanding(options, [], isRevoked, askAboutJwts: askAboutJwts, timeout: timeout);

    private static string? Refused(IntrospectionOptions options, JwtVerifier? jwts)
    {
        try
        {
            new IntrospectionVerifier(options, jwts).Dispose();
            return null;
        }
        catch (ArgumentException refused)
        {
            return refused.ParamName;
        }
    }
}
