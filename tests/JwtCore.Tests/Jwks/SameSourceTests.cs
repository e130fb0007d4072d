using System.Reflection;
using Microsoft.Extensions.Time.Testing;

namespace JwtCore.Tests.Jwks;

/// <summary>When one remote source can stand in for another: the address and every option of fetching and trust are equal.</summary>
public sealed class SameSourceTests : IDisposable
{
    private const string Uri = "https://issuer.example.com/jwks.json";

    private static readonly HttpClient Client = new();

    private readonly List<RemoteJwks> _made = [];

    public static TheoryData<string> Properties => [.. typeof(RemoteJwksOptions).GetProperties().Select(property => property.Name)];

    public void Dispose() => _made.ForEach(one => one.Dispose());

    [Fact]
    public void The_same_address_and_options_are_the_same_source()
    {
        Assert.True(Source().IsSameAs(Source()));
        Assert.True(Found("https://issuer.example.com").IsSameAs(Found("https://issuer.example.com")));
    }

    [Fact]
    public void Another_address_or_another_way_is_another_source()
    {
        Assert.False(Source().IsSameAs(Source("https://issuer.example.com/keys.json")));
        Assert.False(Source("https://issuer.example.com").IsSameAs(Found("https://issuer.example.com")));
        Assert.False(Found("https://issuer.example.com").IsSameAs(Found("https://issuer.example.com/")));
        Assert.False(Source().IsSameAs(new JwkSet()));
        Assert.False(new JwkSet().IsSameAs(Source()));
    }

    [Theory, MemberData(nameof(Properties))]
    public void Each_option_counts(string name)
    {
        RemoteJwksOptions changed = new();
        PropertyInfo property = typeof(RemoteJwksOptions).GetProperty(name)!;
        property.SetValue(changed, property.GetValue(changed) switch
        {
            bool value => !value,
            int value => value + 1,
            TimeSpan value => value + TimeSpan.FromTicks(1),
            string value => value + "x",
            TimeProvider => new FakeTimeProvider(),
            IReadOnlyList<string> => new[] { "host" },
            null when property.PropertyType == typeof(string) => "https://issuer.example.com/metadata",
            null when property.PropertyType == typeof(HttpClient) => Client,
            object value => throw new NotSupportedException($"{name}: another value than {value}"),
            _ => throw new NotSupportedException(name),
        });

        Assert.False(new RemoteJwksOptions().IsSameAs(changed));
        Assert.False(changed.IsSameAs(new RemoteJwksOptions()));
        Assert.True(changed.IsSameAs(changed));
    }

    private RemoteJwks Source(string uri = Uri, RemoteJwksOptions? options = null)
    {
        RemoteJwks source = new(uri, options);
        _made.Add(source);
        return source;
    }

    private RemoteJwks Found(string issuer)
    {
        RemoteJwks source = RemoteJwks.Discover(issuer);
        _made.Add(source);
        return source;
    }
}
