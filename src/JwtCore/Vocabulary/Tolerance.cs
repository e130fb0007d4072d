namespace JwtCore;

/// <summary>
/// Every leniency of the library, each off by default. A set flag is the only way to accept what it names.
/// </summary>
[Flags]
public enum Tolerance
{
    /// <summary>Nothing is tolerated.</summary>
    Nothing = 0,

    /// <summary>A token without <c>exp</c> is accepted and never expires.</summary>
    MissingExpiration = 1,

    /// <summary><c>exp</c>, <c>nbf</c> and <c>iat</c> may be JSON strings holding a number.</summary>
    StringDates = 2,

    /// <summary><c>sub</c> may be a JSON number; its text is the number as written.</summary>
    NumericSubject = 4,

    /// <summary>A token with <c>cnf</c> is accepted as a plain bearer token; the caller proves possession elsewhere.</summary>
    UnprovenPossession = 8,

    /// <summary>For a token without <c>kid</c>, several fitting keys are tried, at most <see cref="Limits.KeysTriedWithoutKeyId"/>.</summary>
    TryKeysWithoutKeyId = 16,

    /// <summary>Segments may end in the <c>=</c> padding of RFC 4648 section 4, as AWS load balancers send them.</summary>
    PaddedBase64Url = 32,

    /// <summary>
    /// An <c>exp</c> above 253402300800 is accepted: it is later than any clock, so the token never expires, and longer than
    /// any maximum lifetime. Such a date is probably in milliseconds by mistake.
    /// </summary>
    DistantExpiration = 64,
}

/// <summary>Asks about single flags; unlike Enum.HasFlag without boxing in any build.</summary>
internal static class ToleranceExtensions
{
    public static bool Includes(this Tolerance tolerated, Tolerance flag) => (tolerated & flag) != 0;
}
