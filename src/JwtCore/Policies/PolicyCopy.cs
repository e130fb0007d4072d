namespace JwtCore.Policies;

/// <summary>
/// Copies and compares policies, for hosts whose options are made anew while they run: a policy that is the same needs no
/// new verifier. Lists belong to the caller, who may write to them later, so only a copy is worth comparing with.
/// </summary>
internal static class PolicyCopy
{
    /// <summary>Whether nothing in it is null that must not be: only then it can be copied and compared.</summary>
    public static bool IsComplete(VerificationPolicy? policy) =>
        policy is { Issuer: not null, Audience: not null, Algorithms: not null, Keys: not null, RequiredScopes: not null, ImpliedScopes: not null }
        && policy is { RequiredClaims: not null, ScopeClaims: not null, ClientIdClaims: not null }
        && policy.ImpliedScopes.Values.All(scopes => scopes is not null);

    /// <summary>Copies a policy, lists and all.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="keys">The keys of the copy.</param>
    public static VerificationPolicy Of(VerificationPolicy policy, KeySource keys) => new()
    {
        Issuer = policy.Issuer,
        Audience = policy.Audience,
        Algorithms = [.. policy.Algorithms],
        Keys = keys,
        Types = policy.Types,
        Profile = policy.Profile,
        RequiredScopes = [.. policy.RequiredScopes],
        ImpliedScopes = policy.ImpliedScopes.ToDictionary(entry => entry.Key, entry => entry.Value.ToArray(), StringComparer.Ordinal),
        RequiredClaims = policy.RequiredClaims.ToDictionary(StringComparer.Ordinal),
        ScopeClaims = [.. policy.ScopeClaims],
        ClientIdClaims = [.. policy.ClientIdClaims],
        AudienceClaim = policy.AudienceClaim,
        ClockSkew = policy.ClockSkew,
        MaxAge = policy.MaxAge,
        MaxLifetime = policy.MaxLifetime,
        Tolerate = policy.Tolerate,
    };

    /// <summary>Whether two policies accept the same tokens by the same keys. Lists in another order are not the same.</summary>
    public static bool AreSame(VerificationPolicy left, VerificationPolicy right) =>
        AreSame(left.Issuer, right.Issuer)
        && AreSame(left.Audience, right.Audience)
        && left.Algorithms.SequenceEqual(right.Algorithms)
        && left.Keys.IsSameAs(right.Keys)
        && AreSame(left.Types, right.Types)
        && left.Profile == right.Profile
        && AreSame(left.RequiredScopes, right.RequiredScopes)
        && AreSame(left.ImpliedScopes, right.ImpliedScopes, (one, other) => one.SequenceEqual(other, StringComparer.Ordinal))
        && AreSame(left.RequiredClaims, right.RequiredClaims, AreSame)
        && left.ScopeClaims.SequenceEqual(right.ScopeClaims, StringComparer.Ordinal)
        && left.ClientIdClaims.SequenceEqual(right.ClientIdClaims, StringComparer.Ordinal)
        && left.AudienceClaim == right.AudienceClaim
        && left.ClockSkew == right.ClockSkew
        && left.MaxAge == right.MaxAge
        && left.MaxLifetime == right.MaxLifetime
        && left.Tolerate == right.Tolerate;

    private static bool AreSame(Expected? left, Expected? right) => left is null ? right is null : right is not null && left.IsSameAs(right);

    private static bool AreSame(IReadOnlyList<Expected> left, IReadOnlyList<Expected> right) =>
        left.Count == right.Count && left.Zip(right).All(pair => AreSame(pair.First, pair.Second));

    private static bool AreSame<T>(IReadOnlyDictionary<string, T> left, IReadOnlyDictionary<string, T> right, Func<T, T, bool> isSame) =>
        left.Count == right.Count && left.All(entry => right.TryGetValue(entry.Key, out T? value) && isSame(entry.Value, value));
}
