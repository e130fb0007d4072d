namespace JwtCore.Hosting;

/// <summary>What settings say about issuers that answer in plain http: for development.</summary>
internal static class PlainHttpSettings
{
    private static readonly string[] Addresses = [SettingNames.Authority, SettingNames.MetadataAddress, SettingNames.JwksUri];

    /// <summary>The options with the hosts that the settings add.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="remote">The options; null for the defaults.</param>
    /// <exception cref="ArgumentException">A setting is refused, or https is required and an address is http.</exception>
    public static RemoteJwksOptions? Apply(JwtCoreSettings settings, RemoteJwksOptions? remote)
    {
        List<string> hosts = [.. settings.Checked<IReadOnlyList<string>>(SettingNames.PlainHttpHosts) ?? []];
        Setting<object> required = settings.Of(SettingNames.RequireHttpsMetadata);
        if (required.Checked() is true && Addresses.FirstOrDefault(name => PlainOf(settings, name) is not null) is string plain)
        {
            throw required.Refused($"is true, but {settings.Of(plain).Origin} is an http address.");
        }

        // Without an authority the options' address is not asked.
        if (required.Value is true && settings.Authority is not null && PlainOf(remote?.MetadataUri) is not null)
        {
            throw required.Refused($"is true, but {nameof(RemoteJwksOptions)}.{nameof(RemoteJwksOptions.MetadataUri)} is an http address.");
        }

        hosts.AddRange(Added(settings).Select(name => PlainOf(settings, name)!.Authority));
        return hosts.Count == 0 ? remote : (remote ?? new RemoteJwksOptions()).With(hosts);
    }

    /// <summary>Where hosts are from that the options refuse; null when they are not from settings.</summary>
    public static string? OriginOfHosts(JwtCoreSettings settings) =>
        settings.PlainHttpHosts is not null ? settings.Of(SettingNames.PlainHttpHosts).Origin
        : Added(settings).FirstOrDefault() is string name
            ? $"{settings.Of(SettingNames.RequireHttpsMetadata).Origin}, which is false and so adds the host of {settings.Of(name).Origin},"
        : null;

    /// <summary>How to allow an address that was refused because it is http, to follow the refusal; empty for other addresses.</summary>
    public static string Remedy(JwtCoreSettings settings)
    {
        string? plain = Addresses.FirstOrDefault(name => PlainOf(settings, name) is not null);
        if (plain is null)
        {
            return "";
        }

        string metadata = plain == SettingNames.JwksUri ? "" : $", or set {settings.Place.NamesOf(SettingNames.RequireHttpsMetadata)} to false";
        return $" For development, give its host and port in {settings.Place.NamesOf(SettingNames.PlainHttpHosts)}{metadata}.";
    }

    // Those of metadata, which the setting is named for; not of a key set.
    private static IEnumerable<string> Added(JwtCoreSettings settings) =>
        Addresses.Where(name => settings.RequireHttpsMetadata is false && name != SettingNames.JwksUri && PlainOf(settings, name) is not null);

    private static Uri? PlainOf(JwtCoreSettings settings, string name) => PlainOf(settings.Of(name).Value as string);

    private static Uri? PlainOf(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.Scheme == Uri.UriSchemeHttp ? address : null;
}
