using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace JwtCore.Jwks;

/// <summary>
/// Which addresses keys may come from: <c>https</c>; <c>http</c> on this machine or to hosts that the options name (RFC 8725
/// section 3.10).
/// </summary>
internal static class KeySetAddress
{
    /// <summary>What a refusal of http adds.</summary>
    public const string PlainHttp = "Plain http is for hosts that PlainHttpHosts names, and with AllowHttpOnLoopback for loopback.";

    /// <summary>Reads an absolute address with a host, without user information and fragment, that the options allow.</summary>
    public static bool TryRead(string? text, RemoteJwksOptions options, [NotNullWhen(true)] out Uri? address)
    {
        address = Parse(text);
        if (address is not null && !IsAllowed(address, options))
        {
            address = null;
        }

        return address is not null;
    }

    /// <exception cref="ArgumentException">The text is no such address.</exception>
    public static Uri Read(string text, RemoteJwksOptions options, string parameter)
    {
        ArgumentNullException.ThrowIfNull(text, parameter);
        return TryRead(text, options, out Uri? address) ? address : throw new RefusedArgumentException(
            parameter,
            "must be an absolute https address with a host, without user information and fragment. Plain http is for loopback, with ",
            nameof(options.AllowHttpOnLoopback),
            $", and for hosts that {nameof(options.PlainHttpHosts)} names.");
    }

    /// <summary>Reads an absolute address with a host; null for anything else.</summary>
    public static Uri? Parse(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) && HostAndPort.HostOf(uri) is { Length: > 0 } ? uri : null;

    /// <summary>Whether keys may come from an address.</summary>
    /// <param name="address">The address.</param>
    /// <param name="options">Which plain http they allow.</param>
    /// <param name="foundAt">The document that names it, if one does: https never leads to http.</param>
    public static bool IsAllowed(Uri address, RemoteJwksOptions options, Uri? foundAt = null) =>
        address.UserInfo.Length == 0
        && address.Fragment.Length == 0
        && (address.Scheme == Uri.UriSchemeHttps
            || (address.Scheme == Uri.UriSchemeHttp
                && foundAt?.Scheme != Uri.UriSchemeHttps
                && ((options.AllowHttpOnLoopback && IsLoopback(address)) || options.NamesPlainHttp(address))));

    // A name that merely resolves to this machine today is not one of its own.
    private static bool IsLoopback(Uri uri) =>
        uri.IdnHost.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(uri.IdnHost, out IPAddress? address) && IPAddress.IsLoopback(address));
}
