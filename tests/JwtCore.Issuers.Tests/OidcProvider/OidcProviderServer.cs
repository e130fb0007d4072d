using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using JwtCore.Issuers.Tests.Support;

namespace JwtCore.Issuers.Tests.OidcProvider;

/// <summary>oidc-provider under Node, with its own store in memory.</summary>
public sealed class OidcProviderServer : IProvider<OidcProviderServer>
{
    private const string Secret = "client-secret";
    private const string Callback = "https://client.example.com/callback";

    private readonly NodeProcess _process;
    private readonly HttpClient _client;

    private OidcProviderServer(NodeProcess process, string issuer)
    {
        _process = process;
        Issuer = issuer;
        _client = new HttpClient { BaseAddress = new Uri(issuer) };
    }

    public string Issuer { get; }

    public static Task<OidcProviderServer> StartAsync(CancellationToken cancellationToken) => StartAsync([], cancellationToken);

    /// <summary>Starts one with keys for these algorithms; without any for those of <see cref="Given"/>.</summary>
    public static async Task<OidcProviderServer> StartAsync(JwtAlgorithm[] algorithms, CancellationToken cancellationToken)
    {
        await NodeModules.RequireAsync();
        (NodeProcess process, JsonElement ready) = await NodeProcess.StartAsync([.. algorithms.Select(JwtAlgorithms.ToName)], cancellationToken);
        return new OidcProviderServer(process, ready.GetProperty("issuer").GetString()!);
    }

    public Task<string> AccessTokenAsync(JwtAlgorithm algorithm, string resource, CancellationToken cancellationToken) =>
        AccessTokenAsync(algorithm, resource, proof: null, cancellationToken);

    /// <summary>An access token that is bound to the key of a DPoP proof (RFC 9449) for <see cref="TokenEndpoint"/>.</summary>
    public Task<string> BoundTokenAsync(JwtAlgorithm algorithm, string proof, CancellationToken cancellationToken) =>
        AccessTokenAsync(algorithm, Given.Api, proof, cancellationToken);

    public string TokenEndpoint => $"{Issuer}/token";

    /// <summary>Where <see cref="ResourceServer"/> asks about tokens.</summary>
    public string IntrospectionEndpoint => $"{Issuer}/token/introspection";

    /// <summary>The client that asks; a space, a colon and a plus sign show whether it is encoded as it must be.</summary>
    public static (string Id, string Secret) ResourceServer => ("resource server", "its: secret + more");

    /// <summary>An opaque access token.</summary>
    public Task<string> OpaqueTokenAsync(string resource, string? proof, CancellationToken cancellationToken) => AskAsync(
        "access_token",
        JwtAlgorithm.ES256,
        new() { ["grant_type"] = "client_credentials", ["scope"] = Given.Scope, ["resource"] = $"{resource}/?format=opaque" },
        proof,
        cancellationToken);

    /// <summary>Revokes a token (RFC 7009).</summary>
    public async Task RevokeAsync(string token, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = Request($"{Issuer}/token/revocation", JwtAlgorithm.ES256, new() { ["token"] = token });
        using HttpResponseMessage response = await _client.SendAsync(request, cancellationToken);
        Assert.True(response.IsSuccessStatusCode, _process.Errors);
    }

    public async Task<string> IdTokenAsync(JwtAlgorithm algorithm, CancellationToken cancellationToken)
    {
        string code = await SignInAsync(algorithm, cancellationToken);
        return await AskAsync("id_token", algorithm, new() { ["grant_type"] = "authorization_code", ["code"] = code, ["redirect_uri"] = Callback }, null, cancellationToken);
    }

    public Task PublishAsync(string[] generations, CancellationToken cancellationToken) =>
        _process.TellAsync(new { publish = generations }, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _process.DisposeAsync();
    }

    private Task<string> AccessTokenAsync(JwtAlgorithm algorithm, string resource, string? proof, CancellationToken cancellationToken) => AskAsync(
        "access_token",
        algorithm,
        new() { ["grant_type"] = "client_credentials", ["scope"] = Given.Scope, ["resource"] = $"{resource}/?alg={algorithm}" },
        proof,
        cancellationToken);

    // As a browser does: from the authorization endpoint through the sign-in, until it is sent to the client.
    private async Task<string> SignInAsync(JwtAlgorithm algorithm, CancellationToken cancellationToken)
    {
        using HttpClientHandler handler = new() { AllowAutoRedirect = false, CookieContainer = new CookieContainer() };
        using HttpClient browser = new(handler) { BaseAddress = new Uri(Issuer) };
        Uri address = new(browser.BaseAddress, $"/auth?client_id={Given.ClientId(algorithm)}&response_type=code&scope=openid&redirect_uri={Uri.EscapeDataString(Callback)}");
        for (int redirects = 0; redirects < 10 && !address.AbsoluteUri.StartsWith(Callback, StringComparison.Ordinal); redirects++)
        {
            using HttpResponseMessage response = await browser.GetAsync(address, cancellationToken);
            Assert.True(response.Headers.Location is not null, $"{response.StatusCode}: {await response.Content.ReadAsStringAsync(cancellationToken)} {_process.Errors}");
            address = new Uri(address, response.Headers.Location);
        }

        return System.Web.HttpUtility.ParseQueryString(address.Query)["code"]!;
    }

    private async Task<string> AskAsync(string kind, JwtAlgorithm algorithm, Dictionary<string, string> form, string? proof, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = Request(TokenEndpoint, algorithm, form);
        if (proof is not null)
        {
            request.Headers.Add("DPoP", proof);
        }

        using HttpResponseMessage response = await _client.SendAsync(request, cancellationToken);
        string body = await response.Content.ReadAsStringAsync(cancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{body} {_process.Errors}");
        return JsonElement.Parse(body).GetProperty(kind).GetString()!;
    }

    private static HttpRequestMessage Request(string address, JwtAlgorithm algorithm, Dictionary<string, string> form)
    {
        HttpRequestMessage request = new(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(form) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{Given.ClientId(algorithm)}:{Secret}")));
        return request;
    }
}
