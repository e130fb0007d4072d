namespace JwtCore.Jwks;

/// <summary>A source without keys, as a <see cref="LoadQueue"/> sees it.</summary>
internal interface IQueuedLoad
{
    /// <summary>Begins the load for which it was queued. Called without locks.</summary>
    /// <param name="budget">What it counts against.</param>
    /// <param name="place">The place that was taken for it.</param>
    /// <returns>Whether it began; it gives the place back then. Otherwise nobody waits for it any more.</returns>
    public bool TryBegin(RequestBudget budget, BudgetPlace place);
}
