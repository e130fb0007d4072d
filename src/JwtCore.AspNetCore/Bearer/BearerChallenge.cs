using System.Text;

namespace JwtCore.AspNetCore;

/// <summary>The value of a <c>WWW-Authenticate</c> header (RFC 6750 section 3, RFC 9728 section 5.1). Nothing in it is from a request.</summary>
internal static class BearerChallenge
{
    private static readonly string[] Own = ["realm", "error", "error_description", "error_uri", "scope", "resource_metadata"];

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

    /// <summary>Writes it as an event left it.</summary>
    /// <param name="challenge">What the event left.</param>
    /// <param name="scopes">The scopes that are needed.</param>
    /// <returns>The value.</returns>
    /// <exception cref="InvalidOperationException">The event left something that no header can hold.</exception>
    public static string Write(JwtBearerChallengeContext challenge, IEnumerable<string> scopes)
    {
        JwtCoreOptions options = challenge.Options;
        Check(nameof(challenge.Error), challenge.Error);
        Check(nameof(challenge.ErrorDescription), challenge.ErrorDescription);
        Check(nameof(challenge.ErrorUri), challenge.ErrorUri);
        StringBuilder value = new(Write(options.Realm, challenge.Error, challenge.ErrorDescription, scopes, options.MetadataOf(challenge.HttpContext)));
        Append(value, "error_uri", challenge.ErrorUri);
        foreach ((string name, string text) in challenge.Parameters)
        {
            if (!IsToken(name) || Own.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                throw new InvalidOperationException($"{nameof(JwtCoreEvents.OnChallenge)} added the parameter {name}, which is not a token (RFC 9110 section 5.6.2) or is written by the scheme itself.");
            }

            Check(name, text);
            Append(value, name, text);
        }

        return value.ToString();
    }

    /// <summary>Whether a text may stand between quotes as it is (RFC 9110 section 5.6.4), and is not empty.</summary>
    public static bool IsQuotable(string text) => text.Length > 0 && text.All(c => c is >= ' ' and <= '~' and not '"' and not '\\');

    private static void Check(string name, string? text)
    {
        if (!string.IsNullOrEmpty(text) && !IsQuotable(text))
        {
            throw new InvalidOperationException($"{nameof(JwtCoreEvents.OnChallenge)} set {name} to a text with a quote, a backslash or a character that is not printable ASCII.");
        }
    }

    private static bool IsToken(string name) => name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal));

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
