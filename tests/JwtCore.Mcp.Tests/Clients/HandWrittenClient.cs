using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using JwtCore.Mcp.Tests.Support;

namespace JwtCore.Mcp.Tests.Clients;

/// <summary>An MCP client of 2026-07-28 that does what the specification says, step by step, and nothing else.</summary>
internal sealed class HandWrittenClient(Uri server) : IDisposable
{
    private readonly HttpClient _client = new();
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private JsonElement? _issuer;
    private string? _clientId;
    private string? _token;

    /// <summary>Calls a tool; asks for the scopes of the challenge and calls again where it must.</summary>
    public async Task<string> CallAsync(string tool, CancellationToken cancellationToken)
    {
        for (int i = 0; ; i++)
        {
            using HttpRequestMessage request = new(HttpMethod.Post, server)
            {
                Content = new StringContent(Messages.Modern("tools/call", "name", tool), Encoding.UTF8, "application/json"),
            };
            request.Headers.Accept.ParseAdd("application/json, text/event-stream");
            request.Headers.Add("MCP-Protocol-Version", "2026-07-28");
            request.Headers.Add("Mcp-Method", "tools/call");
            request.Headers.Add("Mcp-Name", tool);
            request.Headers.Authorization = _token is null ? null : new AuthenticationHeaderValue("Bearer", _token);
            using HttpResponseMessage response = await _client.SendAsync(request, cancellationToken);
            if (response.IsSuccessStatusCode || i == 2)
            {
                return await response.Content.ReadAsStringAsync(cancellationToken);
            }

            await AuthorizeAsync(Assert.Single(response.Headers.GetValues("WWW-Authenticate")), cancellationToken);
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task AuthorizeAsync(string challenge, CancellationToken cancellationToken)
    {
        // Scopes accumulate here ("Step-Up Authorization Flow").
        _asked.UnionWith(Parameter(challenge, "scope").Split(' '));
        JsonElement resource = await GetAsync(new Uri(Parameter(challenge, "resource_metadata")), cancellationToken);
        Assert.Equal(server.OriginalString, resource.GetProperty("resource").GetString());
        string named = resource.GetProperty("authorization_servers")[0].GetString()!;
        JsonElement issuer = _issuer ??= await GetAsync(new Uri(named + "/.well-known/openid-configuration"), cancellationToken);
        Assert.Equal(named, issuer.GetProperty("issuer").GetString());
        _clientId ??= await RegisterAsync(issuer, cancellationToken);
        string verifier = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        string state = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        string query = await new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["response_type"] = "code",
            ["client_id"] = _clientId,
            ["redirect_uri"] = Browser.Callback.AbsoluteUri,
            ["scope"] = string.Join(' ', _asked),
            ["resource"] = server.OriginalString,
            ["state"] = state,
            ["code_challenge"] = System.Buffers.Text.Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))),
            ["code_challenge_method"] = "S256",
        }).ReadAsStringAsync(cancellationToken);
        IReadOnlyDictionary<string, string> answer = await Browser.FollowAsync(new Uri($"{issuer.GetProperty("authorization_endpoint").GetString()}?{query}"), cancellationToken);
        Assert.Equal(state, answer["state"]);
        Assert.Equal(named, answer["iss"]);
        using FormUrlEncodedContent exchange = new(new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["client_id"] = _clientId,
            ["code"] = answer["code"],
            ["code_verifier"] = verifier,
            ["redirect_uri"] = Browser.Callback.AbsoluteUri,
            ["resource"] = server.OriginalString,
        });
        using HttpResponseMessage tokens = await _client.PostAsync(new Uri(issuer.GetProperty("token_endpoint").GetString()!), exchange, cancellationToken);
        _token = (await tokens.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("access_token").GetString();
    }

    private async Task<string> RegisterAsync(JsonElement issuer, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await _client.PostAsJsonAsync(
            new Uri(issuer.GetProperty("registration_endpoint").GetString()!),
            new { application_type = "native", redirect_uris = new[] { Browser.Callback.AbsoluteUri }, token_endpoint_auth_method = "none" },
            cancellationToken);
        return (await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("client_id").GetString()!;
    }

    private async Task<JsonElement> GetAsync(Uri address, CancellationToken cancellationToken) => await _client.GetFromJsonAsync<JsonElement>(address, cancellationToken);

    private static string Parameter(string challenge, string name) => challenge.Split($"{name}=\"")[1].Split('"')[0];
}
