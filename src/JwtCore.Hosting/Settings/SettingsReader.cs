using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace JwtCore.Hosting;

/// <summary>Gives settings that nobody has given what the first source has for them: configuration, then environment.</summary>
internal sealed class SettingsReader
{
    private readonly ConfigurationSource _section;
    private readonly BearerSchemeSource _bearer;
    private readonly EnvironmentSource? _environment;
    private readonly IReadOnlyList<ISettingSource> _sources;

    private SettingsReader(SettingsLocation place, IConfiguration? configuration, EnvironmentSource environment)
    {
        _section = new ConfigurationSource(configuration, place.Section);
        _bearer = new BearerSchemeSource(configuration, place);
        _environment = place.HasEnvironment ? environment : null;
        _sources = _environment is null ? [_section, _bearer] : [_section, _bearer, _environment];
    }

    public static void Read(JwtCoreSettings settings, IConfiguration? configuration, EnvironmentSource environment)
    {
        SettingsReader reader = new(settings.Place, configuration, environment);
        if (settings.Unknown is null)
        {
            (settings.Unknown, settings.UnknownAt) =
                reader._section.Unknown() is string inSection ? (inSection, settings.Place.Section)
                : reader._environment?.Unknown(configuration) is string inEnvironment ? (inEnvironment, SettingNames.Prefix)
                : (reader._bearer.Refused(settings.Place), settings.Place.SchemeSection);
        }

        reader.Fill(settings);
    }

    /// <summary>Reads from the configuration and the environment of a host.</summary>
    public static void Read(JwtCoreSettings settings, IServiceProvider services) =>
        Read(settings, services.GetService<IConfiguration>(), services.GetService<EnvironmentSource>() ?? EnvironmentSource.OfProcess());

    private void Fill(JwtCoreSettings settings)
    {
        // Those of a key in the section are not asked for; a key in the environment is beaten by one that fits the issuer.
        if (settings.Of(SettingNames.PublicKey).Origin is null && (_section.Find(SettingNames.PublicKey) ?? _bearer.Find(SettingNames.PublicKey)) is null)
        {
            settings.SigningKeys = _bearer.SigningKeys();
        }
        else if (settings.SigningKeys.Count == 0)
        {
            string winner = settings.Of(SettingNames.PublicKey).Origin ?? (_section.Find(SettingNames.PublicKey) ?? _bearer.Find(SettingNames.PublicKey))!.Origin;
            settings.Idle.AddRange(_bearer.SigningKeys().Select(key => $"{key.Path} is not read: {winner} wins."));
        }

        settings.Idle.AddRange(_bearer.Foreign().Select(path => $"{path} is no setting and is not read."));
        foreach (SettingRow row in SettingTable.Rows)
        {
            settings.Found.AddRange(_sources.Select(source => source.Find(row.Name)).OfType<SettingText>().Select(text => new FoundSetting(row.Name, text)));
            if (row.Read is not null && settings.Of(row.Name).Origin is null && Read(row) is { Origin: not null } given)
            {
                settings.Put(row.Name, given);
            }
        }
    }

    private SettingText? Find(string name) => _sources.Select(source => source.Find(name)).FirstOrDefault(text => text is not null);

    // A waiver that stands beside an expectation, wherever they are, is a mistake that would accept too much.
    private Setting<object> Read(SettingRow row)
    {
        SettingText? given = Find(row.Name);
        if (row.Waiver is not null && Find(row.Waiver) is SettingText waived)
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

        return given is null ? default : row.Read!(given);
    }
}
