namespace JwtCore.Differential.Tokens;

/// <summary>What a good token says, and the time at which all tokens are judged.</summary>
internal static class World
{
    public const string Issuer = "https://issuer.example.com";
    public const string Audience = "https://api.example.com";
    public const string AccessTokenType = "at+jwt";

    /// <summary>In seconds since 1970.</summary>
    public const long Now = 1_767_225_600;

    /// <summary>In seconds.</summary>
    public const int Skew = 60;

    public static readonly string[] Algorithms = ["HS256", "RS256", "PS256", "ES256"];

    public static TimeProvider Clock { get; } = new FrozenClock();

    private sealed class FrozenClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeSeconds(Now);
    }
}
