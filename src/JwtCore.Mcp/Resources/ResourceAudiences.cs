namespace JwtCore.Mcp;

/// <summary>The audiences that a resource is known by.</summary>
internal static class ResourceAudiences
{
    /// <summary>
    /// Adds the other spelling of an address without a path (RFC 3986 section 6.2.3), where one of the two is accepted: each is an
    /// expected text of its own, and the comparison stays exact.
    /// </summary>
    /// <param name="accepted">The accepted audiences.</param>
    /// <param name="resource">The address of the resource.</param>
    public static string[] WithBothSpellings(IEnumerable<string> accepted, Uri resource)
    {
        string[] audiences = [.. accepted];
        string[] spellings = Spellings(resource);
        return spellings.Length == 2 && audiences.Intersect(spellings, StringComparer.Ordinal).Any()
            ? [.. audiences.Union(spellings, StringComparer.Ordinal)]
            : audiences;
    }

    /// <summary>The resource as it was written, and without a path also in the other spelling.</summary>
    public static string[] Spellings(Uri resource)
    {
        string text = resource.OriginalString;
        return resource.AbsolutePath != "/" ? [text] : text.EndsWith('/') ? [text, text[..^1]] : [text, text + '/'];
    }
}
