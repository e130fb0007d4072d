using Microsoft.Extensions.Configuration;

namespace JwtCore.Hosting;

/// <summary>
/// The settings in the section of a scheme, <c>Authentication:Schemes:Bearer</c> or another, by the names that ASP.NET Core's
/// own bearer authentication has there, and by those of <see cref="SettingNames"/>.
/// </summary>
internal sealed class BearerSchemeSource : ISettingSource
{
    private readonly IConfigurationSection? _section;

    public BearerSchemeSource(IConfiguration? configuration, SettingsLocation place) => _section = configuration?.GetSection(place.SchemeSection);

    /// <summary>The keys that are no setting of a verifier and stand there: of the scheme, or of nobody.</summary>
    public IEnumerable<string> OtherKeys => (_section?.GetChildren() ?? []).Select(child => child.Key).Where(key => !SettingNames.All.Contains(key, StringComparer.OrdinalIgnoreCase));

    /// <summary>What is there for a setting, or null. A null counts as nothing.</summary>
    public SettingText? Find(string name) => name switch
    {
        SettingNames.Issuer => FindAll(SettingNames.Issuer, "ValidIssuer", "ValidIssuers"),
        SettingNames.Audience => FindAll(SettingNames.Audience, "ValidAudience", "ValidAudiences"),
        _ => FindOne(name),
    };

    /// <summary>The shared secrets, one for each issuer, as <c>dotnet user-jwts</c> writes them.</summary>
    public IReadOnlyList<UserJwtsKey> SigningKeys() =>
        [.. (_section?.GetSection(BearerKeys.SigningKeys).GetChildren() ?? []).Select(key => new UserJwtsKey(key.Path, key["Issuer"], key["Value"], key["Length"]))];

    /// <summary>What is there that cannot be honoured or is misspelt, as a message; null when nothing is.</summary>
    /// <param name="place">Where settings stand, for the remedy.</param>
    public string? Refused(SettingsLocation place)
    {
        foreach (string key in OtherKeys)
        {
            string origin = _section!.GetSection(key).Path;
            if (BearerKeys.Refuse(key, _section.GetSection(key), place) is string refusal)
            {
                return $"{origin} {refusal}";
            }

            if (!BearerKeys.IsKnown(key) && NearName.Find(key, BearerKeys.Known) is string near)
            {
                return $"Unknown in the configuration: {origin} (did you mean {near}?).";
            }
        }

        return null;
    }

    /// <summary>The paths of keys that nobody knows, and that are near to no name.</summary>
    public IReadOnlyList<string> Foreign() => [.. OtherKeys.Where(key => !BearerKeys.IsKnown(key)).Select(key => _section!.GetSection(key).Path)];

    private SettingText? FindOne(string name) =>
        _section?.GetSection(name) is { } section && section.Exists() ? ConfigurationSource.ReadOne(section.Path, section) : null;

    // All of them count, and none is taken apart. An empty text is what an empty list becomes, which says nothing.
    private SettingText? FindAll(params string[] names)
    {
        IConfigurationSection[] given = [.. names.Select(name => _section?.GetSection(name)).OfType<IConfigurationSection>()];
        given = [.. given.Where(section => section.GetChildren().Any() || !string.IsNullOrEmpty(section.Value))];
        return given.Length == 0 ? null : SettingText.Several(
            string.Join(" with ", given.Select(section => section.Path)),
            given.SelectMany(section => section.GetChildren().Select(item => item.Value).Append(section.Value)));
    }
}
