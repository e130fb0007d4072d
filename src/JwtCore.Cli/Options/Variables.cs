using JwtCore.Hosting;

namespace JwtCore.Cli;

/// <summary>The settings that environment variables give where no option does. An empty variable is none.</summary>
internal sealed class Variables(Func<string, string?> read)
{
    public static readonly string PublicKey = SettingNames.Variable(SettingNames.PublicKey);
    public static readonly string JwksUri = SettingNames.Variable(SettingNames.JwksUri);
    public static readonly string Authority = SettingNames.Variable(SettingNames.Authority);
    public static readonly string Issuer = SettingNames.Variable(SettingNames.Issuer);
    public static readonly string AcceptAnyIssuer = SettingNames.Variable(SettingNames.AcceptAnyIssuer);
    public static readonly string Algorithm = SettingNames.Variable(SettingNames.Algorithm);
    public static readonly string Audience = SettingNames.Variable(SettingNames.Audience);
    public static readonly string AcceptAnyAudience = SettingNames.Variable(SettingNames.AcceptAnyAudience);
    public static readonly string RequiredScopes = SettingNames.Variable(SettingNames.RequiredScopes);

    /// <summary>The value as it is, or null.</summary>
    public string? Text(string name) => read(name) is { Length: > 0 } text ? text : null;

    /// <summary>What is expected by a variable of texts or the one that waives the check; null when neither is set.</summary>
    /// <exception cref="UsageException">Both are set, or one has a form that it cannot have.</exception>
    public Expected? Expected(string name, string waiver)
    {
        string[] words = Words(name);
        bool isWaived = false;
        if (Text(waiver) is string text && !bool.TryParse(text, out isWaived))
        {
            throw new UsageException($"{waiver}: must be true or false.");
        }

        return isWaived && words.Length > 0 ? throw new UsageException($"{name} and {waiver} exclude each other.")
            : isWaived ? JwtCore.Expected.Any
            : words.Length > 0 ? JwtCore.Expected.OneOf(words)
            : null;
    }

    /// <summary>The words of a value, separated by commas or white space, or the strings of a JSON array: as settings read it.</summary>
    /// <exception cref="UsageException">It starts like an array and is none of strings.</exception>
    public string[] Words(string name) => Text(name) is not string text ? []
        : TextList.Parse(text, out string? refusal) is { } words && refusal is null ? [.. words]
        : throw new UsageException($"{name}: must be a JSON array of strings, or words separated by commas or spaces.");
}
