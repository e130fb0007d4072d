namespace JwtCore.Hosting;

/// <summary>What the log says of settings when the host starts.</summary>
/// <param name="Name">The scheme, or the section of the settings.</param>
/// <param name="Idle">What they say in vain, each a sentence.</param>
/// <param name="UserJwts">The keys of <c>dotnet user-jwts</c> that tokens are accepted by.</param>
internal sealed record SettingsReport(string Name, IReadOnlyList<string> Idle, IReadOnlyList<string> UserJwts)
{
    /// <summary>The report of settings that a verifier was made of.</summary>
    public static SettingsReport Of(string name, JwtCoreSettings settings) => new(name, SettingsNotices.Of(settings), SettingsNotices.UserJwts(settings));
}
