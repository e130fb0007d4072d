using JwtCore.Hosting;
using JwtCore.Testing;

namespace JwtCore.AspNetCore.Tests.Support;

/// <summary>Keys, expectations and an environment for the tests.</summary>
internal static class Given
{
    public const string Issuer = "https://issuer.example.com";
    public const string Audience = "https://api.example.com";

    public static TestKeyPair Pair { get; } = TestKeyPair.Create(JwtAlgorithm.RS256);

    public static TestKeyPair EcPair { get; } = TestKeyPair.Create(JwtAlgorithm.ES256);

    /// <summary>What every policy here needs.</summary>
    public static (string, string)[] Expectations { get; } = [("JWTCORE_ISSUER", Issuer), ("JWTCORE_AUDIENCE", Audience)];

    public static EnvironmentSource Environment(params (string Name, string Value)[] variables) =>
        new(variables.ToDictionary(variable => variable.Name, variable => variable.Value));
}
