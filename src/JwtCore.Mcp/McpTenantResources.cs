namespace JwtCore.Mcp;

/// <summary>
/// Resources that are known only at run time, one for each tenant in the path. Scheme and host come from the address given here,
/// never from a request. Immutable; the function must be safe for concurrent use.
/// </summary>
public sealed class McpTenantResources
{
    /// <summary>Describes them.</summary>
    /// <param name="address">
    /// The address with one segment of the path in braces: <c>https://api.example.com/{tenant}/mcp</c>. <c>https</c> or <c>http</c>,
    /// without query and fragment.
    /// </param>
    /// <param name="find">
    /// Finds the resource of a tenant; null for a tenant that is not known, whose requests get 404. It is called once for each
    /// request, with the segment as the path has it, decoded. The resource it returns must be at <paramref name="address"/> with
    /// that tenant, in any letter case; another one fails the request.
    /// </param>
    /// <exception cref="ArgumentException"><paramref name="address"/> is not a URL with exactly one segment in braces.</exception>
    public McpTenantResources(string address, Func<string, IServiceProvider, CancellationToken, ValueTask<McpResource?>> find)
    {
        ArgumentNullException.ThrowIfNull(find);
        Template = new TenantTemplate(address);
        Find = find;
    }

    /// <summary>The beginning of the path that a proxy removes, as <see cref="McpResource.ProxyPrefix"/>. Null for none.</summary>
    public string? ProxyPrefix
    {
        get;
        init => field = value is null ? null : ResourcePaths.CheckPrefix(value, Template.Path);
    }

    /// <summary>The address with its one segment in braces.</summary>
    internal TenantTemplate Template { get; }

    /// <summary>Finds the resource of a tenant.</summary>
    internal Func<string, IServiceProvider, CancellationToken, ValueTask<McpResource?>> Find { get; }
}
