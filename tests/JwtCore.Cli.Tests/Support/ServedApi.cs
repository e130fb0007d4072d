using System.Text;
using JwtCore.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace JwtCore.Cli.Tests.Support;

/// <summary>An API made of the packages, whose settings are what <c>serve</c> printed.</summary>
internal sealed class ServedApi : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _client;

    private ServedApi(WebApplication app)
    {
        _app = app;
        _client = new HttpClient { BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()) };
    }

    /// <summary>With the printed JSON as the settings file.</summary>
    public static Task<ServedApi> StartAsync(LocalServe serve, TimeProvider time)
    {
        string[] lines = serve.Output.Split('\n');
        string json = string.Join('\n', lines.SkipWhile(line => line != "{").TakeWhile(line => line.Length > 0));
        return StartAsync(time, configuration => configuration.AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))), new Dictionary<string, string>());
    }

    /// <summary>With the printed variables as the environment.</summary>
    public static Task<ServedApi> StartByVariablesAsync(LocalServe serve, TimeProvider time) => StartAsync(
        time,
        _ => { },
        serve.Output.Split('\n').Where(line => line.StartsWith("export ", StringComparison.Ordinal)).Select(line => line["export ".Length..].Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]));

    public async Task<(int Status, string Challenge)> GetAsync(string path, string? token)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, path);
        if (token is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
        }

        using HttpResponseMessage response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, response.Headers.WwwAuthenticate.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    private static async Task<ServedApi> StartAsync(TimeProvider time, Action<IConfigurationBuilder> configure, IReadOnlyDictionary<string, string> variables)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Environment.EnvironmentName = "Development";
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        configure(builder.Configuration);
        builder.Services.AddSingleton(new EnvironmentSource(variables));
        builder.Services.AddSingleton(new RemoteJwksOptions { TimeProvider = time });
        builder.Services.AddAuthorization().AddAuthentication().AddJwtCore();
        WebApplication app = builder.Build();
        app.MapGet("/", () => "").RequireAuthorization();
        app.MapGet("/write", () => "").RequireScope("write");
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new ServedApi(app);
    }
}
