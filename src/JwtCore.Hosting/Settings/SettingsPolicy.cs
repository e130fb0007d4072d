namespace JwtCore.Hosting;

/// <summary>Makes policies of settings, and says what is wrong with them in their own words.</summary>
internal static class SettingsPolicy
{
    private const string Empty = "is empty or has an empty entry.";

    // What the core has where nothing is set.
    private static readonly VerificationPolicy Defaults = new() { Issuer = Expected.Any, Audience = Expected.Any, Algorithms = [], Keys = new JwkSet() };

    /// <exception cref="ArgumentException">A setting is missing, wrong, unknown or contradicts another.</exception>
    public static IReadOnlyList<VerificationPolicy> Make(JwtCoreSettings settings, RemoteJwksOptions? remote)
    {
        if (settings.Unknown is not null)
        {
            throw new ArgumentException(settings.Unknown);
        }

        IReadOnlyList<SettingsKeys> sources = SettingsKeys.Find(settings, ReadExpected(settings, SettingNames.Issuer));
        VerificationPolicy common = ReadCommon(settings);
        CheckBaseUrl(settings.Of(SettingNames.BaseUrl));
        List<VerificationPolicy> policies = [];
        try
        {
            foreach (SettingsKeys keys in sources)
            {
                policies.Add(common with { Issuer = keys.Issuer, Algorithms = keys.Algorithms, Keys = keys.Read(remote) });
                CheckAsWhole(policies, settings, keys);
            }
        }
        catch
        {
            // Something is refused.
            Dispose(policies);
            throw;
        }

        return policies;
    }

    /// <summary>Stops the sources of policies that nobody uses.</summary>
    public static void Dispose(IEnumerable<VerificationPolicy> policies)
    {
        foreach (RemoteJwks keys in policies.Select(policy => policy.Keys).OfType<RemoteJwks>())
        {
            keys.Dispose();
        }
    }

    /// <summary>The refusal of settings that lack an expectation.</summary>
    public static ArgumentException Missing(SettingsLocation place, string name, string waiver) => new(
        $"{name} is not set. Set {place.NamesOf(name)}; to accept any, set {place.NamesOf(waiver)} to true, or {name} to Expected.Any in code.");

    private static VerificationPolicy ReadCommon(JwtCoreSettings settings)
    {
        Expected audience = ReadExpected(settings, SettingNames.Audience) ?? throw Missing(settings.Place, SettingNames.Audience, SettingNames.AcceptAnyAudience);
        return Defaults with
        {
            Audience = audience,
            AudienceClaim = Read(SettingNames.AudienceClaim, Defaults.AudienceClaim),
            Types = ReadExpected(settings, SettingNames.Types),
            Profile = Read(SettingNames.Profile, Defaults.Profile),
            RequiredScopes = [.. Read<IReadOnlyList<string>>(SettingNames.RequiredScopes, []).Select(scope => (Expected)scope)],
            ImpliedScopes = Read(SettingNames.ImpliedScopes, Defaults.ImpliedScopes),
            ScopeClaims = Read(SettingNames.ScopeClaims, Defaults.ScopeClaims),
            RequiredClaims = Read(SettingNames.RequiredClaims, Defaults.RequiredClaims),
            RequiredHeaders = Read(SettingNames.RequiredHeaders, Defaults.RequiredHeaders),
            ClientIdClaims = Read(SettingNames.ClientIdClaims, Defaults.ClientIdClaims),
            ClockSkew = Read(SettingNames.ClockSkew, Defaults.ClockSkew),
            MaxAge = Read<TimeSpan?>(SettingNames.MaxAge, null),
            MaxLifetime = Read<TimeSpan?>(SettingNames.MaxLifetime, null),
            Tolerate = Read(SettingNames.Tolerate, Defaults.Tolerate),
        };

        T Read<T>(string name, T fallback) => settings.Of(name).Checked() is object value ? (T)value : fallback;
    }

    private static Expected? ReadExpected(JwtCoreSettings settings, string name)
    {
        Expected? expected = settings.Checked<Expected>(name);
        return expected is null || expected.IsAny || (expected.Any() && !expected.Any(string.IsNullOrWhiteSpace)) ? expected : throw settings.Of(name).Refused(Empty);
    }

    // RFC 8707 section 2: absolute and without fragment.
    private static void CheckBaseUrl(Setting<object> setting)
    {
        if (setting.Checked() is string text
            && !(Uri.TryCreate(text, UriKind.Absolute, out Uri? uri)
                && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
                && uri.Host.Length > 0 && uri.UserInfo.Length == 0 && !text.Contains('#', StringComparison.Ordinal)))
        {
            throw setting.Refused("is not an absolute https or http address with a host, without user information and fragment.");
        }
    }

    // What the core refuses beyond that, at the latest here and not when the verifier is made.
    private static void CheckAsWhole(IReadOnlyList<VerificationPolicy> policies, JwtCoreSettings settings, SettingsKeys keys)
    {
        try
        {
            _ = new JwtVerifier(policies);
        }
        catch (RefusedArgumentException refused)
        {
            // A scope that is none, a key that does not fit: the message names the setting in the place of the property.
            string? Named(string? property) => property switch
            {
                nameof(VerificationPolicy.Algorithms) => keys.AlgorithmsOrigin,
                nameof(VerificationPolicy.Issuer) => settings.Of(SettingNames.Issuer).Origin ?? settings.Of(SettingNames.Authority).Origin,
                nameof(VerificationPolicy.Keys) => keys.Origin,
                _ => property is null ? null : settings.Of(property).Origin,
            };
            throw new ArgumentException(refused.Explain(Named(refused.ParamName) ?? refused.ParamName!, Named(refused.OtherName)), refused);
        }
    }
}
