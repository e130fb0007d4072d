using JwtCore.AspNetCore.Tests.Support;
using JwtCore.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace JwtCore.AspNetCore.Tests;

/// <summary>
/// FastMCP's cases of its HTTP layer, by number. F: 1 to 7 are test_bearer_auth_backend, 8 to 14 test_enhanced_error_responses
/// (no token, its exact challenge, a scope that is missing, required scopes without a catalogue, a catalogue beyond what is
/// required, an invalid token, the form of the header), 15 and 16 test_auth_provider (address and content of the metadata).
/// B, C and G are those that docs/from-fastmcp.md lists as an adapter's.
/// </summary>
public class ReferenceHttpTests
{
    private const string Metadata = "https://api.example.com/.well-known/oauth-protected-resource/api/v1/mcp";

    [Fact]
    public async Task F1_F6_C5_Any_verifier_is_taken_and_gets_the_exact_token_once()
    {
        Recording verifier = new();
        await using Api api = await Api.StartAsync(options => options.Verifier = verifier);
        Answer answer = await api.GetAsync(Api.Token("read"), "/read");

        Assert.Equal(200, answer.Status);
        Assert.Equal([Api.Token("read")[..20]], verifier.Tokens.Select(token => token[..20]));
    }

    [Fact]
    public async Task F2_B28_B33_C1_A_good_token_has_its_scopes_and_its_name()
    {
        await using Api api = await StartAsync();

        Assert.Equal((200, "test-user "), ((await api.GetAsync(Api.Token("read"), "/read")).Status, (await api.GetAsync(Api.Token("read"), "/read")).Body));
    }

    [Theory]
    [InlineData("Bearer invalid")]
    [InlineData("Bearer not.a.jwt")]
    public async Task F3_F7_F13_B29_A_token_that_is_none_is_invalid(string header)
    {
        await using Api api = await StartAsync();
        Answer answer = await api.SendAsync(header, "/read");

        Assert.Equal(401, answer.Status);
        Assert.StartsWith("Bearer error=\"invalid_token\", error_description=\"", answer.Challenge, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Basic dXNlcjpwYXNz")]
    public async Task F4_F5_F8_B27_C3_Without_a_bearer_token_there_is_neither_error_nor_body(string? header)
    {
        await using Api api = await StartAsync();
        Answer answer = await api.SendAsync(header, "/read");

        Assert.Equal((401, ""), (answer.Status, answer.Body));
        Assert.DoesNotContain("error", answer.Challenge, StringComparison.Ordinal);
    }

    [Fact]
    public async Task F9_The_challenge_without_a_token_names_scopes_and_metadata()
    {
        await using Api api = await StartAsync();

        Assert.Equal($"Bearer scope=\"read\", resource_metadata=\"{Metadata}\"", (await api.GetAsync(path: "/read")).Challenge);
    }

    [Fact]
    public async Task F10_B32_A_missing_scope_is_403()
    {
        await using Api api = await StartAsync();
        Answer answer = await api.GetAsync(Api.Token("read"), "/write");

        Assert.Equal(403, answer.Status);
        Assert.Equal(
            $"Bearer error=\"insufficient_scope\", error_description=\"The token lacks a scope that is needed.\", scope=\"read write\", resource_metadata=\"{Metadata}\"",
            answer.Challenge);
    }

    [Fact]
    public async Task F11_B36_Required_scopes_are_named_without_any_catalogue()
    {
        await using Api api = await StartAsync();

        Assert.Contains("scope=\"read\"", (await api.GetAsync(path: "/read")).Challenge, StringComparison.Ordinal);
        Assert.DoesNotContain("scopes_supported", (await api.GetAsync(path: new Uri(Metadata).AbsolutePath)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task F12_B35_Scopes_of_the_catalogue_alone_are_never_in_a_challenge()
    {
        await using Api api = await StartAsync("read", "write", "optional");

        Assert.Contains("[\"read\",\"write\",\"optional\"]", (await api.GetAsync(path: new Uri(Metadata).AbsolutePath)).Body, StringComparison.Ordinal);
        Assert.DoesNotContain("optional", (await api.GetAsync(path: "/read")).Challenge, StringComparison.Ordinal);
        Assert.DoesNotContain("optional", (await api.GetAsync(Api.Token(), "/read")).Challenge, StringComparison.Ordinal);
    }

    [Fact]
    public async Task F14_B30_B31_Header_error_and_description_go_together()
    {
        await using Api api = await StartAsync();
        Answer expired = await api.GetAsync(Given.Pair.CreateToken(Api.Good with { Lifetime = TimeSpan.FromHours(-1) }));
        Answer forged = await api.GetAsync(TestKeyPair.Create(JwtAlgorithm.RS256).CreateToken(Api.Good));

        Assert.Equal((401, $"Bearer error=\"invalid_token\", error_description=\"The token has expired.\", resource_metadata=\"{Metadata}\""), (expired.Status, expired.Challenge));
        Assert.Equal((401, $"Bearer error=\"invalid_token\", error_description=\"The signature of the token is invalid.\", resource_metadata=\"{Metadata}\""), (forged.Status, forged.Challenge));
    }

    [Fact]
    public async Task F15_F16_The_metadata_is_at_its_address_and_names_the_resource()
    {
        await using Api api = await StartAsync();
        Answer answer = await api.GetAsync(path: "/.well-known/oauth-protected-resource/api/v1/mcp");

        Assert.Equal(200, answer.Status);
        Assert.Contains("\"resource\":\"https://api.example.com/api/v1/mcp\"", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task C4_A_redirect_is_the_server_s_and_either_path_has_the_same_answer()
    {
        await using Api api = await StartAsync();

        Assert.Equal((await api.GetAsync(path: "/read")).Challenge, (await api.GetAsync(path: "/read/")).Challenge);
    }

    [Fact]
    public async Task G12_The_scopes_of_one_policy_are_in_the_challenge_those_of_several_are_not()
    {
        await using Api one = await Api.StartAsync(options => options.Policies.Add(Api.Policy(scopes: ["api"])));
        await using Api two = await Api.StartAsync(options =>
        {
            options.Policies.Add(Api.Policy(scopes: ["api"]));
            options.Policies.Add(Api.Policy(Given.EcPair, "https://other.example.com", "api"));
        });

        Assert.Equal(("Bearer scope=\"api\"", "Bearer"), ((await one.GetAsync()).Challenge, (await two.GetAsync()).Challenge));
    }

    private static Task<Api> StartAsync(params string[] supported) => Api.StartAsync(
        options =>
        {
            options.Policies.Add(Api.Policy());
            options.ResourceMetadata = new Uri(Metadata);
        },
        app =>
        {
            Api.Map(app);
            app.MapProtectedResourceMetadata(new() { Resource = new Uri("https://api.example.com/api/v1/mcp"), ScopesSupported = supported });
        });

    private sealed class Recording : ITokenVerifier
    {
        private readonly JwtVerifier _verifier = new(Api.Policy());

        public List<string> Tokens { get; } = [];

        public ValueTask<VerifyResult> VerifyAsync(ReadOnlyMemory<char> token, CancellationToken cancellationToken = default)
        {
            Tokens.Add(token.ToString());
            return _verifier.VerifyAsync(token, cancellationToken);
        }
    }
}
