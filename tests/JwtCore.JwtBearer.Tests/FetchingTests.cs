using System.Reflection;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Time.Testing;

namespace JwtCore.JwtBearer.Tests;

/// <summary>How keys are fetched: JwtBearer's words on top of JwtCore's.</summary>
public sealed class FetchingTests
{
    private const string Issuer = "https://issuer.example.com";

    [Fact]
    public void What_JwtBearer_does_not_say_stays_as_it_is()
    {
        using HttpClient client = new();
        RemoteJwksOptions origin = new()
        {
            TimeProvider = new FakeTimeProvider(),
            Client = client,
            AllowHttpOnLoopback = true,
            PlainHttpHosts = ["localhost:1"],
            PublicAddressesOnly = true,
            AnsweringHosts = ["other.example.com"],
            MetadataUri = "https://metadata.example.com",
            Use = "jwt-svid",
            DefaultLifetime = TimeSpan.FromMinutes(11),
            MinLifetime = TimeSpan.FromSeconds(61),
            MaxLifetime = TimeSpan.FromMinutes(61),
            TrustedFor = TimeSpan.FromHours(25),
            SettlingTime = TimeSpan.FromMinutes(9),
            Cooldown = TimeSpan.FromSeconds(31),
            CooldownWithoutKeys = TimeSpan.FromSeconds(6),
            MaxBackoff = TimeSpan.FromMinutes(6),
            RequestTimeout = TimeSpan.FromSeconds(9),
            WaitTimeout = TimeSpan.FromSeconds(2),
            MaxWaiting = 999,
            MaxBytes = 1_000,
            MaxKeys = 99,
        };
        RemoteJwksOptions made = Fetching.Make(new JwtBearerOptions { Authority = Issuer }, origin, Issuer);

        foreach (PropertyInfo property in typeof(RemoteJwksOptions).GetProperties())
        {
            Assert.NotEqual(property.GetValue(new RemoteJwksOptions()), property.GetValue(origin));
            Assert.Equal(property.GetValue(origin), property.GetValue(made));
        }
    }

    [Fact]
    public void JwtBearer_s_time_limit_counts_when_it_is_set()
    {
        RemoteJwksOptions origin = new();

        Assert.Equal(TimeSpan.FromSeconds(10), Fetching.Make(new() { Authority = Issuer }, origin, Issuer).RequestTimeout);
        RemoteJwksOptions shorter = Fetching.Make(new() { Authority = Issuer, BackchannelTimeout = TimeSpan.FromSeconds(20) }, origin, Issuer);
        Assert.Equal((TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(30)), (shorter.RequestTimeout, shorter.Cooldown));
        RemoteJwksOptions longer = Fetching.Make(new() { Authority = Issuer, BackchannelTimeout = TimeSpan.FromSeconds(40) }, origin, Issuer);
        Assert.Equal((TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(40)), (longer.RequestTimeout, longer.Cooldown));
    }

    [Fact]
    public void Two_clients_are_refused()
    {
        using HttpClient client = new();

        Assert.Equal(
            "Backchannel or BackchannelHttpHandler is set, and so is RemoteJwksOptions.Client. Set one of them.",
            Assert.Throws<ArgumentException>(() => Fetching.Make(new() { Authority = Issuer, Backchannel = client }, new() { Client = client }, Issuer)).Message);
    }

    [Theory]
    [InlineData(true, "http://localhost:5000", "")]
    [InlineData(false, "http://localhost:5000", "localhost:5000")]
    [InlineData(false, "https://localhost:5000", "")]
    public void Plain_http_is_for_the_authority_s_own_host_and_only_without_required_https(bool requires, string authority, string hosts) =>
        Assert.Equal(hosts, string.Join(' ', Fetching.Make(new() { Authority = authority, RequireHttpsMetadata = requires }, new(), authority).PlainHttpHosts));
}
