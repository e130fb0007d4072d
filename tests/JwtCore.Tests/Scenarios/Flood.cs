namespace JwtCore.Tests.Scenarios;

/// <summary>Tokens that nobody signed, with claims that would pass and a key id that nobody has.</summary>
internal static class Flood
{
    public static string[] Of(int count, TimeProvider time)
    {
        string genuine = World.Token(World.First, time);
        string rest = genuine[genuine.IndexOf('.', StringComparison.Ordinal)..];
        return [.. Enumerable.Range(0, count).Select(i =>
            System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes($$"""{"alg":"ES256","kid":"unknown-{{i}}"}""")) + rest)];
    }
}
