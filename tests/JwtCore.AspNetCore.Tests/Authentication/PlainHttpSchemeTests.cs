using JwtCore.AspNetCore.Tests.Support;
using JwtCore.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace JwtCore.AspNetCore.Tests;

/// <summary>A scheme whose issuer answers in plain http, as JwtBearer users write it, over real loopback.</summary>
public sealed class PlainHttpSchemeTests : IAsyncDisposable
{
    private readonly FakeJwksServer _issuer = new(new FakeJwksEndpoint(Given.Pair) { Issuer = "http://keycloak/realms/demo" });

    private string Authority => _issuer.Endpoint.Issuer!;

    public ValueTask DisposeAsync() => _issuer.DisposeAsync();

    [Theory]
    [InlineData("Development", LogLevel.Warning)]
    [InlineData("Production", LogLevel.Error)]
    public async Task RequireHttpsMetadata_false_makes_an_issuer_of_a_compose_file_work_and_the_start_tells(string environment, LogLevel level)
    {
        await using Api api = await StartAsync(environment, ("RequireHttpsMetadata", "false"));
        (LogLevel Level, string? Event, string Text) line = Assert.Single(api.Log.Entries, entry => entry.Text.Contains("plain http", StringComparison.Ordinal));

        Assert.Equal(200, (await api.GetAsync(Given.Pair.CreateToken(Api.Good with { Issuer = Authority }))).Status);
        Assert.Equal((level, $"The keys of Bearer come over plain http from {new Uri(Authority).Authority}"), (line.Level, line.Text[..line.Text.IndexOf(',', StringComparison.Ordinal)]));
    }

    [Fact]
    public async Task Without_it_the_host_does_not_start()
    {
        OptionsValidationException refused =
            await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync("Development"));

        Assert.Contains("Authentication:Schemes:Bearer:Authority must be an absolute https address", refused.Message, StringComparison.Ordinal);
        Assert.Contains("JwtCore:RequireHttpsMetadata to false", refused.Message, StringComparison.Ordinal);
    }

    private Task<Api> StartAsync(string environment, params (string Name, string Value)[] more) => Api.StartAsync(
        services => services.AddAuthentication().AddJwtCore(),
        null,
        builder =>
        {
            builder.Environment.EnvironmentName = environment;
            builder.Services.AddSingleton<IHostEnvironment>(builder.Environment);
            builder.Configuration.AddInMemoryCollection(new (string Name, string Value)[] { ("Authority", Authority), ("Audience", Given.Audience) }.Concat(more)
                .Select(one => KeyValuePair.Create<string, string?>($"Authentication:Schemes:Bearer:{one.Name}", one.Value)));
        });
}
