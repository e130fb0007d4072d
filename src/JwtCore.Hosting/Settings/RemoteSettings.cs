namespace JwtCore.Hosting;

/// <summary>What settings say about fetching keys, on top of the options of the container.</summary>
internal static class RemoteSettings
{
    /// <summary>The source of remote keys.</summary>
    /// <exception cref="ArgumentException">An address, a host or a time is refused.</exception>
    public static RemoteJwks Open(JwtCoreSettings settings, Expected issuer, RemoteJwksOptions? remote)
    {
        string? metadata = settings.Checked<string>(SettingNames.MetadataAddress);
        remote = Apply(settings, remote, metadata);
        return settings switch
        {
            { JwksUri: string uri } => new RemoteJwks(uri, remote),
            { Authority: string authority } => RemoteJwks.Discover(authority, remote),
            _ when !issuer.IsAny && issuer.Count() == 1 => RemoteJwks.Discover(issuer.First(), remote),
            _ => throw settings.Of(SettingNames.MetadataAddress).Refused(
                $"is set without {settings.Place.NamesOf(SettingNames.Authority)}, and {settings.Of(SettingNames.Issuer).Origin} is not exactly one issuer: it must say which issuer the metadata is to name."),
        };
    }

    /// <summary>The message in the words of the settings; null when the refusal is about no setting.</summary>
    public static string? Explain(JwtCoreSettings settings, string origin, RefusedArgumentException refused) => refused.ParamName switch
    {
        "uri" or "issuer" => refused.Explain(origin, refused.OtherName == nameof(RemoteJwksOptions.MetadataUri) ? settings.Place.NamesOf(SettingNames.MetadataAddress) : null) + PlainHttpSettings.Remedy(settings),
        nameof(RemoteJwksOptions.MetadataUri) when settings.MetadataAddress is not null => refused.Explain(settings.Of(SettingNames.MetadataAddress).Origin!) + PlainHttpSettings.Remedy(settings),
        nameof(RemoteJwksOptions.PlainHttpHosts) when PlainHttpSettings.OriginOfHosts(settings) is string hosts => refused.Explain(hosts),
        nameof(RemoteJwksOptions.RequestTimeout) when settings.BackchannelTimeout is not null => refused.Explain(settings.Of(SettingNames.BackchannelTimeout).Origin!),
        nameof(RemoteJwksOptions.MaxBackoff) or nameof(RemoteJwksOptions.CooldownWithoutKeys) when settings.RefreshInterval is not null =>
            $"{settings.Of(SettingNames.RefreshInterval).Origin} does not fit {refused.Message}",
        nameof(RemoteJwksOptions.Cooldown) when settings.RefreshInterval is not null => refused.Explain(settings.Of(SettingNames.RefreshInterval).Origin!),
        _ => null,
    };

    /// <summary>The options with what the settings add.</summary>
    internal static RemoteJwksOptions? Apply(JwtCoreSettings settings, RemoteJwksOptions? remote, string? metadata)
    {
        TimeSpan? timeout = (TimeSpan?)settings.Checked<object>(SettingNames.BackchannelTimeout);
        TimeSpan? interval = (TimeSpan?)settings.Checked<object>(SettingNames.RefreshInterval);
        if (metadata is null && settings.Authority is not null && remote?.MetadataUri is not null && !settings.Place.HasEnvironment)
        {
            // One address is the metadata of one issuer.
            throw new ArgumentException(
                $"{nameof(RemoteJwksOptions)}.{nameof(RemoteJwksOptions.MetadataUri)} in the container is for the scheme {SettingNames.DefaultScheme} alone. Set {settings.Place.NamesOf(SettingNames.MetadataAddress)}.");
        }

        remote = PlainHttpSettings.Apply(settings, remote);
        return metadata is null && timeout is null && interval is null ? remote : (remote ?? new RemoteJwksOptions()).With(null, metadata, timeout, interval);
    }
}
