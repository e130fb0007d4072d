namespace JwtCore.AspNetCore.Tests.SideBySide;

/// <summary>One request to both servers, by the name that it has in docs/from-jwtbearer.md.</summary>
/// <param name="Name">The name.</param>
/// <param name="Headers">The header lines that it has beside those of every request.</param>
internal sealed record BearerRequest(string Name, params string[] Headers)
{
    /// <summary>The path and the query.</summary>
    public string Target { get; init; } = "/";

    /// <summary>With one Authorization header that has the token.</summary>
    public static BearerRequest Of(string name, string token) => new(name, $"Authorization: Bearer {token}");
}
