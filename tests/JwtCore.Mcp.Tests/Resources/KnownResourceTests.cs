using JwtCore.Mcp.Tests.Support;

namespace JwtCore.Mcp.Tests;

public class KnownResourceTests
{
    public static TheoryData<string, McpResource> Refused => new()
    {
        { "Scopes", McpHost.Description with { Scopes = ["a b"] } },
        { "ChallengeScopes", McpHost.Description with { ChallengeScopes = new Dictionary<string, string> { ["a"] = "b c" } } },
        { "ChallengeScopes", McpHost.Description with { ChallengeScopes = new Dictionary<string, string> { ["a b"] = "c" } } },
        { "Audiences", McpHost.Description with { Audiences = [""] } },
        { "BodyInspection", McpHost.Description with { BodyInspection = (McpBodyInspection)3 } },
        { "BodyInspectionLimit", McpHost.Description with { BodyInspectionLimit = 0 } },
        { "BodyInspectionLimit", McpHost.Description with { BodyInspectionLimit = (1 << 20) + 1 } },
        { "ProxyPrefix", McpHost.Description with { ProxyPrefix = "/stage" } },
        { "ProxyPrefix", McpHost.Description with { ProxyPrefix = "/mc" } },
        { "ProxyPrefix", McpHost.Description with { ProxyPrefix = "/mcp/" } },
        { "ProxyPrefix", McpHost.Description with { ProxyPrefix = "/" } },
        { "ProxyPrefix", McpHost.Description with { ProxyPrefix = "mcp" } },
        { "Resource", McpHost.Description with { Metadata = new() { Resource = new Uri("https://api.example.com?x=1") } } },
        { "Extensions", McpHost.Description with { Metadata = new() { Resource = new Uri(McpHost.Resource), Extensions = new Dictionary<string, System.Text.Json.JsonElement> { ["resource"] = default } } } },
    };

    [Theory, MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public void What_a_description_cannot_mean_is_refused_by_name(string name, McpResource resource)
    {
        ArgumentException refused = Assert.ThrowsAny<ArgumentException>(() => new KnownResource(resource, resource.ProxyPrefix));

        Assert.Contains(name == "Scopes" ? "scopes" : name, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1 << 20)]
    public void Limits_may_be_reached(int limit) => Assert.Equal(limit, Make("https://api.example.com/mcp", null, limit).BodyInspectionLimit);

    [Theory]
    [InlineData("https://api.example.com", null, "https://api.example.com/.well-known/oauth-protected-resource")]
    [InlineData("https://api.example.com/", null, "https://api.example.com/.well-known/oauth-protected-resource")]
    [InlineData("https://api.example.com/mcp", null, "https://api.example.com/.well-known/oauth-protected-resource/mcp")]
    [InlineData("https://api.example.com:8443/a/b/mcp", "/a", "https://api.example.com:8443/a/.well-known/oauth-protected-resource/b/mcp")]
    [InlineData("https://api.example.com/a/b/mcp", "/a/b", "https://api.example.com/a/b/.well-known/oauth-protected-resource/mcp")]
    [InlineData("https://api.example.com/a%20b/c%2fd", "/a b", "https://api.example.com/a%20b/.well-known/oauth-protected-resource/c%2fd")]
    [InlineData("https://api.example.com/mcp", "/mcp", "https://api.example.com/mcp/.well-known/oauth-protected-resource")]
    public void The_challenge_leads_to_metadata_that_reaches_the_server(string resource, string? prefix, string expected) =>
        Assert.Equal(expected, Make(resource, prefix).MetadataAddress.AbsoluteUri);

    [Theory]
    [InlineData("https://api.example.com/a%20b/c%2fd", "/a b/c%2Fd", true)]
    [InlineData("https://api.example.com/mcp", "/MCP/", true)]
    [InlineData("https://api.example.com/mcp", "/mcp/sse", true)]
    [InlineData("https://api.example.com/mcp", "/mcp/message", true)]
    [InlineData("https://api.example.com/mcp", "/mcp/other", false)]
    [InlineData("https://api.example.com", "/", true)]
    [InlineData("https://api.example.com", "/other", false)]
    public void Paths_are_compared_as_routing_does(string resource, string path, bool isEndpoint) => Assert.Equal(isEndpoint, Make(resource, null).IsEndpoint(path));

    private static KnownResource Make(string resource, string? prefix, int limit = McpResource.DefaultBodyInspectionLimit) =>
        new(new McpResource { Metadata = new() { Resource = new Uri(resource) }, BodyInspectionLimit = limit }, prefix);
}
