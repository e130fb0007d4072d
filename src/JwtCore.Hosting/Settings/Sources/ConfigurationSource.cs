using Microsoft.Extensions.Configuration;

namespace JwtCore.Hosting;

/// <summary>The settings in one section, <c>JwtCore</c> or that of a scheme. A null there says that a setting is not set.</summary>
internal sealed class ConfigurationSource : ISettingSource
{
    private const string ListForm = "must be a text or a list of texts.";

    private readonly string _section;
    private readonly IConfigurationSection[] _children;

    public ConfigurationSource(IConfiguration? configuration, string section = SettingNames.Section)
    {
        _section = section;
        _children = [.. configuration?.GetSection(section).GetChildren() ?? []];
    }

    /// <summary>What is there under a name, or null.</summary>
    public SettingText? Find(string name) =>
        Array.Find(_children, child => IsNamed(child, name)) is IConfigurationSection child ? ReadOne($"{_section}:{name}", child) : null;

    /// <summary>What is there under other names, as a message; null when nothing is.</summary>
    public string? Unknown()
    {
        IConfigurationSection[] unknown = [.. _children.Where(child => !SettingNames.All.Any(name => IsNamed(child, name)))];
        return unknown.Length == 0
            ? null
            : $"Unknown in the configuration: {string.Join(", ", unknown.Select(child => child.Path + NearName.Suggest(child.Key, SettingNames.All)))}. Known in {_section} are {string.Join(", ", SettingNames.All)}.";
    }

    /// <summary>A text, a list of texts, or names with either, whichever the section has.</summary>
    public static SettingText ReadOne(string origin, IConfigurationSection section)
    {
        IConfigurationSection[] items = [.. section.GetChildren()];
        return items switch
        {
            [] => SettingText.One(origin, section.Value),
            _ when !string.IsNullOrEmpty(section.Value) => SettingText.Refused(origin, "has both a text and a list."),
            _ when items.All(item => IsIndex(item.Key)) => items.Any(item => item.GetChildren().Any())
                ? SettingText.Refused(origin, ListForm)
                : SettingText.Several(origin, items.Select(item => item.Value)),
            _ => SettingText.Map(origin, [.. items.Select(item => KeyValuePair.Create(item.Key, ReadOne(item.Path, item)))], ListForm),
        };
    }

    private static bool IsNamed(IConfigurationSection child, string name) => child.Key.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static bool IsIndex(string key) => key.All(char.IsAsciiDigit);
}
