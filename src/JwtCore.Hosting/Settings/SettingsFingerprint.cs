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
        Add(text, settings.Key, Add);
        Add(text, settings.KeySet, Add);
        Add(text, settings.Discovered, Add);
        Add(text, settings.Issuers, Add);
        Add(text, settings.Audiences, Add);
        Add(text, settings.Algorithms, (to, algorithms) => Add(to, algorithms.Select(algorithm => algorithm.ToString())));
        Add(text, settings.Scopes, Add);
        Add(text, settings.Base, Add);
        Add(text, settings.PlainHosts, Add);
        Add(text, settings.HttpsMetadata, (to, required) => to.Append(required));
        Add(text, settings.SigningKeys.SelectMany(key => new[] { key.Path, key.Issuer, key.Value }));
        return text.ToString();
    }

    private static void Add<T>(StringBuilder text, Setting<T> setting, Action<StringBuilder, T> add)
        where T : class
    {
        Add(text, setting.Refusal);
        text.Append(setting.Value is null ? '-' : '+');
        if (setting.Value is not null)
        {
            add(text, setting.Value);
        }
    }

    private static void Add(StringBuilder text, Expected expected)
    {
        text.Append(expected.IsAny ? '*' : '=');
        Add(text, expected.AsEnumerable());
        if (expected.Tenants is Expected tenants)
        {
            Add(text, tenants);
        }
    }

    // With their number, and each with its length, so that no text can stand for two.
    private static void Add(StringBuilder text, IEnumerable<string?> values)
    {
        string?[] all = [.. values];
        text.Append(CultureInfo.InvariantCulture, $"{all.Length};");
        foreach (string? value in all)
        {
            Add(text, value);
        }
    }

    private static void Add(StringBuilder text, string? value) =>
        text.Append(value is null ? "-" : string.Create(CultureInfo.InvariantCulture, $"{value.Length}:{value}"));
}
