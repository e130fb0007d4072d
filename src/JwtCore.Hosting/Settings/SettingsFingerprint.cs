using System.Globalization;
using System.Text;

namespace JwtCore.Hosting;

/// <summary>
/// All that settings say, as one text: equal texts make equal policies. It has the key, which may be a secret, so it is
/// compared and never shown.
/// </summary>
internal static class SettingsFingerprint
{
    public static string Of(JwtCoreSettings settings)
    {
        StringBuilder text = new();
        Add(text, settings.Unknown);
        foreach (SettingRow row in SettingTable.Rows)
        {
            Add(text, settings.Of(row.Name));
        }

        Add(text, settings.SigningKeys.SelectMany(key => new[] { key.Path, key.Issuer, key.Value, key.Length }));
        return text.ToString();
    }

    /// <summary>One setting as a text, without where it is from.</summary>
    public static string Of(Setting<object> setting)
    {
        StringBuilder text = new();
        Add(text, setting);
        return text.ToString();
    }

    private static void Add(StringBuilder text, Setting<object> setting)
    {
        Add(text, setting.Refusal);
        text.Append(setting.Value is null ? '-' : '+');
        switch (setting.Value)
        {
            case null:
                break;
            case string value:
                Add(text, value);
                break;
            case Expected expected:
                Add(text, expected);
                break;
            case IEnumerable<string> values:
                Add(text, values);
                break;
            case IEnumerable<JwtAlgorithm> algorithms:
                Add(text, algorithms.Select(JwtAlgorithms.ToName));
                break;
            case IReadOnlyDictionary<string, string[]> scopes:
                AddAll(text, scopes, values => Add(text, values));
                break;
            case IReadOnlyDictionary<string, Expected> claims:
                AddAll(text, claims, expected => Add(text, expected));
                break;
            default:
                // A time, a boolean, a profile or tolerances.
                Add(text, Convert.ToString(setting.Value, CultureInfo.InvariantCulture));
                break;
        }
    }

    private static void AddAll<T>(StringBuilder text, IReadOnlyDictionary<string, T> entries, Action<T> add)
    {
        Add(text, entries.Keys.Order(StringComparer.Ordinal));
        foreach (KeyValuePair<string, T> entry in entries.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            add(entry.Value);
        }
    }

    private static void Add(StringBuilder text, Expected? expected)
    {
        text.Append(expected is null ? '-' : expected.IsAny ? '*' : '=');
        Add(text, expected?.AsEnumerable());
        if (expected?.Tenants is Expected tenants)
        {
            Add(text, tenants);
        }
    }

    // With their number, and each with its length, so that no text can stand for two.
    private static void Add(StringBuilder text, IEnumerable<string?>? values)
    {
        string?[] all = [.. values ?? []];
        text.Append(CultureInfo.InvariantCulture, $"{(values is null ? -1 : all.Length)};");
        foreach (string? value in all)
        {
            Add(text, value);
        }
    }

    private static void Add(StringBuilder text, string? value) =>
        text.Append(value is null ? "-" : string.Create(CultureInfo.InvariantCulture, $"{value.Length}:{value}"));
}
