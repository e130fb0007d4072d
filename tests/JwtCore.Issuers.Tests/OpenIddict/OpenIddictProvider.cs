using System.Security.Cryptography;
using System.Text.Json;
using JwtCore.Issuers.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace JwtCore.Issuers.Tests.OpenIddict;

/// <summary>An OpenIddict server in this process, without a database: clients and users are checked by <see cref="OpenIddictFlows"/>.</summary>
public sealed class OpenIddictProvider : IProvider<OpenIddictProvider>
{
    // Asked for by every server, used by none of these flows.
    private static readonly byte[] EncryptionKey = RandomNumberGenerator.GetBytes(32);

    private readonly WebApplication _server;
    private readonly OpenIddictKeys _keys;
    private readonly HttpClient _client;

    private OpenIddictProvider(WebApplication server, OpenIddictKeys keys)
    {
        _server = server;
        _keys = keys;

        // The server's own spelling has a slash at its end.
        Issuer = server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/";
        _client = new HttpClient { BaseAddress = new Uri(Issuer) };
    }

    public string Issuer { get; }

    public static async Task<OpenIddictProvider> StartAsync(CancellationToken cancellationToken)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        OpenIddictKeys keys = new();
        keys.Publish([Given.First]);
        builder.Services.AddOpenIddict().AddServer(options => Configure(options, keys));
        builder.Services.Configure<OpenIddictServerOptions>(options => options.SigningCredentials.AddRange(keys.Published));
        WebApplication server = builder.Build();
        server.UseAuthentication();
        await server.StartAsync(cancellationToken);
        return new OpenIddictProvider(server, keys);
    }

    public Task<string> AccessTokenAsync(JwtAlgorithm algorithm, string resource, CancellationToken cancellationToken) => AskAsync(
        "access_token",
        algorithm,
        new() { ["grant_type"] = "client_credentials", ["scope"] = OpenIddictFlows.Scopes[resource] },
        cancellationToken);

    public Task<string> IdTokenAsync(JwtAlgorithm algorithm, CancellationToken cancellationToken) => AskAsync(
        "id_token",
        algorithm,
        new() { ["grant_type"] = "password", ["scope"] = "openid", ["username"] = Given.User, ["password"] = OpenIddictFlows.Password },
        cancellationToken);

    public Task PublishAsync(string[] generations, CancellationToken cancellationToken)
    {
        // The next request configures the server anew.
        _keys.Publish(generations);
        _server.Services.GetRequiredService<IOptionsMonitorCache<OpenIddictServerOptions>>().Clear();
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    private static void Configure(OpenIddictServerBuilder options, OpenIddictKeys keys)
    {
        options.EnableDegradedMode()
            .DisableAccessTokenEncryption()
            .AddEncryptionKey(new SymmetricSecurityKey(EncryptionKey))
            .SetTokenEndpointUris("/connect/token")
            .AllowClientCredentialsFlow()
            .AllowPasswordFlow()
            .RegisterScopes(["openid", .. OpenIddictFlows.Scopes.Values])
            .SetAccessTokenLifetime(TimeSpan.FromDays(1))
            .SetIdentityTokenLifetime(TimeSpan.FromDays(1));
        options.UseAspNetCore().DisableTransportSecurityRequirement();
        options.AddEventHandler<ValidateTokenRequestContext>(handler => handler.UseInlineHandler(OpenIddictFlows.CheckClient));
        options.AddEventHandler<HandleTokenRequestContext>(handler => handler.UseInlineHandler(OpenIddictFlows.SignIn));
        options.AddEventHandler<GenerateTokenContext>(handler => handler
            .UseInlineHandler(context => OpenIddictFlows.ChooseKey(context, keys))
            .SetOrder(OpenIddictServerHandlers.Protection.AttachSecurityCredentials.Descriptor.Order + 1));
    }

    private async Task<string> AskAsync(string kind, JwtAlgorithm algorithm, Dictionary<string, string> form, CancellationToken cancellationToken)
    {
        form["client_id"] = Given.ClientId(algorithm);
        form["client_secret"] = OpenIddictFlows.Secret;
        using FormUrlEncodedContent content = new(form);
        using HttpResponseMessage response = await _client.PostAsync("connect/token", content, cancellationToken);
        string body = await response.Content.ReadAsStringAsync(cancellationToken);
        Assert.True(response.IsSuccessStatusCode, body);
        return JsonElement.Parse(body).GetProperty(kind).GetString()!;
    }
}
