namespace JwtCore.Cli;

/// <summary>Says where two texts differ that should be equal.</summary>
internal static class TextDifference
{
    private const int LeastAlike = 8;

    /// <summary>One sentence about texts that are nearly equal; null for others.</summary>
    public static string? Near(string found, string expected) => found == expected ? null
        : found.TrimEnd('/') == expected.TrimEnd('/') ? "They differ only by a slash at the end."
        : found.Equals(expected, StringComparison.OrdinalIgnoreCase) ? "They differ only in upper and lower case."
        : found.Trim() == expected.Trim() ? "They differ only by white space at an end."
        : WithoutScheme(found) == WithoutScheme(expected) ? "They differ only in the scheme, http or https."
        : null;

    /// <summary>The same, and where the first difference is when the texts begin alike; null for others.</summary>
    public static string? Of(string found, string expected)
    {
        int alike = found.AsSpan().CommonPrefixLength(expected);
        return Near(found, expected) ?? (found != expected && alike >= LeastAlike && !IsOnlyScheme(found, alike) ? $"The first difference is at character {alike + 1}." : null);
    }

    /// <summary>Of all expected texts the one that is nearly equal, else the one that begins alike for longest.</summary>
    public static string? OfAny(string found, IEnumerable<string> expected) =>
        expected.Select(text => Near(found, text)).FirstOrDefault(text => text is not null)
        ?? expected.OrderByDescending(text => found.AsSpan().CommonPrefixLength(text)).Select(text => Of(found, text)).FirstOrDefault();

    /// <summary>Whether two texts are an address without a path, once with its slash and once without (RFC 3986 section 6.2.3).</summary>
    public static bool IsRootSlash(string found, string expected) =>
        found != expected && found.TrimEnd('/') == expected.TrimEnd('/') && Math.Abs(found.Length - expected.Length) == 1
        && Uri.TryCreate(found, UriKind.Absolute, out Uri? address) && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
        && address is { AbsolutePath: "/", Query: "", Fragment: "" };

    private static string WithoutScheme(string text) => text.StartsWith("https://", StringComparison.Ordinal) ? text[8..]
        : text.StartsWith("http://", StringComparison.Ordinal) ? text[7..]
        : text;

    // All addresses begin alike.
    private static bool IsOnlyScheme(string text, int length) => length <= text.Length - WithoutScheme(text).Length;
}
