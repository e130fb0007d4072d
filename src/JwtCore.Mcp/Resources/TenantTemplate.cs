namespace JwtCore.Mcp;

/// <summary>An address with one segment of its path in braces. Immutable.</summary>
internal sealed class TenantTemplate
{
    private readonly string _before;
    private readonly string _after;

    /// <exception cref="ArgumentException">It is no address, or has not exactly one segment in braces.</exception>
    public TenantTemplate(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        string[] parts = address.Split('{', '}');
        int path = address.IndexOf("//", StringComparison.Ordinal) is >= 0 and int authority ? address.IndexOf('/', authority + 2) : -1;
        bool isTemplate = parts.Length == 3 && path >= 0 && parts[0].Length > path && parts[0].EndsWith('/') && parts[1].Length > 0 && !parts[1].Contains('/', StringComparison.Ordinal)
            && (parts[2].Length == 0 || parts[2].StartsWith('/'))
            && address.IndexOf('{', StringComparison.Ordinal) < address.IndexOf('}', StringComparison.Ordinal) && !address.Contains('%', StringComparison.Ordinal);
        Uri? sample = null;
        bool isAddress = isTemplate && Uri.TryCreate(parts[0] + "x" + parts[2], UriKind.Absolute, out sample)
            && (sample.Scheme == Uri.UriSchemeHttps || sample.Scheme == Uri.UriSchemeHttp)
            && sample is { Query.Length: 0, Fragment.Length: 0, UserInfo.Length: 0, AbsolutePath.Length: > 1 };
        if (!isAddress)
        {
            throw new ArgumentException($"\"{address}\" is no address with one segment of its path in braces, such as https://api.example.com/{{tenant}}/mcp, https or http, without query and fragment.", nameof(address));
        }

        Origin = sample!.GetLeftPart(UriPartial.Authority);
        _before = parts[0][path..];
        _after = parts[2].TrimEnd('/');
    }

    /// <summary>Scheme, host and port, as an origin has them.</summary>
    public string Origin { get; }

    /// <summary>The path with the braces.</summary>
    public string Path => _before + "{}" + _after;

    /// <summary>The path of a tenant.</summary>
    public string PathOf(string tenant) => _before + tenant + _after;

    /// <summary>The tenant in a path, and what follows behind the template; null when the path is another.</summary>
    /// <param name="path">The path, decoded but for an escaped slash.</param>
    /// <param name="prefix">The beginning of the template that the path lacks; empty for none.</param>
    /// <param name="rest">What follows.</param>
    public string? Match(string path, string prefix, out string rest)
    {
        rest = "";
        string? before = prefix.Length == 0 ? _before : ResourcePaths.Without(prefix, _before);
        if (before is null || !path.StartsWith(before, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        int end = path.IndexOf('/', before.Length);
        end = end < 0 ? path.Length : end;
        string tenant = path[before.Length..end];
        if (tenant.Length == 0 || ResourcePaths.Without(_after, path[end..]) is not string behind)
        {
            return null;
        }

        rest = behind;
        return tenant;
    }
}
