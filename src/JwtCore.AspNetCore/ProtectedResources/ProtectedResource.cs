using System.Text.Json;

namespace JwtCore.AspNetCore;

/// <summary>What a protected resource says of itself (RFC 9728 section 2). Immutable.</summary>
public sealed record ProtectedResource
{
    /// <summary><c>resource</c>: the address that clients ask tokens for, <c>https</c> or <c>http</c>, without query and fragment; written as it was given.</summary>
    public required Uri Resource { get; init; }

    /// <summary><c>authorization_servers</c>: the issuers, as they name themselves. None by default, which leaves it out.</summary>
    public IReadOnlyList<string> AuthorizationServers { get; init; } = [];

    /// <summary><c>scopes_supported</c>: the scopes that clients may ask for. None by default, which leaves it out.</summary>
    public IReadOnlyList<string> ScopesSupported { get; init; } = [];

    // RFC 9728 section 3.1: between the host and the path, without a slash at the end. As a server sees paths: decoded, but
    // for an escaped slash.
    internal IEnumerable<string> Path()
    {
        ArgumentNullException.ThrowIfNull(Resource, nameof(Resource));
        bool isUsable = Resource.IsAbsoluteUri
            && (Resource.Scheme == Uri.UriSchemeHttps || Resource.Scheme == Uri.UriSchemeHttp)
            && Resource.Query.Length == 0 && Resource.Fragment.Length == 0 && Resource.UserInfo.Length == 0;
        return isUsable
            ? [".well-known", "oauth-protected-resource", .. Resource.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Decode)]
            : throw new ArgumentException("Resource is not an absolute https or http address without user information, query and fragment.");
    }

    internal byte[] ToJson()
    {
        using MemoryStream json = new();
        using (Utf8JsonWriter writer = new(json))
        {
            writer.WriteStartObject();
            writer.WriteString("resource", Resource.OriginalString);
            Write(writer, "authorization_servers", AuthorizationServers);
            Write(writer, "scopes_supported", ScopesSupported);
            Write(writer, "bearer_methods_supported", ["header"]);
            writer.WriteEndObject();
        }

        return json.ToArray();
    }

    private static string Decode(string part) => string.Join("%2F", part.Replace("%2f", "%2F", StringComparison.Ordinal).Split("%2F").Select(Uri.UnescapeDataString));

    private static void Write(Utf8JsonWriter writer, string name, IReadOnlyList<string> texts)
    {
        if (texts.Count == 0)
        {
            return;
        }

        writer.WriteStartArray(name);
        foreach (string text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }
}
