using System.Diagnostics;
using JwtCore.AspNetCore.Tests.Support;
using JwtCore.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace JwtCore.AspNetCore.Tests;

/// <summary>Tokens and settings that the real <c>dotnet user-jwts</c> makes, alone and beside an authority, over HTTP.</summary>
public sealed class UserJwtsTests : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("user-jwts").FullName;
    private readonly FakeJwksServer _issuer = new(new FakeJwksEndpoint(Given.Pair) { Issuer = "http://keycloak/realms/demo" });

    private string Authority => _issuer.Endpoint.Issuer!;

    public async ValueTask DisposeAsync()
    {
        await _issuer.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_token_with_roles_opens_what_its_roles_open()
    {
        string admin = await CreateAsync("--name", "ann", "--role", "admin", "--role", "clerk", "--scope", "read");
        string other = await CreateAsync("--name", "bob");
        await using Api api = await StartAsync("Development", [("JwtCore:RoleClaimType", "role"), ("JwtCore:NameClaimType", "unique_name")]);

        Assert.Equal((200, "ann ann"), ((await api.GetAsync(admin, "/admin")).Status, (await api.GetAsync(admin, "/admin")).Body));
        Assert.Equal(200, (await api.GetAsync(admin, "/read")).Status);
        Assert.Equal((200, 403), ((await api.GetAsync(other)).Status, (await api.GetAsync(other, "/admin")).Status));
        Assert.DoesNotContain(api.Log.Entries, entry => entry.Event is "SettingIdle" or "UserJwtsOutsideDevelopment");
    }

    [Fact]
    public async Task Beside_an_authority_both_tokens_are_accepted_each_by_its_own_key()
    {
        string tool = await CreateAsync("--name", "ann");
        await using Api api = await StartAsync("Production", Beside());
        string real = Given.Pair.CreateToken(Api.Good with { Issuer = Authority });
        string forged = Given.Pair.CreateToken(Api.Good with { Issuer = "dotnet-user-jwts" });

        Assert.Equal((200, 200, 401), ((await api.GetAsync(tool)).Status, (await api.GetAsync(real)).Status, (await api.GetAsync(forged)).Status));
        Assert.Equal(
            (LogLevel.Error, "Bearer accepts tokens of dotnet user-jwts by Authentication:Schemes:Bearer:SigningKeys:0, and the environment is not Development. Anyone who knows that key can make tokens. Remove it."),
            api.Log.Entries.Where(entry => entry.Event == "UserJwtsOutsideDevelopment").Select(entry => (entry.Level, entry.Text)).Single());
    }

    [Fact]
    public async Task A_key_for_the_issuer_of_the_authority_is_refused()
    {
        await CreateAsync("--name", "ann", "--issuer", Authority);
        OptionsValidationException refused = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync("Development", Beside()));

        Assert.Contains(
            "Authentication:Schemes:Bearer:SigningKeys:0 is for the issuer that Authentication:Schemes:Bearer:Authority names, whose keys are its own. Remove the key",
            refused.Message,
            StringComparison.Ordinal);
    }

    private (string, string)[] Beside() => [("Authentication:Schemes:Bearer:Authority", Authority), ("Authentication:Schemes:Bearer:RequireHttpsMetadata", "false")];

    private Task<Api> StartAsync(string environment, (string Key, string Value)[] more) => Api.StartAsync(
        services => services.AddAuthentication().AddJwtCore(),
        build: builder =>
        {
            builder.Environment.EnvironmentName = environment;
            builder.Services.AddSingleton<IHostEnvironment>(builder.Environment);
            builder.Configuration.AddJsonFile(Path.Combine(_folder, "appsettings.Development.json"));
            builder.Configuration.AddJsonFile(Directory.GetFiles(_folder, "secrets.json", SearchOption.AllDirectories).Single());
            builder.Configuration.AddInMemoryCollection(more.Select(one => KeyValuePair.Create<string, string?>(one.Key, one.Value)));
        });

    private async Task<string> CreateAsync(params string[] arguments)
    {
        string project = Path.Combine(_folder, "api.csproj");
        if (!File.Exists(project))
        {
            await File.WriteAllTextAsync(project, "<Project Sdk=\"Microsoft.NET.Sdk.Web\"><PropertyGroup><TargetFramework>net10.0</TargetFramework><UserSecretsId>jwtcore-test</UserSecretsId></PropertyGroup></Project>", TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(Path.Combine(_folder, "appsettings.Development.json"), "{}", TestContext.Current.CancellationToken);
        }

        ProcessStartInfo start = new("dotnet") { WorkingDirectory = _folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])["user-jwts", "create", "--project", project, "--audience", Given.Audience, "--output", "token", .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        // The user secrets of this test are its own.
        foreach (string home in (string[])["HOME", "APPDATA", "DOTNET_CLI_HOME"])
        {
            start.Environment[home] = _folder;
        }

        start.Environment["DOTNET_NOLOGO"] = "1";
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, output + await error);
        return output.Trim();
    }
}
