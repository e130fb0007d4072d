using System.Text;

namespace JwtCore.Jwks;

/// <summary>Addresses as they may stand in logs: ASCII, without user information, fragment and the values of the query.</summary>
internal static class AddressText
{
    // A jwks_uri and a Location come from the far side; no real one is near.
    private const int Longest = 2_000;

    /// <summary>An address with the names of its query, each followed by a star in place of its value.</summary>
    public static string Of(Uri address)
    {
        string query = address.Query;
        if (query.Length <= 1)
        {
            return WithoutQuery(address);
        }

        StringBuilder text = new(WithoutQuery(address));
        char separator = '?';
        foreach (string pair in query[1..].Split('&'))
        {
            // A part without a name may be a secret as a whole.
            int end = pair.IndexOf('=', StringComparison.Ordinal);
            text.Append(separator).Append(end < 0 ? "*" : pair[..(end + 1)] + "*");
            separator = '&';
        }

        return Bounded(text.ToString());
    }

    /// <summary>An address without its query, for redirects: they may lead to a login with the state of a session.</summary>
    public static string WithoutQuery(Uri address) =>
        Bounded($"{address.Scheme}://{Authority(address)}{address.AbsolutePath}");

    /// <summary>The host in ASCII, and the port where it is not the scheme's own.</summary>
    public static string Authority(Uri address)
    {
        string host = address.HostNameType == UriHostNameType.IPv6 ? address.Host : address.IdnHost;
        return address.IsDefaultPort ? host : FormattableString.Invariant($"{host}:{address.Port}");
    }

    private static string Bounded(string text)
    {
        // The platform escapes what is not ASCII, except in names of the query that it takes for its own form.
        string bounded = text.Length <= Longest ? text : text[..Longest] + "...";
        return bounded.AsSpan().IndexOfAnyExceptInRange('!', '~') < 0 ? bounded : Escaped(bounded);
    }

    private static string Escaped(string text)
    {
        StringBuilder escaped = new();
        foreach (char c in text)
        {
            _ = c is >= '!' and <= '~' ? escaped.Append(c) : escaped.Append(System.Globalization.CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
        }

        return escaped.ToString();
    }
}
