using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace JwtCore.JwtBearer;

/// <summary>How keys are fetched, by the options of JwtBearer and those of JwtCore together.</summary>
internal static class Fetching
{
    private const string WellKnown = "/.well-known/openid-configuration";

    private static readonly TimeSpan DefaultTimeout = new JwtBearerOptions().BackchannelTimeout;

    // One client for each handler: with another client, options that are read again would be another source of keys.
    private static readonly ConditionalWeakTable<HttpMessageHandler, HttpClient> Clients = [];

    /// <summary>Makes the options.</summary>
    /// <param name="options">The options of JwtBearer.</param>
    /// <param name="origin">The options of JwtCore, which keep what JwtBearer does not say.</param>
    /// <param name="issuer">The issuer that the metadata must name.</param>
    /// <exception cref="ArgumentException">Both say the same thing, or something is out of range.</exception>
    public static RemoteJwksOptions Make(JwtBearerOptions options, RemoteJwksOptions origin, string issuer)
    {
        HttpClient? client = options.Backchannel
            ?? (options.BackchannelHttpHandler is HttpMessageHandler handler ? Clients.GetValue(handler, static one => new HttpClient(one, disposeHandler: false)) : null);
        if (client is not null && origin.Client is not null)
        {
            throw new ArgumentException("Backchannel or BackchannelHttpHandler is set, and so is RemoteJwksOptions.Client. Set one of them.");
        }

        string? metadata = Metadata(options, issuer);
        string? plainHost = options.RequireHttpsMetadata ? null : PlainHost(metadata ?? origin.MetadataUri ?? options.Authority);
        bool hasClient = (client ?? origin.Client) is not null;
        return origin.With(
            plainHttpHosts: hasClient || plainHost is null ? null : [plainHost],
            metadataUri: metadata,
            requestTimeout: options.BackchannelTimeout == DefaultTimeout ? null : options.BackchannelTimeout,
            client: client,
            allowHttpOnLoopback: hasClient && plainHost is not null);
    }

    // The metadata of many tenants is at the authority, whose own name no token has.
    private static string? Metadata(JwtBearerOptions options, string issuer) =>
        !string.IsNullOrEmpty(options.MetadataAddress) ? options.MetadataAddress
        : issuer == options.Authority ? null
        : options.Authority!.TrimEnd('/') + WellKnown;

    private static string? PlainHost(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.Scheme == Uri.UriSchemeHttp ? address.Authority : null;
}
