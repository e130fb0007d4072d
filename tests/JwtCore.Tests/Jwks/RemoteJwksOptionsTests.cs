using JwtCore.Tests.Scenarios;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Jwks;

public class RemoteJwksOptionsTests
{
    private const string Address = "https://issuer.example.com/keys";

    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    [Fact]
    public void Every_option_has_a_range_and_its_ends_belong_to_it()
    {
        AssertRange(value => new() { TrustedFor = value, MaxLifetime = Seconds(1), MinLifetime = Seconds(1), DefaultLifetime = Seconds(1) }, Seconds(4), TimeSpan.FromDays(30), Tick);
        AssertRange(value => new() { MaxLifetime = value, MinLifetime = Seconds(1), DefaultLifetime = Seconds(1) }, Seconds(1), TimeSpan.FromHours(6), Tick);
        AssertRange(value => new() { MinLifetime = value, DefaultLifetime = TimeSpan.FromHours(1) }, Seconds(1), TimeSpan.FromHours(1), Tick);
        AssertRange(value => new() { DefaultLifetime = value }, Seconds(60), TimeSpan.FromHours(1), Tick);
        AssertRange(value => new() { RequestTimeout = value, Cooldown = TimeSpan.FromHours(1), MaxBackoff = TimeSpan.FromHours(1) }, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(5), Tick);
        AssertRange(value => new() { SettlingTime = value }, TimeSpan.Zero, TimeSpan.FromDays(30), Tick);
        AssertRange(value => new() { Cooldown = value, MaxBackoff = TimeSpan.FromDays(30) }, Seconds(10), TimeSpan.FromDays(30), Tick);
        AssertRange(value => new() { CooldownWithoutKeys = value }, Seconds(1), Seconds(30), Tick);
        AssertRange(value => new() { MaxBackoff = value }, Seconds(30), TimeSpan.FromDays(30), Tick);
        AssertRange(value => new() { WaitTimeout = value }, TimeSpan.Zero, TimeSpan.FromMinutes(5), Tick);
        AssertRange(value => new() { MaxWaiting = value }, 0, 100_000, 1);
        AssertRange(value => new() { MaxBytes = value }, 1, 8_388_608, 1);
        AssertRange(value => new() { MaxKeys = value }, 1, 1_000, 1);
    }

    [Fact]
    public void Contradictions_and_gaps_are_refused()
    {
        using HttpClient client = new();
        AssertRefused(new() { PublicAddressesOnly = true, Client = client });
        AssertRefused(new() { PublicAddressesOnly = true, AllowHttpOnLoopback = true });
        AssertRefused(new() { MetadataUri = Address });
        AssertRefused(new() { AnsweringHosts = ["keycloak"] });
        AssertRefused(new() { AnsweringHosts = ["http://keycloak"], Client = client });
        AssertRefused(new() { AnsweringHosts = null! });
        AssertTaken(new() { AnsweringHosts = ["keycloak:8443"], Client = client });
        AssertRefused(new() { TimeProvider = null! });
        AssertRefused(new() { Use = null! });
        AssertRefused(new() { Use = "" });
        AssertRefused(new() { RequestTimeout = Seconds(31) });
        AssertRefused(new() { MaxLifetime = TimeSpan.FromMinutes(5) });
        AssertRefused(new() { TrustedFor = TimeSpan.FromHours(3) });
        AssertRefused(new() { TrustedFor = TimeSpan.MaxValue });
        AssertRefused(new() { Cooldown = TimeSpan.MaxValue, MaxBackoff = TimeSpan.MaxValue });
        AssertRefused(new() { WaitTimeout = Timeout.InfiniteTimeSpan });
        AssertRefused(new() { RequestTimeout = Timeout.InfiniteTimeSpan });
        using RemoteJwks loopback = new("http://localhost/keys", new RemoteJwksOptions { AllowHttpOnLoopback = true });
        using RemoteJwks guarded = new(Address, new RemoteJwksOptions { PublicAddressesOnly = true });
    }

