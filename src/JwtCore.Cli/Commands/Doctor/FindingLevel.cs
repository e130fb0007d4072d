namespace JwtCore.Cli;

/// <summary>How bad a finding is. The names, in small letters, are a contract with programs.</summary>
internal enum FindingLevel
{
    Ok,
    Note,
    Warning,
    Problem,
}
