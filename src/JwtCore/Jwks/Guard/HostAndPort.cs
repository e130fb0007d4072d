using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace JwtCore.Jwks;

/// <summary>A host that an option names, and its port.</summary>
/// <param name="Host">The host in ASCII, an IPv6 address without brackets.</param>
/// <param name="Port">The port; null for that of the scheme.</param>
internal sealed record HostAndPort(string Host, int? Port)
{
    // What would make it more than a host, or a pattern.
    private static readonly SearchValues<char> Excluded = SearchValues.Create("/\\?#@*, ");

    /// <summary>Reads <c>host</c>, <c>host:port</c> or an IP address, an IPv6 address in brackets. No scheme, no path, no pattern.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out HostAndPort? parsed)
    {
        parsed = null;
        if (string.IsNullOrEmpty(text)
            || text.AsSpan().ContainsAny(Excluded)
            || text.EndsWith(':')
            || !Uri.TryCreate("http://" + text, UriKind.Absolute, out Uri? uri)
            || HostOf(uri) is not string host)
        {
            return false;
        }

        bool hasPort = text.AsSpan(text.LastIndexOf(']') + 1).Contains(':');
        parsed = new HostAndPort(host, hasPort ? uri.Port : null);
        return true;
    }

    /// <summary>Whether an address has this host and port.</summary>
    public bool IsOf(Uri address) =>
        Host.Equals(HostOf(address), StringComparison.OrdinalIgnoreCase)
        && (Port is int port ? port == address.Port : address.IsDefaultPort);

    /// <summary>The host in ASCII, an IPv6 address without brackets; null for an international name that has no form in ASCII (RFC 5891).</summary>
    public static string? HostOf(Uri uri)
    {
        try
        {
            // A name that is too long in ASCII comes back as it is.
            return Ascii.IsValid(uri.IdnHost) ? uri.IdnHost.Trim('[', ']') : null;
        }
        catch (UriFormatException)
        {
            // Found when it is asked for, not when it is read.
            return null;
        }
    }
}
