namespace JwtCore.Jwks;

/// <summary>What the metadata of an issuer said. It counts only once the attempt that read it has ended in time.</summary>
/// <param name="Place">Where the metadata is.</param>
/// <param name="Address">Where the key set is, by the metadata; null when that did not lead to keys.</param>
/// <param name="ReadAt">When the attempt that read it started.</param>
internal sealed record IssuerMetadata(Uri Place, Uri? Address, TwoClocks ReadAt);
