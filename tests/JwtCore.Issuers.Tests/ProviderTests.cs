using JwtCore.Issuers.Tests.Support;

namespace JwtCore.Issuers.Tests;

/// <summary>What must hold for every provider: keys by discovery, which tokens are accepted, and which are not.</summary>
/// <typeparam name="TProvider">The provider.</typeparam>
/// <param name="shared">One of them, for all tests.</param>
public abstract class ProviderTests<TProvider>(SharedProvider<TProvider> shared) : IClassFixture<SharedProvider<TProvider>>
    where TProvider : IProvider<TProvider>
{
    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected static string OtherSpelling(string issuer) => issuer.EndsWith('/') ? issuer[..^1] : issuer + "/";

    protected Task<TProvider> ProviderAsync() => shared.GetAsync();

    [Fact]
    public async Task Discovery_finds_every_published_key_and_skips_none()
    {
        TProvider provider = await ProviderAsync();
        using Relying service = new(provider.Issuer);

        JwksAttempt attempt = await service.Keys.RefreshAsync(Cancellation);

        Assert.Equal((RefreshOutcome.Updated, 200), (attempt.Outcome, attempt.Status));
        Assert.Empty(service.Keys.Status.Skipped);
        Assert.Equivalent(
            Given.Algorithms.Select(algorithm => new { KeyId = Given.KeyId(Given.First, algorithm), Algorithm = (JwtAlgorithm?)algorithm }),
            service.Keys.Status.Keys.Select(key => new { KeyId = key.KeyId!, key.Algorithm }),
            strict: true);
    }

    [Fact]
    public async Task A_later_refresh_finds_the_set_unchanged()
    {
        TProvider provider = await ProviderAsync();
        using Relying service = new(provider.Issuer);
        await service.LoadAsync();

        Assert.Equal(RefreshOutcome.Unchanged, (await service.Keys.RefreshAsync(Cancellation)).Outcome);
    }

    [Fact]
    public async Task An_issuer_spelt_with_or_without_its_final_slash_is_another_issuer()
    {
        TProvider provider = await ProviderAsync();
        using Relying service = new(OtherSpelling(provider.Issuer));

        Assert.Equal(RefreshOutcome.MetadataIssuerMismatch, (await service.Keys.RefreshAsync(Cancellation)).Outcome);
        Assert.Equal(VerifyError.KeysUnavailable, await service.VerdictAsync(await TokenAsync(provider)));
    }

    [Theory, MemberData(nameof(Given.Algorithms), MemberType = typeof(Given))]
    public async Task The_first_token_fetches_the_keys_and_passes_as_an_access_token(JwtAlgorithm algorithm)
    {
        TProvider provider = await ProviderAsync();
        using Relying service = new(provider.Issuer);

        VerifyResult result = await service.VerifyAsync(await provider.AccessTokenAsync(algorithm, Given.Api, Cancellation));

        Assert.Equal(VerifyError.None, result.Error);
        TokenClaims token = result.Claims!;
        Assert.Equal((algorithm, Given.KeyId(Given.First, algorithm)), (token.Algorithm, token.KeyId));
        Assert.Equal((provider.Issuer, Given.ClientId(algorithm), Given.ClientId(algorithm)), (token.Issuer, token.Subject, token.ClientId));
        Assert.Equal([Given.Api], token.Audiences);
        Assert.Equal([Given.Scope], token.Scopes);
        Assert.Equal(TimeSpan.FromDays(1), token.ExpiresAt - token.IssuedAt);
        Assert.NotEmpty(token.JwtId!);
    }

    [Theory]
    [InlineData(TokenProfile.Jwt, VerifyError.None)]
    [InlineData(TokenProfile.McpResource, VerifyError.None)]
    [InlineData(TokenProfile.LogoutToken, VerifyError.TypeMismatch)]
    public async Task An_access_token_passes_every_profile_but_that_of_logout_tokens(TokenProfile profile, VerifyError expected)
    {
        TProvider provider = await ProviderAsync();
        using Relying service = new(provider.Issuer, profile);

        Assert.Equal(expected, await service.VerdictAsync(await TokenAsync(provider)));
    }

    [Theory]
    [InlineData(TokenProfile.AccessToken)]
    [InlineData(TokenProfile.Jwt)]
    [InlineData(TokenProfile.McpResource)]
    public async Task A_token_for_another_resource_is_refused(TokenProfile profile)
    {
        TProvider provider = await ProviderAsync();
        using Relying service = new(provider.Issuer, profile);
        await service.LoadAsync();

        string token = await provider.AccessTokenAsync(JwtAlgorithm.ES256, Given.OtherApi, Cancellation);

        Assert.Equal(VerifyError.AudienceMismatch, await service.VerdictAsync(token));
    }

    [Fact]
    public async Task A_token_is_refused_from_its_end_and_the_allowed_skew_on()
    {
        TProvider provider = await ProviderAsync();
        using Relying service = new(provider.Issuer);
        string token = await TokenAsync(provider);
        DateTimeOffset end = (await service.VerifyAsync(token)).Claims!.ExpiresAt!.Value + TimeSpan.FromSeconds(60);

        await service.PassAsync(end - TimeSpan.FromTicks(1) - service.Time.GetUtcNow());
        Assert.Equal(VerifyError.None, await service.VerdictAsync(token));

        service.Time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(VerifyError.Expired, await service.VerdictAsync(token));
    }

    [Fact]
    public async Task A_token_of_another_issuer_with_the_same_keys_is_refused()
    {
        TProvider provider = await ProviderAsync();
        using Relying service = new("https://issuer.example.com", keysOf: provider.Issuer);
        await service.LoadAsync();

        Assert.Equal(VerifyError.IssuerMismatch, await service.VerdictAsync(await TokenAsync(provider)));
    }

    [Fact]
    public async Task A_token_of_another_provider_is_refused_under_the_same_key_id()
    {
        TProvider provider = await ProviderAsync();
        await using TProvider other = await TProvider.StartAsync(Cancellation);
        using Relying service = new(provider.Issuer);
        await service.LoadAsync();

        Assert.Equal(VerifyError.SignatureInvalid, await service.VerdictAsync(await TokenAsync(other)));
    }

    [Fact]
    public async Task A_verifier_of_two_providers_takes_each_with_its_own_keys_and_no_third()
    {
        TProvider provider = await ProviderAsync();
        await using TProvider other = await TProvider.StartAsync(Cancellation);
        await using TProvider third = await TProvider.StartAsync(Cancellation);
        using Relying one = new(provider.Issuer);
        using Relying two = new(other.Issuer);
        JwtVerifier both = new([Given.Policy(provider.Issuer, one.Keys), Given.Policy(other.Issuer, two.Keys)]);

        foreach ((TProvider source, VerifyError expected) in new[] { (provider, VerifyError.None), (other, VerifyError.None), (third, VerifyError.IssuerNotTrusted) })
        {
            string token = await TokenAsync(source);
            Assert.Equal(expected, (await both.VerifyAsync(token.AsMemory(), Cancellation)).Error);
        }
    }

    [Theory, MemberData(nameof(Given.Algorithms), MemberType = typeof(Given))]
    public async Task An_ID_token_is_no_access_token_even_where_its_audience_is_expected(JwtAlgorithm algorithm)
    {
        TProvider provider = await ProviderAsync();
        string token = await provider.IdTokenAsync(algorithm, Cancellation);
        using Relying client = new(provider.Issuer, TokenProfile.Jwt, Given.ClientId(algorithm));
        using Relying service = new(provider.Issuer, TokenProfile.AccessToken, Given.ClientId(algorithm));

        VerifyResult result = await client.VerifyAsync(token);

        Assert.Equal(VerifyError.None, result.Error);
        Assert.Equal(Given.User, result.Claims!.Subject);
        Assert.Equal(VerifyError.TypeMismatch, await service.VerdictAsync(token));
    }

    [Theory]
    [InlineData(TokenProfile.Jwt)]
    [InlineData(TokenProfile.McpResource)]
    public async Task An_ID_token_is_refused_by_its_audience_where_its_type_is_not_told_apart(TokenProfile profile)
    {
        TProvider provider = await ProviderAsync();
        using Relying service = new(provider.Issuer, profile);
        await service.LoadAsync();

        Assert.Equal(VerifyError.AudienceMismatch, await service.VerdictAsync(await provider.IdTokenAsync(JwtAlgorithm.RS256, Cancellation)));
    }

    [Fact]
    public async Task A_token_with_one_changed_character_in_its_signature_is_refused()
    {
        TProvider provider = await ProviderAsync();
        using Relying service = new(provider.Issuer);
        string token = await TokenAsync(provider);
        int middle = token.LastIndexOf('.') + 20;
        string changed = token[..middle] + (token[middle] == 'A' ? 'B' : 'A') + token[(middle + 1)..];

        Assert.Equal(VerifyError.None, await service.VerdictAsync(token));
        Assert.Equal(VerifyError.SignatureInvalid, await service.VerdictAsync(changed));
    }

    [Fact]
    public async Task A_protected_API_is_open_to_its_access_tokens_and_to_no_other_token()
    {
        TProvider provider = await ProviderAsync();
        using Relying service = new(provider.Issuer);
        await using ProtectedApi api = await ProtectedApi.StartAsync(Given.Policy(provider.Issuer, service.Keys), service.Time);

        Assert.Equal($"200 {Given.ClientId(JwtAlgorithm.ES256)} of {provider.Issuer}", await api.AskAsync(await TokenAsync(provider)));
        Assert.Equal("401 invalid_token", await api.AskAsync(await provider.AccessTokenAsync(JwtAlgorithm.RS256, Given.OtherApi, Cancellation)));
        Assert.Equal("401 invalid_token", await api.AskAsync(await provider.IdTokenAsync(JwtAlgorithm.RS256, Cancellation)));
        Assert.Equal("401 ", await api.AskAsync(null));
    }

    private static Task<string> TokenAsync(TProvider provider) => provider.AccessTokenAsync(JwtAlgorithm.ES256, Given.Api, Cancellation);
}
