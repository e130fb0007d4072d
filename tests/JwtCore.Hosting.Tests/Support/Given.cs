using System.Text;
using JwtCore.Testing;
using Microsoft.Extensions.Configuration;

namespace JwtCore.Hosting.Tests.Support;

/// <summary>Sources with given contents, and settings that are read from them.</summary>
internal static class Given
{
    public const string Issuer = "https://issuer.example.com";
    public const string Audience = "https://api.example.com";
    public const string JwksUri = "https://issuer.example.com/jwks.json";
    public const string Secret = "a shared secret of more than thirty-two bytes";

    public static TestKeyPair Pair { get; } = TestKeyPair.Create(JwtAlgorithm.RS256);

    public static TestKeyPair EcPair { get; } = TestKeyPair.Create(JwtAlgorithm.ES256);

    /// <summary>What every policy here needs.</summary>
    public static (string, string)[] Expectations { get; } = [("JWTCORE_ISSUER", Issuer), ("JWTCORE_AUDIENCE", Audience)];

    public static EnvironmentSource Environment(params (string Name, string Value)[] variables) =>
        new(variables.ToDictionary(variable => variable.Name, variable => variable.Value));

    /// <summary>A configuration as a JSON file has it.</summary>
    public static IConfiguration Json(string json) =>
        new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))).Build();

    public static JwtCoreSettings Read(string? json, params (string Name, string Value)[] variables)
    {
        JwtCoreSettings settings = new();
        SettingsReader.Read(settings, json is null ? null : Json(json), Environment(variables));
        return settings;
    }

    public static JwtCoreSettings Read(params (string Name, string Value)[] variables) => Read(null, variables);

    /// <summary>Settings in code from which a policy can be made.</summary>
    public static JwtCoreSettings InCode() =>
        new() { PublicKey = Pair.ToPublicPem(), Issuer = Issuer, Audience = Audience };

    /// <summary>Why no policy can be made.</summary>
    public static string Refusal(JwtCoreSettings settings) => Assert.Throws<ArgumentException>(() => settings.ToPolicy()).Message;
}
