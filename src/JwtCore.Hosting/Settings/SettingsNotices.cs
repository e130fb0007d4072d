namespace JwtCore.Hosting;

/// <summary>What settings say in vain, each a sentence for the log that names where it is and what wins. No value is quoted.</summary>
internal static class SettingsNotices
{
    private static readonly string[] OfFetching = [SettingNames.BackchannelTimeout, SettingNames.RefreshInterval, SettingNames.PlainHttpHosts];

    /// <summary>For settings that a verifier was made of.</summary>
    public static IReadOnlyList<string> Of(JwtCoreSettings settings)
    {
        List<string> all = [.. settings.Idle];
        foreach (FoundSetting found in settings.Found)
        {
            Setting<object> winner = settings.Of(found.Name);
            SettingRow row = SettingTable.Of(found.Name);
            if (row.Read is not null && winner.Origin is not null && winner.Origin != found.Text.Origin
                && SettingsFingerprint.Of(winner) != SettingsFingerprint.Of(row.Read(found.Text)))
            {
                all.Add($"{found.Text.Origin} is not read: {winner.Origin} wins.");
            }
        }

        if (settings.BaseUrl is not null)
        {
            all.Add($"{settings.Of(SettingNames.BaseUrl).Origin} changes nothing. Give the address to MapProtectedResourceMetadata, and remove the setting.");
        }

        bool isRemote = settings.JwksUri is not null || settings.Authority is not null || settings.MetadataAddress is not null;
        all.AddRange(OfFetching.Where(name => !isRemote && settings.Of(name).Value is not null).Select(name => $"{settings.Of(name).Origin} changes nothing, because no keys are fetched."));
        AddSigningKeys(all, settings, isRemote);
        return [.. all.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>For settings that nobody reads because something else says what is accepted.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="reason">Why, as a sentence.</param>
    /// <param name="isOurs">Whether a place belongs to these settings alone.</param>
    public static IReadOnlyList<string> Unread(JwtCoreSettings settings, string reason, Func<string, bool> isOurs)
    {
        IEnumerable<string> origins = settings.Found.Where(found => !SettingTable.Of(found.Name).IsOfScheme).Select(found => found.Text.Origin)
            .Concat(SettingTable.Rows.Where(row => !row.IsOfScheme).Select(row => settings.Of(row.Name).Origin).OfType<string>())
            .Concat(settings.SigningKeys.Select(key => key.Path));
        string[] unread = [.. origins.Where(isOurs).Distinct(StringComparer.Ordinal)];
        List<string> all = unread.Length == 0 ? [] : [$"Not read: {string.Join(", ", unread)}. {reason}"];
        if (settings.Unknown is not null && isOurs(settings.UnknownAt!))
        {
            all.Add(settings.Unknown);
        }

        return all;
    }

    /// <summary>For settings of schemes in a host that has none.</summary>
    public static IReadOnlyList<string> WithoutScheme(JwtCoreSettings settings) =>
        [.. SettingTable.Rows.Where(row => row.IsOfScheme && settings.Of(row.Name).Value is not null).Select(row => $"{settings.Of(row.Name).Origin} changes nothing, because it is for a scheme of ASP.NET Core and this host has none of AddJwtCore.")];

    /// <summary>The keys of <c>dotnet user-jwts</c> that tokens are accepted by.</summary>
    public static IReadOnlyList<string> UserJwts(JwtCoreSettings settings) =>
        [.. UserJwtsKeys.Accepted(settings, settings.Issuer).Select(key => key.Path)];

    private static void AddSigningKeys(List<string> all, JwtCoreSettings settings, bool isRemote)
    {
        IReadOnlyList<UserJwtsKey> used = UserJwtsKeys.Accepted(settings, settings.Issuer);
        all.AddRange(settings.SigningKeys.Except(used).Select(key => $"{key.Path} is not used: {settings.Of(SettingNames.Issuer).Origin ?? SettingNames.Issuer} does not name its issuer."));
        if (used.Count > 0 && settings.PublicKey is not null)
        {
            all.Add($"{settings.Of(SettingNames.PublicKey).Origin} is not read: {used[0].Path} wins.");
        }

        if (used.Count > 0 && !isRemote && settings.Issuer is { IsAny: false } issuers && !issuers.All(issuer => used.Any(key => key.Issuer == issuer)))
        {
            all.Add($"{settings.Of(SettingNames.Issuer).Origin} names an issuer for which there is no key, so its tokens are refused.");
        }
    }
}
