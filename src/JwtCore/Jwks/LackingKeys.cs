namespace JwtCore.Jwks;

/// <summary>The remote keys that lacked the key of a token; of nobody by default.</summary>
/// <param name="Source">The source that a refresh could help; null when there is none.</param>
/// <param name="CouldPass">
/// The token could pass with another key, as far as its claims say that nobody signed yet. Only then does it wait, and only
/// then does it start a refresh of a source that has keys.
/// </param>
/// <param name="KeyId">The key ID of such a token, for a source that takes one and when it is safe to pass on; otherwise null.</param>
internal readonly record struct LackingKeys(RemoteJwks? Source, bool CouldPass, string? KeyId)
{
    /// <summary>Starts a refresh or queues a first load, if one may start.</summary>
    public void Start(RequestBudget budget) => Source?.StartForToken(budget, CouldPass, KeyId);
}
