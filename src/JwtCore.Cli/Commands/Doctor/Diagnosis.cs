namespace JwtCore.Cli;

/// <summary>Everything that doctor found.</summary>
internal sealed record Diagnosis
{
    public required IReadOnlyList<Finding> Findings { get; init; }

    public KeySetView? Set { get; init; }

    /// <summary>What follows for keys that are fetched; null for keys of this machine.</summary>
    public JwksGuarantees? Guarantees { get; init; }

    public KeyFetch? Fetch { get; init; }

    /// <summary>The verdict on the token, or null when none was given or keys are lacking.</summary>
    public TokenJudgement? Token { get; init; }

    /// <summary>The keys could not be fetched.</summary>
    public bool IsWithoutKeys { get; init; }

    public int ExitCode => IsWithoutKeys ? Cli.ExitCode.KeysUnavailable
        : Findings.Any(finding => finding.Level == FindingLevel.Problem) || Token is { Error: not VerifyError.None } ? Cli.ExitCode.NotValid
        : Cli.ExitCode.Valid;
}
