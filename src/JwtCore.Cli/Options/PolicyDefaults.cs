namespace JwtCore.Cli;

/// <summary>What stands for the options of a policy that are not given. Null where one must be.</summary>
internal sealed record PolicyDefaults
{
    /// <summary>The issuer by which keys are found, above any variable.</summary>
    public string? DiscoveredIssuer { get; init; }

    public Expected? Issuer { get; init; }

    public Expected? Audience { get; init; }

    public AlgorithmList? Algorithms { get; init; }

    /// <summary>What must be given to name keys, when nothing does; else null.</summary>
    public string? MissingKeys { get; init; }
}
