using Microsoft.Extensions.Configuration;

namespace JwtCore.Hosting;

/// <summary>
/// The settings in the section of a scheme, <c>Authentication:Schemes:Bearer</c> or another, by the names that ASP.NET Core's own bearer
/// authentication has there. What else it has there is not looked at.
/// </summary>
internal sealed class BearerSchemeSource
{
    private readonly IConfigurationSection? _section;

    public BearerSchemeSource(IConfiguration? configuration, SettingsLocation place) => _section = configuration?.GetSection(place.SchemeSection);

    /// <summary>What is there for a setting, or null. A null counts as nothing.</summary>
    public SettingText? Find(string name) => name switch
    {
        SettingNames.Authority => FindOne("Authority"),
        SettingNames.Issuer => FindAll("ValidIssuer", "ValidIssuers"),
        SettingNames.RequireHttpsMetadata => FindOne("RequireHttpsMetadata"),
        SettingNames.Audience => FindAll("Audience", "ValidAudience", "ValidAudiences"),
        _ => null,
    };

    /// <summary>The shared secrets, one for each issuer, as <c>dotnet user-jwts</c> writes them.</summary>
    public IReadOnlyList<UserJwtsKey> SigningKeys() =>
        [.. (_section?.GetSection("SigningKeys").GetChildren() ?? []).Select(key => new UserJwtsKey(key.Path, key["Issuer"], key["Value"]))];

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
