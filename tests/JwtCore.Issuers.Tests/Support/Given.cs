namespace JwtCore.Issuers.Tests.Support;

/// <summary>What providers and verifiers agree on.</summary>
public static class Given
{
    public const string Api = "https://api.example.com";
    public const string OtherApi = "https://other.example.com";
    public const string Scope = "orders:read";
    public const string User = "user-1";
    public const string First = "first";
    public const string Second = "second";

    public static TheoryData<JwtAlgorithm> Algorithms { get; } = [JwtAlgorithm.RS256, JwtAlgorithm.PS256, JwtAlgorithm.ES256];

    /// <summary>The client whose ID tokens are signed with this algorithm.</summary>
    public static string ClientId(JwtAlgorithm algorithm) => $"client-{algorithm}";

    /// <summary>The key id of an algorithm's key in a generation; the same at every provider.</summary>
    public static string KeyId(string generation, JwtAlgorithm algorithm) => $"{generation}-{algorithm}";

    public static VerificationPolicy Policy(string issuer, KeySource keys, TokenProfile profile = TokenProfile.AccessToken, string audience = Api) => new()
    {
        Issuer = issuer,
        Audience = audience,
        Algorithms = [JwtAlgorithm.RS256, JwtAlgorithm.PS256, JwtAlgorithm.ES256],
        Keys = keys,
        Profile = profile,
    };
}
