using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace JwtCore.Jwks;

/// <summary>Which addresses keys may come from: <c>https</c>, on request <c>http</c> on this machine (RFC 8725 section 3.10).</summary>
internal static class KeySetAddress
{
    /// <summary>Reads an absolute address with a host, without user information and fragment.</summary>
    public static bool TryRead(string? text, bool allowHttpOnLoopback, [NotNullWhen(true)] out Uri? address)
    {
        address = null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? uri)
            || !HasHost(uri)
            || uri.UserInfo.Length > 0
            || uri.Fragment.Length > 0
            || !(uri.Scheme == Uri.UriSchemeHttps || (allowHttpOnLoopback && uri.Scheme == Uri.UriSchemeHttp && IsLoopback(uri))))
        {
            return false;
        }

        address = uri;
        return true;
    }

    /// <exception cref="ArgumentException">The text is no such address.</exception>
    public static Uri Read(string text, bool allowHttpOnLoopback, string parameter)
    {
        ArgumentNullException.ThrowIfNull(text, parameter);
        return TryRead(text, allowHttpOnLoopback, out Uri? address) ? address : throw new ArgumentException(
            "The address must be absolute and https, with a host and without user information and fragment; http only on loopback, with AllowHttpOnLoopback.",
            parameter);
    }

    private static bool HasHost(Uri uri)
    {
        try
        {
            return uri.IdnHost.Length > 0;
        }
        catch (UriFormatException)
        {
            // An international name that has no form in ASCII (RFC 5891): found when it is asked for, not when it is read.
            return false;
        }
    }

    // A name that merely resolves to this machine today is not one of its own.
    private static bool IsLoopback(Uri uri) =>
        uri.IdnHost.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(uri.IdnHost, out IPAddress? address) && IPAddress.IsLoopback(address));
}
