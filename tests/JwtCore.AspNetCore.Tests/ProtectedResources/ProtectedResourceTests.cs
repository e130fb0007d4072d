using System.Text.Json;
using JwtCore.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace JwtCore.AspNetCore.Tests;

public class ProtectedResourceTests
{
    [Theory]
    [InlineData("https://api.example.com", "/.well-known/oauth-protected-resource")]
    [InlineData("https://api.example.com/", "/.well-known/oauth-protected-resource")]
    [InlineData("https://api.example.com/mcp", "/.well-known/oauth-protected-resource/mcp")]
    [InlineData("https://api.example.com/api/v1/mcp", "/.well-known/oauth-protected-resource/api/v1/mcp")]
    [InlineData("https://api.example.com/{tenant}/a%20b", "/.well-known/oauth-protected-resource/%7Btenant%7D/a%20b")]
    [InlineData("https://api.example.com/mcp/", "/.well-known/oauth-protected-resource/mcp")]
    [InlineData("https://api.example.com/a%2fb/c%23d", "/.well-known/oauth-protected-resource/a%2Fb/c%23d")]
    public async Task The_metadata_is_where_the_path_of_the_resource_says(string resource, string path)
    {
        await using Api api = await Start(new() { Resource = new Uri(resource), AuthorizationServers = [Given.Issuer], ScopesSupported = ["read", "write"] });
        Answer answer = await api.GetAsync(path: path);

        Assert.Equal(200, answer.Status);
        Assert.Equal(
            $$"""{"resource":"{{resource}}","authorization_servers":["{{Given.Issuer}}"],"scopes_supported":["read","write"],"bearer_methods_supported":["header"]}""",
            answer.Body);
        Assert.Equal(404, (await api.GetAsync(path: "/.well-known/oauth-protected-resource/other")).Status);
    }

    [Fact]
    public async Task What_there_is_none_of_is_left_out_and_a_bad_token_does_not_matter()
    {
        await using Api api = await Start(new() { Resource = new Uri("https://api.example.com") });
        Answer answer = await api.GetAsync("bad", "/.well-known/oauth-protected-resource");

        Assert.Equal(["resource", "bearer_methods_supported"], JsonDocument.Parse(answer.Body).RootElement.EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public async Task It_may_be_asked_for_by_its_head_alone_and_not_be_written_to()
    {
        await using Api api = await Start(new() { Resource = new Uri("https://api.example.com") });
        const string Path = "/.well-known/oauth-protected-resource";
        Answer head = await api.GetAsync(path: Path, method: HttpMethod.Head);

        Assert.Equal((200, ""), (head.Status, head.Body));
        Assert.Equal(405, (await api.GetAsync(path: Path, method: HttpMethod.Post)).Status);
    }

    [Fact]
    public async Task A_browser_of_another_origin_may_read_it_where_it_is_told_so()
    {
        await using Api api = await Api.StartAsync(
            services =>
            {
                services.AddCors().AddAuthentication().AddJwtCore(options => options.Policies.Add(Api.Policy()));
            },
            app =>
            {
                app.UseCors();
                app.MapProtectedResourceMetadata(new() { Resource = new Uri("https://api.example.com") }).RequireCors(cors => cors.AllowAnyOrigin().AllowAnyHeader());
            });
        using HttpClient client = new() { BaseAddress = api.Address };
        using HttpRequestMessage preflight = new(HttpMethod.Options, "/.well-known/oauth-protected-resource");
        preflight.Headers.Add("Origin", "https://app.example.com");
        preflight.Headers.Add("Access-Control-Request-Method", "GET");
        preflight.Headers.Add("Access-Control-Request-Headers", "mcp-protocol-version");
        using HttpResponseMessage answer = await client.SendAsync(preflight, TestContext.Current.CancellationToken);

        Assert.Equal(System.Net.HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal("*", Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Origin")));
    }

    [Fact]
    public async Task All_members_of_RFC_9728_can_be_said_and_others_as_extensions()
    {
        await using Api api = await Start(new()
        {
            Resource = new Uri("https://api.example.com"),
            AuthorizationServers = [Given.Issuer],
            JwksUri = new Uri("https://api.example.com/jwks"),
            ScopesSupported = ["read"],
            BearerMethodsSupported = ["header", "body"],
            ResourceSigningAlgValuesSupported = ["ES256"],
            ResourceName = "Orders",
            ResourceDocumentation = new Uri("https://docs.example.com"),
            ResourcePolicyUri = new Uri("https://docs.example.com/policy"),
            ResourceTosUri = new Uri("https://docs.example.com/tos"),
            TlsClientCertificateBoundAccessTokens = true,
            AuthorizationDetailsTypesSupported = ["payment"],
            DpopSigningAlgValuesSupported = ["EdDSA"],
            DpopBoundAccessTokensRequired = true,
            SignedMetadata = "a.b.c",
            Extensions = new Dictionary<string, JsonElement> { ["resource_name#fr"] = JsonElement.Parse("\"Commandes\""), ["vendor"] = JsonElement.Parse("[1]") },
        });

        Assert.Equal(
            """
            {"resource":"https://api.example.com","authorization_servers":["https://issuer.example.com"],"jwks_uri":"https://api.example.com/jwks",
            "scopes_supported":["read"],"bearer_methods_supported":["header","body"],"resource_signing_alg_values_supported":["ES256"],
            "resource_name":"Orders","resource_documentation":"https://docs.example.com","resource_policy_uri":"https://docs.example.com/policy",
            "resource_tos_uri":"https://docs.example.com/tos","tls_client_certificate_bound_access_tokens":true,
            "authorization_details_types_supported":["payment"],"dpop_signing_alg_values_supported":["EdDSA"],"dpop_bound_access_tokens_required":true,
            "signed_metadata":"a.b.c","resource_name#fr":"Commandes","vendor":[1]}
            """.ReplaceLineEndings(""),
            (await api.GetAsync(path: "/.well-known/oauth-protected-resource")).Body);
    }

    [Fact]
    public async Task An_extension_is_no_second_spelling_of_a_member_and_links_are_addresses()
    {
        ProtectedResource resource = new() { Resource = new Uri("https://api.example.com") };

        await Assert.ThrowsAsync<ArgumentException>(() => Start(resource with { Extensions = new Dictionary<string, JsonElement> { ["jwks_uri"] = default } }));
        await Assert.ThrowsAsync<ArgumentException>(() => Start(resource with { ResourceDocumentation = new Uri("/docs", UriKind.Relative) }));
    }

    [Theory]
    [InlineData("ftp://api.example.com")]
    [InlineData("https://api.example.com?x=1")]
    [InlineData("https://api.example.com#x")]
    [InlineData("https://u:p@api.example.com")]
    [InlineData("/relative")]
    public async Task A_resource_is_an_address(string resource) =>
        await Assert.ThrowsAsync<ArgumentException>(() => Start(new() { Resource = new Uri(resource, UriKind.RelativeOrAbsolute) }));

    private static Task<Api> Start(ProtectedResource metadata) => Api.StartAsync(
        options => options.Policies.Add(Api.Policy()),
        app =>
        {
            Api.Map(app);
            app.MapProtectedResourceMetadata(metadata);
        });
}
