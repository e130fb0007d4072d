namespace JwtCore.Mcp;

/// <summary>Paths of resources and of their metadata, as a server sees them: decoded, but for an escaped slash.</summary>
internal static class ResourcePaths
{
    /// <summary>RFC 9728 section 3.</summary>
    public const string WellKnown = "/.well-known/oauth-protected-resource";

    /// <summary>The segments of an address.</summary>
    public static string Of(Uri address) =>
        string.Concat(address.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(segment => '/' + Decode(segment)));

    /// <summary>Whether two paths are the same, with or without a slash at the end, in any letter case, as in routing.</summary>
    public static bool AreSame(string path, string other) => string.Equals(path.TrimEnd('/'), other.TrimEnd('/'), StringComparison.OrdinalIgnoreCase);

    /// <summary>A path without its beginning; null when it begins with something else.</summary>
    public static string? Without(string prefix, string path) =>
        path.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && (path.Length == prefix.Length || path[prefix.Length] == '/') ? path[prefix.Length..] : null;

    /// <summary>Refuses what cannot be the beginning of a resource's path.</summary>
    /// <returns>The prefix.</returns>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static string CheckPrefix(string prefix, string path) =>
        prefix.Length > 1 && prefix.StartsWith('/') && !prefix.EndsWith('/') && Without(prefix, path) is not null
            ? prefix
            : throw new ArgumentException($"ProxyPrefix is \"{prefix}\", and the path of the resource is \"{path}\". Give the beginning of that path, whole segments, with a slash in front and none at the end.");

    /// <summary>Where the metadata of a resource is asked for.</summary>
    /// <param name="path">The path of the resource.</param>
    /// <param name="prefix">What a proxy removes; null for nothing.</param>
    /// <param name="isOnly">Whether the host has no other resource: then it is at the root too.</param>
    public static IEnumerable<string> OfMetadata(string path, string? prefix, bool isOnly)
    {
        // With the prefix in its place, removed, and in front, as a path base has it.
        yield return WellKnown + path;
        if (prefix is not null && Without(prefix, path) is string rest)
        {
            yield return WellKnown + rest;
            yield return prefix + WellKnown + rest;
        }

        if (isOnly)
        {
            yield return WellKnown;
            if (prefix is not null)
            {
                yield return prefix + WellKnown;
            }
        }
    }

    private static string Decode(string segment) =>
        string.Join("%2F", segment.Replace("%2f", "%2F", StringComparison.Ordinal).Split("%2F").Select(Uri.UnescapeDataString));
}
