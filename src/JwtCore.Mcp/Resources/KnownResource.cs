using System.Text;
using JwtCore.AspNetCore;

namespace JwtCore.Mcp;

/// <summary>A description that was checked, with what follows from it. Immutable.</summary>
internal sealed class KnownResource
{
    private static readonly string[] EndpointEnds = ["", "/sse", "/message"];

    private readonly McpResource _description;
    private readonly string? _prefix;
    private readonly string _origin;
    private readonly string _pageOrigin;

    /// <param name="description">The description.</param>
    /// <param name="prefix">What a proxy removes from its path; null for nothing.</param>
    /// <exception cref="ArgumentException">Something in it is refused; the message names it.</exception>
    public KnownResource(McpResource description, string? prefix)
    {
        ArgumentNullException.ThrowIfNull(description.Metadata);
        _description = description;
        Address = description.Metadata.Checked();
        Path = ResourcePaths.Of(Address);
        _prefix = prefix is null ? null : ResourcePaths.CheckPrefix(prefix, Path);
        _origin = Address.GetLeftPart(UriPartial.Authority);
        _pageOrigin = Ascii.IsValid(_origin) ? _origin : new UriBuilder(_origin) { Host = Address.IdnHost }.Uri.GetLeftPart(UriPartial.Authority);
        Demands = EndpointDemands.OfScopes(description.Scopes);
        MetadataAddress = new Uri(_origin + MetadataPath());
        Audiences = ResourceAudiences.WithBothSpellings(description.Audiences.Count > 0 ? description.Audiences : [Address.OriginalString], Address);
        Check(description);
        _ = description.Metadata.ToJson();
    }

    /// <summary>The address that clients use.</summary>
    public Uri Address { get; }

    /// <summary>Its path, decoded but for an escaped slash, without a slash at the end.</summary>
    public string Path { get; }

    /// <summary>What a proxy removes from the path; null for nothing.</summary>
    public string? Prefix => _prefix;

    /// <summary>Where clients are told to find the metadata.</summary>
    public Uri MetadataAddress { get; }

    /// <summary>The audiences of the description, or the resource itself.</summary>
    public string[] Audiences { get; }

    /// <summary>Whether the description names its audiences.</summary>
    public bool HasOwnAudiences => _description.Audiences.Count > 0;

    /// <summary>The scopes that every request needs.</summary>
    public IReadOnlyList<string> Scopes => _description.Scopes;

    /// <summary>The same as demands.</summary>
    public EndpointDemands Demands { get; }

    /// <summary>Under which versions bodies are read.</summary>
    public McpBodyInspection BodyInspection => _description.BodyInspection;

    /// <summary>How much of a body is read.</summary>
    public int BodyInspectionLimit => _description.BodyInspectionLimit;

    /// <summary>Whether browsers may call the server.</summary>
    public bool HasBrowserClients => _description.AllowedOrigins.Count > 0;

    /// <summary>The scopes that the description names, as tokens have them.</summary>
    public IEnumerable<string> NamedScopes => _description.Scopes.Concat(_description.ChallengeScopes.Keys).Concat(_description.Metadata.ScopesSupported);

    /// <summary>Whether a browser client of this origin may call the server.</summary>
    public bool IsAllowed(string origin) => _description.AllowedOrigins.Contains(origin, StringComparer.Ordinal);

    /// <summary>Whether a request may have this origin.</summary>
    public bool IsExpected(string origin) => IsAllowed(origin) || origin == _pageOrigin;

    /// <summary>The scopes as clients ask for them.</summary>
    public IEnumerable<string> Spell(IEnumerable<string> scopes) =>
        scopes.Select(scope => _description.ChallengeScopes.TryGetValue(scope, out string? spelled) ? spelled : scope);

    /// <summary>Whether the metadata is asked for at this path.</summary>
    /// <param name="path">The path, decoded but for an escaped slash.</param>
    /// <param name="isOnly">Whether the host has no other resource.</param>
    public bool IsMetadata(string path, bool isOnly) => ResourcePaths.OfMetadata(Path, _prefix, isOnly).Any(known => ResourcePaths.AreSame(known, path));

    /// <summary>Whether the server itself is called at this path.</summary>
    public bool IsEndpoint(string path) =>
        EndpointEnds.Any(end => ResourcePaths.AreSame(Path + end, path) || (_prefix is not null && ResourcePaths.AreSame(ResourcePaths.Without(_prefix, Path) + end, path)));

    /// <summary>The metadata as JSON.</summary>
    /// <param name="issuers">The issuers of the policies, for a description that names none.</param>
    public byte[] ToJson(IReadOnlyList<string> issuers)
    {
        ProtectedResource metadata = _description.Metadata;
        return (metadata with
        {
            AuthorizationServers = metadata.AuthorizationServers.Count > 0 ? metadata.AuthorizationServers : issuers,
            ScopesSupported = metadata.ScopesSupported.Count > 0 ? metadata.ScopesSupported : [.. Spell(Scopes)],
        }).ToJson();
    }

    private string MetadataPath()
    {
        string path = Address.AbsolutePath.TrimEnd('/');

        // Escaped as in the address: the prefix is as many segments of it as it has itself.
        int start = _prefix is null ? 0 : IndexOfSegment(path, _prefix.Count(c => c == '/'));
        return path[..start] + ResourcePaths.WellKnown + path[start..];
    }

    private static int IndexOfSegment(string path, int count)
    {
        int index = 0;
        for (int i = 0; i < count; i++)
        {
            index = path.IndexOf('/', index + 1);
            index = index < 0 ? path.Length : index;
        }

        return index;
    }

    private static void Check(McpResource description)
    {
        foreach (string? origin in description.AllowedOrigins)
        {
            bool isOrigin = Uri.TryCreate(origin, UriKind.Absolute, out Uri? address) && address.GetLeftPart(UriPartial.Authority) == origin && Ascii.IsValid(origin);
            Require(isOrigin, $"AllowedOrigins has \"{origin}\". Give origins as browsers send them, such as https://app.example.com: scheme, host and port in lower case, international names in Punycode, without a slash at the end.");
        }

        foreach ((string scope, string spelled) in description.ChallengeScopes)
        {
            Require(ScopeSyntax.IsScope(scope) && ScopeSyntax.IsScope(spelled), $"ChallengeScopes has \"{scope}\" = \"{spelled}\", and one of them is no scope (RFC 6749 section 3.3).");
        }

        Require(!description.Audiences.Any(string.IsNullOrEmpty), "Audiences has an empty text.");
        Require(Enum.IsDefined(description.BodyInspection), $"BodyInspection has the undefined value {(int)description.BodyInspection}.");
        Require(description.BodyInspectionLimit is >= 1 and <= 1 << 20, $"BodyInspectionLimit is {description.BodyInspectionLimit}. Give 1 to 1,048,576 bytes.");
    }

    private static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw new ArgumentException(message);
        }
    }
}
