using System.Text.Json;

namespace JwtCore.AspNetCore;

/// <summary>What a protected resource says of itself (RFC 9728 section 2). Immutable. What is null, empty or false is left out.</summary>
public sealed record ProtectedResource
{
    /// <summary><c>resource</c>: the address that clients ask tokens for, <c>https</c> or <c>http</c>, without query and fragment; written as it was given.</summary>
    public required Uri Resource { get; init; }

    /// <summary><c>authorization_servers</c>: the issuers, as they name themselves. None by default.</summary>
    public IReadOnlyList<string> AuthorizationServers { get; init; } = [];

    /// <summary><c>jwks_uri</c>: where the resource's own keys are, <c>https</c>. Null for none.</summary>
    public Uri? JwksUri { get; init; }

    /// <summary><c>scopes_supported</c>: the scopes that clients may ask for. None by default.</summary>
    public IReadOnlyList<string> ScopesSupported { get; init; } = [];

    /// <summary><c>bearer_methods_supported</c>: <c>header</c> by default.</summary>
    public IReadOnlyList<string> BearerMethodsSupported { get; init; } = ["header"];

    /// <summary><c>resource_signing_alg_values_supported</c>: how the resource signs its responses; never <c>none</c>. None by default.</summary>
    public IReadOnlyList<string> ResourceSigningAlgValuesSupported { get; init; } = [];

    /// <summary><c>resource_name</c>: the name to show to people. In other languages: <see cref="Extensions"/>. Null for none.</summary>
    public string? ResourceName { get; init; }

    /// <summary><c>resource_documentation</c>: a page for developers. Null for none.</summary>
    public Uri? ResourceDocumentation { get; init; }

    /// <summary><c>resource_policy_uri</c>: a page about how clients may use the data. Null for none.</summary>
    public Uri? ResourcePolicyUri { get; init; }

    /// <summary><c>resource_tos_uri</c>: the terms of service. Null for none.</summary>
    public Uri? ResourceTosUri { get; init; }

    /// <summary><c>tls_client_certificate_bound_access_tokens</c>: whether tokens may be bound to a client certificate.</summary>
    public bool TlsClientCertificateBoundAccessTokens { get; init; }

    /// <summary><c>authorization_details_types_supported</c> (RFC 9396). None by default.</summary>
    public IReadOnlyList<string> AuthorizationDetailsTypesSupported { get; init; } = [];

    /// <summary><c>dpop_signing_alg_values_supported</c>: the algorithms of DPoP proofs. None by default.</summary>
    public IReadOnlyList<string> DpopSigningAlgValuesSupported { get; init; } = [];

    /// <summary><c>dpop_bound_access_tokens_required</c>: whether every token must be bound to a key by DPoP.</summary>
    public bool DpopBoundAccessTokensRequired { get; init; }

    /// <summary><c>signed_metadata</c>: a JWT with these members as claims (RFC 9728 section 2.2). Null for none.</summary>
    public string? SignedMetadata { get; init; }

    /// <summary>
    /// Further members by name, written as they are: extensions, and texts in other languages such as <c>resource_name#fr</c>
    /// (RFC 9728 section 2.1). Members that have a property here are refused. Empty by default.
    /// </summary>
    public IReadOnlyDictionary<string, JsonElement> Extensions { get; init; } = new Dictionary<string, JsonElement>();

    // RFC 9728 section 3.1: between the host and the path, without a slash at the end. As a server sees paths: decoded, but
    // for an escaped slash.
    internal IEnumerable<string> Path() => [".well-known", "oauth-protected-resource", .. Checked().AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Decode)];

    /// <summary>The address of the resource.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    internal Uri Checked()
    {
        ArgumentNullException.ThrowIfNull(Resource, nameof(Resource));
        bool isUsable = Resource.IsAbsoluteUri
            && (Resource.Scheme == Uri.UriSchemeHttps || Resource.Scheme == Uri.UriSchemeHttp)
            && Resource.Query.Length == 0 && Resource.Fragment.Length == 0 && Resource.UserInfo.Length == 0;
        return isUsable ? Resource : throw new ArgumentException("Resource is not an absolute https or http address without user information, query and fragment.");
    }

    /// <exception cref="ArgumentException">An extension has the name of a member that has a property.</exception>
    internal byte[] ToJson() => ProtectedResourceWriter.Write(this);

    private static string Decode(string part) => string.Join("%2F", part.Replace("%2f", "%2F", StringComparison.Ordinal).Split("%2F").Select(Uri.UnescapeDataString));
}
