using Microsoft.Extensions.Configuration;

namespace JwtCore.Hosting;

/// <summary>Gives settings that nobody has given what the first source has for them: configuration, then environment.</summary>
internal sealed class SettingsReader
{
    private readonly ConfigurationSource _section;
    private readonly BearerSchemeSource _bearer;
    private readonly EnvironmentSource? _environment;

    private SettingsReader(SettingsLocation place, IConfiguration? configuration, EnvironmentSource environment)
    {
        _section = new ConfigurationSource(configuration, place.Section);
        _bearer = new BearerSchemeSource(configuration, place);
        _environment = place.HasEnvironment ? environment : null;
    }

    public static void Read(JwtCoreSettings settings, IConfiguration? configuration, EnvironmentSource environment)
    {
        SettingsReader reader = new(settings.Place, configuration, environment);
        settings.Unknown ??= reader._section.Unknown() ?? reader._environment?.Unknown(configuration);
        reader.Fill(settings);
    }

    private void Fill(JwtCoreSettings settings)
    {
        // Those of a key in the section are not asked for; a key in the environment is beaten by one that fits the issuer.
        if (settings.Key.Origin is null && _section.Find(SettingNames.PublicKey) is null)
        {
            settings.SigningKeys = _bearer.SigningKeys();
        }

        settings.Key = settings.Key.Or(() => ReadText(SettingNames.PublicKey));
        settings.KeySet = settings.KeySet.Or(() => ReadText(SettingNames.JwksUri));
        settings.Discovered = settings.Discovered.Or(() => ReadText(SettingNames.Authority));
        settings.Issuers = settings.Issuers.Or(() => ReadExpected(SettingNames.Issuer, SettingNames.AcceptAnyIssuer));
        settings.Audiences = settings.Audiences.Or(() => ReadExpected(SettingNames.Audience, SettingNames.AcceptAnyAudience));
        settings.Algorithms = settings.Algorithms.Or(() => Find(SettingNames.Algorithm)?.ToList(ReadAlgorithms) ?? default);
        settings.Scopes = settings.Scopes.Or(() => Find(SettingNames.RequiredScopes)?.ToDemands() ?? default);
        settings.Base = settings.Base.Or(() => ReadText(SettingNames.BaseUrl));
        settings.PlainHosts = settings.PlainHosts.Or(() => Find(SettingNames.PlainHttpHosts)?.ToList<IReadOnlyList<string>>(hosts => (hosts, null)) ?? default);
        settings.HttpsMetadata = settings.HttpsMetadata.Or(() => Find(SettingNames.RequireHttpsMetadata)?.ToBoolean() ?? default);
    }

    private SettingText? Find(string name) => _section.Find(name) ?? _bearer.Find(name) ?? _environment?.Find(name);

    private Setting<string> ReadText(string name) => Find(name)?.ToText() ?? default;

    // A waiver that stands beside an expectation, wherever they are, is a mistake that would accept too much.
    private Setting<Expected> ReadExpected(string name, string waiver)
    {
        SettingText? given = Find(name);
        if (Find(waiver) is SettingText waived)
        {
            bool isWaived = waived.IsTrue(out string? refusal);
            if (isWaived && given is { IsNull: false })
            {
                refusal = $"is true, but {given.Origin} is set.";
            }

            if (isWaived || refusal is not null)
            {
                return new(waived.Origin, refusal is null ? Expected.Any : null, refusal);
            }
        }

        return given?.ToList<Expected>(texts => (Expected.OneOf([.. texts]), null)) ?? default;
    }

    private static (IReadOnlyList<JwtAlgorithm>? Algorithms, string? Refusal) ReadAlgorithms(IReadOnlyList<string> texts)
    {
        string[] names = Enum.GetNames<JwtAlgorithm>();
        for (int i = 0; i < texts.Count; i++)
        {
            if (!names.Contains(texts[i], StringComparer.Ordinal))
            {
                return (null, $"has an entry, the one at position {i + 1}, that is no supported algorithm. Case matters; supported are {string.Join(", ", names)}.");
            }
        }

        return ([.. texts.Select(Enum.Parse<JwtAlgorithm>)], null);
    }
}
