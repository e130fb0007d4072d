namespace JwtCore.Competitors;

/// <summary>What every library is set up to check: signature, issuer, audience, <c>exp</c> and <c>nbf</c> with a skew of 60 s.</summary>
/// <param name="Algorithm">The only algorithm to accept.</param>
/// <param name="Jwk">The only key, as a JWK.</param>
/// <param name="Issuer">The issuer to expect.</param>
/// <param name="Audience">The audience to expect.</param>
public sealed record Setup(string Algorithm, string Jwk, string Issuer, string Audience)
{
    internal static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(60);

    /// <summary>Whether the algorithm is one of a family: "HS", "RS", "PS" or "ES".</summary>
    internal bool IsOf(string family) => Algorithm.StartsWith(family, StringComparison.Ordinal);
}