    [Fact]
    public void Shared_secrets_are_not_for_remote_keys()
    {
        using RemoteJwks keys = new(Address);
        Assert.ThrowsAny<ArgumentException>(() => new JwtVerifier(TestPolicies.With(keys, [JwtAlgorithm.HS256])));
        Assert.ThrowsAny<ArgumentException>(() => new JwtVerifier(TestPolicies.With(keys, [JwtAlgorithm.ES256, JwtAlgorithm.HS512])));
        _ = new JwtVerifier(World.Policy(keys));
    }

    [Fact]
    public void The_guarantees_of_the_defaults_are_documented_numbers()
    {
        using RemoteJwks keys = new(Address);
        JwksGuarantees guarantees = keys.Guarantees;
        Assert.Equal(Seconds(40), guarantees.RotationDelay);
        Assert.Equal(TimeSpan.FromHours(1) + Seconds(10), guarantees.UpdateDelay);
        Assert.Equal(TimeSpan.FromMinutes(5) + Seconds(10), guarantees.RecoveryDelay);
        Assert.Equal(TimeSpan.FromHours(24), guarantees.RevocationBound);
        Assert.Equal(TimeSpan.FromHours(22) - Seconds(10), guarantees.SurvivableOutage);
        Assert.Equal(2, guarantees.RequestsPerMinute);
        Assert.Equal(12, guarantees.RequestsPerMinuteWithoutKeys);

        using RemoteJwks discovered = RemoteJwks.Discover("https://issuer.example.com");
        Assert.Equal(8, discovered.Guarantees.RequestsPerMinute);
        Assert.Equal(48, discovered.Guarantees.RequestsPerMinuteWithoutKeys);
    }

    [Fact]
    public void The_guarantees_follow_the_options()
    {
        using RemoteJwks keys = new(Address, new RemoteJwksOptions
        {
            TrustedFor = TimeSpan.FromHours(8),
            MaxLifetime = TimeSpan.FromMinutes(30),
            MaxBackoff = TimeSpan.FromHours(2),
            Cooldown = TimeSpan.FromMinutes(40),
            CooldownWithoutKeys = Seconds(7),
            RequestTimeout = Seconds(20),
        });
        JwksGuarantees guarantees = keys.Guarantees;
        Assert.Equal(TimeSpan.FromMinutes(40) + Seconds(20), guarantees.RotationDelay);
        Assert.Equal(TimeSpan.FromMinutes(40) + Seconds(20), guarantees.UpdateDelay);
        Assert.Equal(TimeSpan.FromHours(2) + Seconds(20), guarantees.RecoveryDelay);
        Assert.Equal(TimeSpan.FromHours(8), guarantees.RevocationBound);
        Assert.Equal(TimeSpan.FromHours(8) - TimeSpan.FromMinutes(70) - Seconds(20), guarantees.SurvivableOutage);
        Assert.Equal(1, guarantees.RequestsPerMinute);
        Assert.Equal(9, guarantees.RequestsPerMinuteWithoutKeys);
    }

    private static void AssertRange(Func<TimeSpan, RemoteJwksOptions> make, TimeSpan smallest, TimeSpan largest, TimeSpan step)
    {
        AssertTaken(make(smallest));
        AssertTaken(make(largest));
        AssertRefused(make(smallest - step));
        AssertRefused(make(largest + step));
        AssertRefused(make(TimeSpan.MinValue));
        AssertRefused(make(TimeSpan.MaxValue));
    }

    private static void AssertRange(Func<int, RemoteJwksOptions> make, int smallest, int largest, int step)
    {
        AssertTaken(make(smallest));
        AssertTaken(make(largest));
        AssertRefused(make(smallest - step));
        AssertRefused(make(largest + step));
        AssertRefused(make(int.MinValue));
        AssertRefused(make(int.MaxValue));
    }

    private static void AssertTaken(RemoteJwksOptions options)
    {
        using RemoteJwks keys = new(Address, options);
        Assert.Equal(JwksState.NotLoaded, keys.Status.State);
    }

    private static void AssertRefused(RemoteJwksOptions options) => Assert.ThrowsAny<ArgumentException>(() => new RemoteJwks(Address, options));
}
