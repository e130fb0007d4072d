using System.Runtime.CompilerServices;
using JwtCore.AspNetCore;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace JwtCore.Mcp;

/// <summary>The resource of a scheme: one, or one for each tenant. Thread-safe.</summary>
internal sealed class SchemeResource : RequestResource
{
    private readonly KnownResource? _only;
    private readonly McpTenantResources? _tenants;
    private readonly ConditionalWeakTable<McpResource, KnownResource> _known = [];

    /// <exception cref="ArgumentException">The description is refused.</exception>
    public SchemeResource(string scheme, McpResource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        Scheme = scheme;
        _only = new KnownResource(resource, resource.ProxyPrefix);
    }

    /// <summary>For tenants.</summary>
    public SchemeResource(string scheme, McpTenantResources tenants)
    {
        ArgumentNullException.ThrowIfNull(tenants);
        Scheme = scheme;
        _tenants = tenants;
    }

    /// <summary>The scheme that authenticates its requests.</summary>
    public string Scheme { get; }

    /// <summary>The one resource; null when there is one for each tenant.</summary>
    public KnownResource? Only => _only;

    /// <summary>The path of the resource; of tenants with empty braces in the place of the tenant.</summary>
    public string Path => _only?.Path ?? _tenants!.Template.Path;

    /// <summary>Whether an endpoint is at the path of the resource, as clients see it or as a proxy leaves it.</summary>
    public bool IsAt(string route)
    {
        string? prefix = _only is not null ? _only.Prefix : _tenants!.ProxyPrefix;
        return ResourcePaths.AreSame(Path, route) || (prefix is not null && ResourcePaths.Without(prefix, Path) is string rest && ResourcePaths.AreSame(rest, route));
    }

    /// <summary>Whether policies in code or a verifier are read in place of settings. Set with the options of the scheme.</summary>
    public bool IsSetInCode { get; set; }

    /// <summary>The resource of a request; null when it is for none.</summary>
    public KnownResource? Of(HttpContext context) => _only ?? (context.Features.Get<Found>() is { Owner: SchemeResource owner } found && owner == this ? found.Resource : null);

    /// <summary>Looks in a path for a tenant and remembers the resource for the request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="path">A path of the request, decoded but for an escaped slash.</param>
    /// <param name="isMetadata">Whether the path is that of metadata.</param>
    /// <returns>Whether the path is that of a tenant, known or not.</returns>
    /// <exception cref="InvalidOperationException">The function returned a resource at another address.</exception>
    public async ValueTask<bool> FindAsync(HttpContext context, string path, bool isMetadata)
    {
        if (_tenants is null || TenantIn(path, isMetadata) is not string tenant)
        {
            return false;
        }

        McpResource? description = await _tenants.Find(tenant, context.RequestServices, context.RequestAborted);
        context.Features.Set(new Found(this, description is null ? null : Checked(description, tenant)));
        return true;
    }

    /// <summary>The issuers of the scheme that have one name.</summary>
    public IReadOnlyList<string> IssuersOf(HttpContext context)
    {
        JwtCoreOptions options = context.RequestServices.GetRequiredService<IOptionsMonitor<JwtCoreOptions>>().Get(Scheme);
        return [.. context.RequestServices.GetRequiredService<SchemeVerifierCache>().Of(Scheme, options).Issuers.Where(issuer => issuer.TemplateText is null).SelectMany(issuer => issuer)];
    }

    /// <inheritdoc/>
    public override Uri? MetadataOf(HttpContext context) => Of(context)?.MetadataAddress;

    /// <inheritdoc/>
    public override bool IsFor(HttpContext context, TokenClaims token, bool isAudienceChecked) =>
        (_only is not null && isAudienceChecked)
        || (Of(context) is KnownResource known && token.Audiences.Any(audience => known.Audiences.Contains(audience, StringComparer.Ordinal)));

    /// <inheritdoc/>
    public override IReadOnlyList<string> ScopesOf(HttpContext context) => Of(context)?.Scopes ?? [];

    /// <inheritdoc/>
    public override IEnumerable<string> Spell(HttpContext context, IEnumerable<string> scopes) => Of(context)?.Spell(scopes) ?? scopes;

    /// <inheritdoc/>
    public override async ValueTask<EndpointDemands> WithOperationAsync(HttpContext context, EndpointDemands endpoint)
    {
        if (Of(context) is not KnownResource known || context.GetEndpoint()?.Metadata.GetMetadata<ResourceMarker>()?.Scheme != Scheme)
        {
            return endpoint;
        }

        Operation? operation = context.Features.Get<Operation>() ?? OperationHeaders.Read(context.Request);
        return endpoint.With(known.Demands).With(await OperationRules.OfAsync(context.RequestServices, operation));
    }

    /// <inheritdoc/>
    public override async ValueTask<IEnumerable<string>> GrantedScopesAsync(HttpContext context, TokenIdentity token, IEnumerable<string> named)
    {
        HashSet<string> known = [.. named, .. Of(context)?.NamedScopes ?? [], .. await OperationRules.KnownScopesAsync(context.RequestServices)];
        return token.Token.Scopes.Where(known.Contains);
    }

    private string? TenantIn(string path, bool isMetadata)
    {
        string prefix = _tenants!.ProxyPrefix ?? "";
        if (!isMetadata)
        {
            return Match(path, prefix) is (string tenant, "" or "/" or "/sse" or "/message") ? tenant : null;
        }

        // The prefix in front of the well-known path, as a path base has it.
        string behind = ResourcePaths.Without(prefix, path) ?? path;
        return ResourcePaths.Without(ResourcePaths.WellKnown, behind) is string rest && Match(rest, prefix) is (string asked, "" or "/") ? asked : null;
    }

    private (string Tenant, string Behind)? Match(string path, string prefix)
    {
        TenantTemplate template = _tenants!.Template;
        string? tenant = template.Match(path, "", out string rest) ?? (prefix.Length == 0 ? null : template.Match(path, prefix, out rest));
        return tenant is null ? null : (tenant, rest);
    }

    private KnownResource Checked(McpResource description, string tenant)
    {
        if (!_known.TryGetValue(description, out KnownResource? known))
        {
            known = description.ProxyPrefix is null
                ? new KnownResource(description, _tenants!.ProxyPrefix)
                : throw new InvalidOperationException("ProxyPrefix is set in the resource of a tenant. Set it in McpTenantResources.");
            _known.AddOrUpdate(description, known);
        }

        TenantTemplate template = _tenants!.Template;
        return known.Address.GetLeftPart(UriPartial.Authority) == template.Origin && ResourcePaths.AreSame(known.Path, template.PathOf(tenant))
            ? known
            : throw new InvalidOperationException($"The function of McpTenantResources returned the resource {known.Address.OriginalString}. The resource of this request is at {template.Origin}{template.Path}, with its tenant in the braces.");
    }

    private sealed record Found(SchemeResource Owner, KnownResource? Resource);
}
