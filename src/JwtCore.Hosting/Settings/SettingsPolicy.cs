namespace JwtCore.Hosting;

/// <summary>Makes a policy of settings, and says what is wrong with them in their own words.</summary>
internal static class SettingsPolicy
{
    private const string Empty = "is empty or has an empty entry.";

    /// <exception cref="ArgumentException">A setting is missing, wrong, unknown or contradicts another.</exception>
    public static VerificationPolicy Make(JwtCoreSettings settings, RemoteJwksOptions? remote)
    {
        if (settings.Unknown is not null)
        {
            throw new ArgumentException(settings.Unknown);
        }

        Expected? issuer = ReadExpected(settings.Issuers) ?? (settings.Discovered.Checked() is string authority ? (Expected)authority : null);
        SettingsKeys keys = new(settings, issuer);
        issuer = keys.Issuer ?? Missing(settings.Place, SettingNames.Issuer, SettingNames.AcceptAnyIssuer);
        Expected audience = ReadExpected(settings.Audiences) ?? Missing(settings.Place, SettingNames.Audience, SettingNames.AcceptAnyAudience);
        IReadOnlyList<string> scopes = settings.Scopes.Checked() ?? [];
        CheckBaseUrl(settings.Base);

        VerificationPolicy policy = new()
        {
            Issuer = issuer,
            Audience = audience,
            Algorithms = keys.Algorithms,
            Keys = keys.Read(remote),
            RequiredScopes = [.. scopes.Select(scope => (Expected)scope)],
        };
        CheckAsWhole(policy, settings, keys);
        return policy;
    }

    private static Expected? ReadExpected(Setting<Expected> setting)
    {
        Expected? expected = setting.Checked();
        return expected is null || expected.IsAny || (expected.Any() && !expected.Any(string.IsNullOrWhiteSpace)) ? expected : throw setting.Refused(Empty);
    }

    private static Expected Missing(SettingsLocation place, string name, string waiver) => throw new ArgumentException(
        $"{name} is not set. Set {place.NamesOf(name)}; to accept any, set {place.NamesOf(waiver)} to true, or {name} to Expected.Any in code.");

    // RFC 8707 section 2: absolute and without fragment.
    private static void CheckBaseUrl(Setting<string> setting)
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
    private static void CheckAsWhole(VerificationPolicy policy, JwtCoreSettings settings, SettingsKeys keys)
    {
        try
        {
            _ = new JwtVerifier(policy);
        }
        catch (RefusedArgumentException refused)
        {
            // A scope that is none, a key that does not fit: the message names the setting in the place of the property.
            (policy.Keys as RemoteJwks)?.Dispose();
            string? Named(string? property) => property switch
            {
                nameof(policy.RequiredScopes) => settings.Scopes.Origin,
                nameof(policy.Algorithms) => keys.AlgorithmsOrigin,
                nameof(policy.Issuer) => settings.Issuers.Origin ?? settings.Discovered.Origin,
                nameof(policy.Audience) => settings.Audiences.Origin,
                nameof(policy.Keys) => keys.Origin,
                _ => null,
            };
            throw new ArgumentException(refused.Explain(Named(refused.ParamName) ?? refused.ParamName!, Named(refused.OtherName)), refused);
        }
    }
}
