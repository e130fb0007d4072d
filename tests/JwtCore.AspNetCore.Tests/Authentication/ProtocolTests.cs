using System.Net;
using JwtCore.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace JwtCore.AspNetCore.Tests;

/// <summary>What HTTP allows beside a GET of version 1.1.</summary>
public class ProtocolTests
{
    [Fact]
    public async Task Over_HTTP_2_the_answers_are_the_same()
    {
        await using Api api = await Api.StartAsync(
            services => services.AddAuthentication().AddJwtCore(options => options.Policies.Add(Api.Policy())),
            build: builder => builder.WebHost.ConfigureKestrel(server => server.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http2)));
        using HttpClient client = new() { BaseAddress = api.Address };

        Assert.Equal((200, ""), await SendAsync(client, "/write", $"bearer {Api.Token("all")}"));
        Assert.Equal((401, "Bearer"), await SendAsync(client, "/"));
        Assert.Equal((401, "Bearer error=\"invalid_token\", error_description=\"The token is not a signed JWT.\""), await SendAsync(client, "/", "Bearer x"));
        Assert.Equal((403, "Bearer error=\"insufficient_scope\", error_description=\"The token lacks a scope that is needed.\", scope=\"read write\""), await SendAsync(client, "/write", $"Bearer {Api.Token("read")}"));
    }

    [Fact]
    public async Task A_HEAD_or_an_OPTIONS_is_answered_like_any_request()
    {
        await using Api api = await Api.StartAsync(
            options => options.Policies.Add(Api.Policy()),
            app => app.MapMethods("/", ["HEAD", "OPTIONS", "GET"], () => "").RequireScope("read"));
        foreach (HttpMethod method in (HttpMethod[])[HttpMethod.Head, HttpMethod.Options])
        {
            Assert.Equal("Bearer scope=\"read\"", (await api.GetAsync(method: method)).Challenge);
            Assert.Equal(403, (await api.GetAsync(Api.Token(), method: method)).Status);
            Assert.Equal(200, (await api.GetAsync(Api.Token("read"), method: method)).Status);
        }
    }

    [Theory]
    [InlineData("Authorization: ", 200)]
    [InlineData("Authorization:\tBearer x", 200)]
    [InlineData("X: 1\r\nAuthorization : Bearer x", 400)]
    [InlineData("Proxy-Authorization: Bearer x", 200)]
    public async Task A_header_is_what_the_server_reads_as_one(string header, int status)
    {
        await using Api api = await Api.StartAsync(options => options.Policies.Add(Api.Policy()), app => app.MapGet("/", () => "nobody"));

        Assert.StartsWith($"HTTP/1.1 {status} ", await api.SendRawAsync(header), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Authorization: Bearer {0}\r\nauthorization: Bearer {0}")]
    [InlineData("AUTHORIZATION: Bearer {0}\r\nAuthorization:")]
    [InlineData("Authorization:\r\nAuthorization: Bearer {0}")]
    public async Task Several_headers_are_several_whatever_their_case_and_content(string headers)
    {
        await using Api api = await Api.StartAsync(options => options.Policies.Add(Api.Policy()));

        Assert.StartsWith("HTTP/1.1 400 ", await api.SendRawAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, headers, Api.Token())), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_of_the_request_is_in_a_challenge()
    {
        await using Api api = await Api.StartAsync(options =>
        {
            options.Policies.Add(Api.Policy());
            options.ResourceMetadata = new Uri("https://api.example.com/.well-known/oauth-protected-resource");
        });
        string answer = await api.SendRawAsync("Authorization: Bearer x", "X-Forwarded-Host: evil.example", "Forwarded: host=evil.example", "X-Original-URL: /evil");

        Assert.DoesNotContain("evil", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("localhost", answer, StringComparison.Ordinal);
    }

    private static async Task<(int, string)> SendAsync(HttpClient client, string path, string? authorization = null)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, path) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        if (authorization is not null)
        {
            Assert.True(request.Headers.TryAddWithoutValidation("Authorization", authorization));
        }

        using HttpResponseMessage response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpVersion.Version20, response.Version);
        return ((int)response.StatusCode, response.Headers.WwwAuthenticate.ToString());
    }
}
