namespace JwtCore.Hosting;

/// <summary>Compares the options of verifiers by what they say.</summary>
internal static class VerifierOptionsEquality
{
    /// <summary>Whether two verifiers with these options run alike. Two delegates are alike when method and target are.</summary>
    public static bool AreSame(JwtVerifierOptions left, JwtVerifierOptions right) =>
        ReferenceEquals(left, right)
        || (left.TimeProvider == right.TimeProvider
            && AreSame(left.Limits, right.Limits)
            && left.KeyRequestsPerMinute == right.KeyRequestsPerMinute
            && left.KeyRequestsAtOnce == right.KeyRequestsAtOnce
            && AreSame(left.Cache, right.Cache)
            && left.IsRevoked == right.IsRevoked
            && left.IsRevokedAsync == right.IsRevokedAsync
            && left.RevocationTimeout == right.RevocationTimeout);

    private static bool AreSame(Limits left, Limits right) =>
        left.TokenBytes == right.TokenBytes
        && left.HeaderBytes == right.HeaderBytes
        && left.JsonDepth == right.JsonDepth
        && left.KeysTriedWithoutKeyId == right.KeysTriedWithoutKeyId;

    private static bool AreSame(TokenCacheOptions? left, TokenCacheOptions? right) =>
        left is null || right is null ? left == right : left.MaxEntries == right.MaxEntries && left.MaxBytes == right.MaxBytes;
}
