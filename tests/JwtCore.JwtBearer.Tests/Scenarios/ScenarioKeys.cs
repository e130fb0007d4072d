using JwtCore.Testing;

namespace JwtCore.JwtBearer.Tests.Scenarios;

/// <summary>Keys beside those of <see cref="AspNetCore.Tests.Support.Given"/>.</summary>
internal static class ScenarioKeys
{
    public static TestKeyPair Other { get; } = TestKeyPair.Create(JwtAlgorithm.RS256);
}
