using System.Text;

namespace JwtCore.AspNetCore;

/// <summary>The value of a <c>WWW-Authenticate</c> header (RFC 6750 section 3, RFC 9728 section 5.1). Nothing in it is from a request.</summary>
internal static class BearerChallenge
{
    /// <summary>Writes it. What is null or empty is left out; every text must be quotable.</summary>
    /// <param name="realm">The realm.</param>
    /// <param name="error">The error of RFC 6750 section 3.1.</param>
    /// <param name="description">The error in a sentence.</param>
    /// <param name="scopes">The scopes that are needed, all of them; repeated ones count once.</param>
    /// <param name="resourceMetadata">The address of the resource's metadata.</param>
    /// <returns>The value.</returns>
    public static string Write(string? realm, string? error, string? description, IEnumerable<string> scopes, Uri? resourceMetadata)
    {
        StringBuilder value = new("Bearer");
        Append(value, "realm", realm);
        Append(value, "error", error);
        Append(value, "error_description", error is null ? null : description);
        Append(value, "scope", string.Join(' ', scopes.Distinct(StringComparer.Ordinal)));
        Append(value, "resource_metadata", resourceMetadata is null ? null : ToAscii(resourceMetadata));
        return value.ToString();
    }

    /// <summary>Whether a text may stand between quotes as it is (RFC 9110 section 5.6.4), and is not empty.</summary>
    public static bool IsQuotable(string text) => text.Length > 0 && text.All(c => c is >= ' ' and <= '~' and not '"' and not '\\');

    // Uri escapes all of an address but its host, and a header is ASCII.
    private static string ToAscii(Uri address) =>
        Ascii.IsValid(address.AbsoluteUri) ? address.AbsoluteUri : new UriBuilder(address) { Host = address.IdnHost }.Uri.AbsoluteUri;

    private static void Append(StringBuilder value, string name, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            value.Append(value.Length == "Bearer".Length ? " " : ", ").Append(name).Append("=\"").Append(text).Append('"');
        }
    }
}
