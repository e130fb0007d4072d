namespace JwtCore.Hosting;

/// <summary>
/// Where the settings of one authentication scheme stand. The scheme Bearer, which is also that of a verifier without any
/// scheme, has the section <c>JwtCore</c> and the environment; any other has what is below its own section alone.
/// </summary>
internal sealed class SettingsLocation
{
    private const string Schemes = "Authentication:Schemes";

    private SettingsLocation(string schemeSection, string section, bool hasEnvironment)
    {
        SchemeSection = schemeSection;
        Section = section;
        HasEnvironment = hasEnvironment;
    }

    /// <summary>The place for the scheme Bearer.</summary>
    public static SettingsLocation Default { get; } = new($"{Schemes}:{SettingNames.DefaultScheme}", SettingNames.Section, hasEnvironment: true);

    /// <summary>The section with the names that ASP.NET Core's own bearer authentication has.</summary>
    public string SchemeSection { get; }

    /// <summary>The section with the names of <see cref="SettingNames"/>.</summary>
    public string Section { get; }

    /// <summary>Whether the environment counts.</summary>
    public bool HasEnvironment { get; }

    /// <summary>The place for a scheme.</summary>
    public static SettingsLocation Of(string scheme) =>
        scheme == SettingNames.DefaultScheme ? Default : new($"{Schemes}:{scheme}", $"{Schemes}:{scheme}:{SettingNames.Section}", hasEnvironment: false);

    /// <summary>Every name of a setting here, for a message about one that is missing.</summary>
    public string NamesOf(string name) => HasEnvironment ? $"{SettingNames.Variable(name)} or {Section}:{name}" : $"{Section}:{name}";
}
