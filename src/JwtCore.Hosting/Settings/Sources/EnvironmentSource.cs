using System.Collections;
using Microsoft.Extensions.Configuration;

namespace JwtCore.Hosting;

/// <summary>The settings in the environment.</summary>
/// <param name="variables">The variables by name, as the platform compares names.</param>
internal sealed class EnvironmentSource(IReadOnlyDictionary<string, string> variables) : ISettingSource
{
    private const string HierarchicalPrefix = SettingNames.Section + "__";

    private static readonly StringComparer NameComparer = OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    /// <summary>The environment of this process, as it is now.</summary>
    public static EnvironmentSource OfProcess()
    {
        Dictionary<string, string> variables = new(NameComparer);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            variables[(string)variable.Key] = (string?)variable.Value ?? "";
        }

        return new(variables);
    }

    /// <summary>What the variable of a setting holds, or null.</summary>
    public SettingText? Find(string name) =>
        variables.TryGetValue(SettingNames.Variable(name), out string? value) ? SettingText.One(SettingNames.Variable(name), value) : null;

    /// <summary>The variables that look like settings and are none, as a message; null when there is none.</summary>
    /// <param name="configuration">The configuration, which may have read some of them.</param>
    public string? Unknown(IConfiguration? configuration)
    {
        string[] unknown =
        [
            .. variables.Keys.Where(name => name.StartsWith(SettingNames.Prefix, StringComparison.OrdinalIgnoreCase))
                .Where(name => !IsKnown(name) && !IsOfConfiguration(name, configuration) && !IsServiceLink(name))
                .Order(StringComparer.Ordinal),
        ];
        return unknown.Length == 0
            ? null
            : $"Unknown in the environment: {string.Join(", ", unknown.Select(name => name + Suggest(name)))}. Known are {string.Join(", ", SettingNames.Variables)}.";
    }

    private static string Suggest(string name) =>
        NearName.Find(name[SettingNames.Prefix.Length..].Replace("_", "", StringComparison.Ordinal), SettingNames.All) is string near ? $" (did you mean {SettingNames.Variable(near)}?)" : "";

    private static bool IsKnown(string name) => SettingNames.Variables.Contains(name, NameComparer);

    // JWTCORE__ISSUER is how JwtCore:Issuer is written in an environment. The configuration is the judge of those that it has.
    private static bool IsOfConfiguration(string name, IConfiguration? configuration) =>
        name.StartsWith(HierarchicalPrefix, StringComparison.OrdinalIgnoreCase)
        && configuration?[name.Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal)] is not null;

    // Kubernetes tells every container of a namespace the addresses of its services, one of which may be named jwtcore.
    private static bool IsServiceLink(string name) =>
        name.EndsWith("_SERVICE_HOST", StringComparison.Ordinal)
        || name.Contains("_SERVICE_PORT", StringComparison.Ordinal)
        || name.EndsWith("_PORT", StringComparison.Ordinal)
        || name.Contains("_PORT_", StringComparison.Ordinal);
}
