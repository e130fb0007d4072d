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
        catch (ArgumentException refused)
        {
            // Something in the policy that the core refuses: a scope that is none, a key that does not fit.
            (policy.Keys as RemoteJwks)?.Dispose();
            throw new ArgumentException(Translate(refused.Message, settings, keys), refused);
        }
    }

    // The core's message has one name of its own, and may speak of the one key.
    private static string Translate(string message, JwtCoreSettings settings, SettingsKeys keys)
    {
        (string Core, string? Origin)[] names =
        [
            (nameof(VerificationPolicy.RequiredScopes), settings.Scopes.Origin),
            (nameof(VerificationPolicy.Algorithms), keys.AlgorithmsOrigin),
            (nameof(VerificationPolicy.Issuer), settings.Issuers.Origin ?? settings.Discovered.Origin),
            (nameof(VerificationPolicy.Audience), settings.Audiences.Origin),
        ];
        (string core, string? origin) = names.FirstOrDefault(name => message.Contains(name.Core, StringComparison.Ordinal));
        return (origin is null ? message : message.Replace(core, origin, StringComparison.Ordinal))
            .Replace("The one key,", $"The key of {keys.Origin},", StringComparison.Ordinal);
    }
}
