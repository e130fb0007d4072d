namespace JwtCore.Jwks;

/// <summary>What kind of place an attempt takes in a <see cref="RequestBudget"/>.</summary>
internal enum BudgetPlace : byte
{
    /// <summary>The first attempt of a source. Each source needs that once.</summary>
    First,

    /// <summary>A source without keys whose last attempt failed.</summary>
    Retry,

    /// <summary>A source whose last attempt succeeded.</summary>
    Healthy,

    /// <summary>A source with keys whose last attempt failed.</summary>
    Failing,
}
