namespace JwtCore.Bench;

/// <summary>Everything that is measured.</summary>
internal static class AllRows
{
    public static IEnumerable<RowGroup> Make() =>
    [
        .. FullCallRows.Make(),
        .. CacheRows.Make(),
        .. RefusalRows.Make(),
        .. StepRows.Make(),
        .. LookupRows.Make(),
        .. ClaimRows.Make(),
        .. ScopeRows.Make(),
        .. KeySetRows.Make(),
    ];
}
