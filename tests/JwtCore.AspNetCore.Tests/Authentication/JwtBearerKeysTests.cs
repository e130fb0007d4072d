using JwtCore.AspNetCore.Tests.Support;
using JwtCore.Hosting;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace JwtCore.AspNetCore.Tests;

/// <summary>Every key that the real JwtBearer asks its configuration for is honoured or refused by name, never ignored.</summary>
public class JwtBearerKeysTests
{
    private const string Section = "Authentication:Schemes:Bearer";

    private static readonly string[] Forwards = ["ForwardAuthenticate", "ForwardChallenge", "ForwardDefault", "ForwardForbid", "ForwardSignIn", "ForwardSignOut"];

    public static TheoryData<string> Keys => [.. AskedKeys()];

    [Fact]
    public void JwtBearer_asks_for_these_keys() =>
        Assert.Equal(
            [
                "Authority", "BackchannelTimeout", "Challenge", .. Forwards, "IncludeErrorDetails", "MapInboundClaims", "MetadataAddress", "RefreshInterval", "RefreshOnIssuerKeyNotFound",
                "RequireHttpsMetadata", "SaveToken", "SigningKeys", "ValidAudience", "ValidAudiences", "ValidIssuer", "ValidIssuers", "ValidateAudience", "ValidateIssuer",
            ],
            AskedKeys());

    [Theory, MemberData(nameof(Keys))]
    public async Task A_key_is_honoured_or_refused_by_its_name(string key)
    {
        Assert.True(BearerKeys.IsKnown(key));
        if (Forwards.Contains(key))
        {
            await using Api api = await StartAsync(key);
            JwtCoreOptions options = api.Services.GetRequiredService<IOptionsMonitor<JwtCoreOptions>>().Get("Bearer");
            Assert.Equal("banana", typeof(JwtCoreOptions).GetProperty(key)!.GetValue(options));
        }
        else if (key is "ValidIssuer" or "ValidIssuers" or "ValidAudience" or "ValidAudiences")
        {
            await using Api api = await StartAsync(key);
            JwtCoreSettings settings = api.Services.GetRequiredService<IOptionsFactory<JwtCoreSettings>>().Create("Bearer");
            Assert.Contains("banana", key.StartsWith("ValidI", StringComparison.Ordinal) ? settings.Issuer! : settings.Audience!);
        }
        else
        {
            OptionsValidationException refused = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(key));
            Assert.Contains($"{Section}:{key} ", refused.Message, StringComparison.Ordinal);
        }
    }

    private static Task<Api> StartAsync(string key) => Api.StartAsync(
        services => services.AddAuthentication().AddJwtCore(settings => settings.JwksUri = key is "Authority" or "MetadataAddress" ? null : "https://issuer.example.com/jwks"),
        _ => { },
        builder => builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            [$"{Section}:ValidIssuers:5"] = Given.Issuer,
            [$"{Section}:ValidAudiences:5"] = Given.Audience,
            [key is "ValidIssuers" or "ValidAudiences" ? $"{Section}:{key}:0" : $"{Section}:{key}"] = "banana",
        }));

    // What the binding of the package reads, told by a configuration that keeps what it is asked for.
    private static string[] AskedKeys()
    {
        Recorder recorder = new();
        ServiceCollection services = new();
        services.AddSingleton<IConfiguration>(new ConfigurationRoot([recorder])).AddLogging();
        services.AddAuthentication().AddJwtBearer();
        using ServiceProvider provider = services.BuildServiceProvider();
        JwtBearerOptions bound = provider.GetRequiredService<IOptionsMonitor<JwtBearerOptions>>().Get("Bearer");
        _ = bound.TokenValidationParameters.IssuerSigningKeys?.Count();
        return [.. recorder.Asked.Where(path => path.StartsWith(Section + ":", StringComparison.Ordinal)).Select(path => path.Split(':')[3]).Distinct().Order(StringComparer.Ordinal)];
    }

    private sealed class Recorder : ConfigurationProvider
    {
        public HashSet<string> Asked { get; } = [];

        public override void Load() => Data = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase) { [$"{Section}:ValidIssuer"] = "x" };

        public override bool TryGet(string key, out string? value)
        {
            Asked.Add(key);
            return base.TryGet(key, out value);
        }

        public override IEnumerable<string> GetChildKeys(IEnumerable<string> earlierKeys, string? parentPath)
        {
            Asked.Add(parentPath ?? "");
            return base.GetChildKeys(earlierKeys, parentPath);
        }
    }
}
