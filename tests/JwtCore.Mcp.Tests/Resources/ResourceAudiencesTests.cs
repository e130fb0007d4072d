using JwtCore.AspNetCore.Tests.Support;
using JwtCore.Mcp.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace JwtCore.Mcp.Tests;

public class ResourceAudiencesTests
{
    [Theory]
    [InlineData("https://api.example.com", new[] { "https://api.example.com", "https://api.example.com/" })]
    [InlineData("https://api.example.com/", new[] { "https://api.example.com/", "https://api.example.com" })]
    [InlineData("https://api.example.com:8443", new[] { "https://api.example.com:8443", "https://api.example.com:8443/" })]
    [InlineData("https://api.example.com/mcp", new[] { "https://api.example.com/mcp" })]
    [InlineData("https://api.example.com/mcp/", new[] { "https://api.example.com/mcp/" })]
    public void Only_an_empty_path_has_two_spellings(string resource, string[] expected) =>
        Assert.Equal(expected, ResourceAudiences.Spellings(new Uri(resource)));

    [Theory]
    [InlineData(new[] { "https://api.example.com" }, new[] { "https://api.example.com", "https://api.example.com/" })]
    [InlineData(new[] { "api", "https://api.example.com/" }, new[] { "api", "https://api.example.com/", "https://api.example.com" })]
    [InlineData(new[] { "https://api.example.com", "https://api.example.com/" }, new[] { "https://api.example.com", "https://api.example.com/" })]
    [InlineData(new[] { "11111111-2222-3333-4444-555555555555" }, new[] { "11111111-2222-3333-4444-555555555555" })]
    [InlineData(new[] { "https://other.example.com" }, new[] { "https://other.example.com" })]
    [InlineData(new[] { "HTTPS://api.example.com" }, new[] { "HTTPS://api.example.com" })]
    public void The_other_spelling_is_added_where_one_is_accepted(string[] accepted, string[] expected) =>
        Assert.Equal(expected, ResourceAudiences.WithBothSpellings(accepted, new Uri("https://api.example.com")));

    [Theory]
    [InlineData("https://api.example.com")]
    [InlineData("https://api.example.com/")]
    public async Task A_server_at_the_root_accepts_both_spellings_however_its_policy_is_made(string written)
    {
        McpResource resource = McpHost.Description with { Metadata = new() { Resource = new Uri(written) } };
        (string, string)[] keys = [("JWTCORE_PUBLIC_KEY", Given.Pair.ToPublicPem()), ("JWTCORE_ISSUER", Given.Issuer)];
        foreach (Action<IMcpServerBuilder> add in (Action<IMcpServerBuilder>[])
        [
            builder => builder.AddJwtCore(resource, options => options.Policies.Add(McpHost.Policy with { Audience = written })),
            builder => With(builder, keys).AddJwtCore(resource),
            builder => With(builder, [.. keys, ("JWTCORE_AUDIENCE", "https://api.example.com")]).AddJwtCore(resource),
            builder => With(builder, keys).AddJwtCore(resource with { Audiences = ["https://api.example.com/"] }),
        ])
        {
            await using McpHost host = await McpHost.StartAsync(add, app => app.MapMcp("/").RequireMcpResource());

            Assert.Equal(200, await StatusAsync(host, "https://api.example.com"));
            Assert.Equal(200, await StatusAsync(host, "https://api.example.com/"));
            Assert.Equal(401, await StatusAsync(host, "https://api.example.com//"));
            Assert.Equal(401, await StatusAsync(host, "https://API.example.com"));
            Assert.Equal(401, await StatusAsync(host, "https://api.example.com", Given.Issuer + "/"));
        }
    }

    [Fact]
    public async Task A_path_has_one_spelling()
    {
        await using McpHost host = await McpHost.StartAsync();

        Assert.Equal(401, (await host.PostAsync(Given.Pair.CreateToken(new() { Audience = McpHost.Resource + "/", Scopes = ["mcp:tools"] }), Messages.Initialize)).Status);
    }

    private static async Task<int> StatusAsync(McpHost host, string audience, string issuer = Given.Issuer) =>
        (await host.PostAsync("/", Given.Pair.CreateToken(new() { Audience = audience, Issuer = issuer, Scopes = ["mcp:tools"] }), Messages.Initialize)).Status;

    private static IMcpServerBuilder With(IMcpServerBuilder builder, (string, string)[] variables)
    {
        builder.Services.AddSingleton(Given.Environment(variables));
        return builder;
    }
}
