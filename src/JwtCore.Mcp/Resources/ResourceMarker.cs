namespace JwtCore.Mcp;

/// <summary>Endpoint metadata: the endpoint belongs to the resource of a scheme.</summary>
/// <param name="Scheme">The scheme.</param>
internal sealed record ResourceMarker(string Scheme);
