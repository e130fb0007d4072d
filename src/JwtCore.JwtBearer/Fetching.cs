using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace JwtCore.JwtBearer;

/// <summary>How keys are fetched, by the options of JwtBearer and those of JwtCore together.</summary>
internal static class Fetching
{
    private const string WellKnown = "/.well-known/openid-configuration";

    private static readonly TimeSpan DefaultTimeout = new JwtBearerOptions().BackchannelTimeout;

    /// <summary>Makes the options.</summary>
    /// <param name="options">The options of JwtBearer.</param>
    /// <param name="origin">The options of JwtCore, which keep what JwtBearer does not say.</param>
    /// <param name="issuer">The issuer that the metadata must name.</param>
    /// <exception cref="ArgumentException">Both say the same thing, or something is out of range.</exception>
    public static RemoteJwksOptions Make(JwtBearerOptions options, RemoteJwksOptions origin, string issuer)
    {
        HttpClient? client = options.Backchannel ?? (options.BackchannelHttpHandler is HttpMessageHandler handler ? new HttpClient(handler, disposeHandler: false) : null);
        if (client is not null && origin.Client is not null)
        {
            throw new ArgumentException("Backchannel or BackchannelHttpHandler is set, and so is RemoteJwksOptions.Client. Set one of them.");
        }

        TimeSpan timeout = options.BackchannelTimeout == DefaultTimeout ? origin.RequestTimeout : options.BackchannelTimeout;
        string? metadata = Metadata(options, issuer) ?? origin.MetadataUri;
        string? plainHost = options.RequireHttpsMetadata ? null : PlainHost(metadata ?? options.Authority);
        bool hasClient = (client ?? origin.Client) is not null;
        return new RemoteJwksOptions
        {
            TimeProvider = origin.TimeProvider,
            Client = client ?? origin.Client,
            AllowHttpOnLoopback = origin.AllowHttpOnLoopback || (hasClient && plainHost is not null),
            PlainHttpHosts = hasClient || plainHost is null ? origin.PlainHttpHosts : [.. origin.PlainHttpHosts, plainHost],
            PublicAddressesOnly = origin.PublicAddressesOnly,
            AnsweringHosts = origin.AnsweringHosts,
            MetadataUri = metadata,
            Use = origin.Use,
            DefaultLifetime = origin.DefaultLifetime,
            MinLifetime = origin.MinLifetime,
            MaxLifetime = origin.MaxLifetime,
            TrustedFor = origin.TrustedFor,
            SettlingTime = origin.SettlingTime,
            Cooldown = timeout > origin.Cooldown ? timeout : origin.Cooldown,
            CooldownWithoutKeys = origin.CooldownWithoutKeys,
            MaxBackoff = origin.MaxBackoff,
            RequestTimeout = timeout,
            WaitTimeout = origin.WaitTimeout,
            MaxWaiting = origin.MaxWaiting,
            MaxBytes = origin.MaxBytes,
            MaxKeys = origin.MaxKeys,
        };
    }

    // The metadata of many tenants is at the authority, whose own name no token has.
    private static string? Metadata(JwtBearerOptions options, string issuer) =>
        !string.IsNullOrEmpty(options.MetadataAddress) ? options.MetadataAddress
        : issuer == options.Authority ? null
        : options.Authority!.TrimEnd('/') + WellKnown;

    private static string? PlainHost(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.Scheme == Uri.UriSchemeHttp ? address.Authority : null;
}
