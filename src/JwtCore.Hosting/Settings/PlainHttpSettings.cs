namespace JwtCore.Hosting;

/// <summary>What settings say about issuers that answer in plain http: for development.</summary>
internal static class PlainHttpSettings
{
    /// <summary>The options with the hosts that the settings add.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="remote">The options; null for the defaults.</param>
    /// <exception cref="ArgumentException">A setting is refused, or https is required and an address is http.</exception>
    public static RemoteJwksOptions? Apply(JwtCoreSettings settings, RemoteJwksOptions? remote)
    {
        List<string> hosts = [.. settings.PlainHosts.Checked() ?? []];
        if (settings.HttpsMetadata.Checked() is true && (PlainOf(settings.Discovered) ?? PlainOf(settings.KeySet)) is not null)
        {
            string? address = PlainOf(settings.Discovered) is null ? settings.KeySet.Origin : settings.Discovered.Origin;
            throw settings.HttpsMetadata.Refused($"is true, but {address} is an http address.");
        }

        // Without an authority the options' address is not asked.
        if (settings.HttpsMetadata.Value is true && settings.Discovered.Value is not null && PlainOf(remote?.MetadataUri) is not null)
        {
            throw settings.HttpsMetadata.Refused($"is true, but {nameof(RemoteJwksOptions)}.{nameof(RemoteJwksOptions.MetadataUri)} is an http address.");
        }

        if (AddsAuthority(settings))
        {
            hosts.Add(PlainOf(settings.Discovered)!.Authority);
        }

        return hosts.Count == 0 ? remote : (remote ?? new RemoteJwksOptions()).WithPlainHttpHosts(hosts);
    }

    /// <summary>Where hosts are from that the options refuse; null when they are not from settings.</summary>
    public static string? OriginOfHosts(JwtCoreSettings settings) =>
        settings.PlainHosts.Value is not null ? settings.PlainHosts.Origin
        : AddsAuthority(settings) ? $"{settings.HttpsMetadata.Origin}, which is false and so adds the host of {settings.Discovered.Origin},"
        : null;

    /// <summary>How to allow an address that was refused because it is http, to follow the refusal; empty for other addresses.</summary>
    public static string Remedy(JwtCoreSettings settings)
    {
        bool isAuthority = PlainOf(settings.Discovered) is not null;
        if (!isAuthority && PlainOf(settings.KeySet) is null)
        {
            return "";
        }

        string metadata = isAuthority ? $", or set {settings.Place.NamesOf(SettingNames.RequireHttpsMetadata)} to false" : "";
        return $" For development, give its host and port in {settings.Place.NamesOf(SettingNames.PlainHttpHosts)}{metadata}.";
    }

    private static bool AddsAuthority(JwtCoreSettings settings) => settings.HttpsMetadata.Value is false && PlainOf(settings.Discovered) is not null;

    private static Uri? PlainOf(Setting<string> setting) => PlainOf(setting.Value);

    private static Uri? PlainOf(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.Scheme == Uri.UriSchemeHttp ? address : null;
}
