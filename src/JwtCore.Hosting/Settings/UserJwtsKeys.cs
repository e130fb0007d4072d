namespace JwtCore.Hosting;

/// <summary>Which keys of <c>dotnet user-jwts</c> are used: each for its own issuer, as a policy of its own.</summary>
internal static class UserJwtsKeys
{
    /// <summary>
    /// The keys whose issuer is accepted. Beside an authority, where no issuer is set, all of them: each is for the issuer that it
    /// names.
    /// </summary>
    /// <exception cref="ArgumentException">Two keys are for one issuer, or for any.</exception>
    public static IReadOnlyList<UserJwtsKey> Accepted(JwtCoreSettings settings, Expected? issuers)
    {
        UserJwtsKey[] keys = [.. settings.SigningKeys.Where(key => issuers is null ? settings.Authority is not null && !string.IsNullOrEmpty(key.Issuer) : key.IsFor(issuers))];
        UserJwtsKey[] same = issuers is { IsAny: true } ? keys : [.. keys.GroupBy(key => key.Issuer, StringComparer.Ordinal).FirstOrDefault(group => group.Skip(1).Any()) ?? Enumerable.Empty<UserJwtsKey>()];
        return same.Length < 2 ? keys : throw new ArgumentException(
            $"{string.Join(" and ", same.Select(key => key.Path))} are both for an issuer that is accepted; one issuer has one of them.");
    }

    /// <summary>The issuers whose tokens such a key verifies; null when there are none.</summary>
    /// <exception cref="ArgumentException">Two keys are for one issuer, or for any.</exception>
    public static Expected? Issuers(JwtCoreSettings settings)
    {
        IReadOnlyList<UserJwtsKey> keys = Accepted(settings, settings.Issuer);
        return keys.Count == 0 ? null : settings.Issuer is { IsAny: true } any ? any : Expected.OneOf([.. keys.Select(key => key.Issuer!)]);
    }

    /// <summary>Refuses a key for the issuer that the authority is: anybody who has the key could make its tokens.</summary>
    /// <exception cref="ArgumentException">There is one.</exception>
    public static void RefuseAuthority(JwtCoreSettings settings, IEnumerable<UserJwtsKey> keys)
    {
        if (keys.FirstOrDefault(key => settings.Authority is string authority && key.Issuer!.TrimEnd('/') == authority.TrimEnd('/')) is UserJwtsKey key)
        {
            throw new ArgumentException(
                $"{key.Path} is for the issuer that {settings.Of(SettingNames.Authority).Origin} names, whose keys are its own. Remove the key: dotnet user-jwts reset, then create tokens with another --issuer.");
        }
    }
}
