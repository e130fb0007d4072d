using JwtCore.Differential.Tokens;
using JwtCore.Differential.Verdicts;

namespace JwtCore.Differential.Judges;

/// <summary>A library that judges tokens one by one. Safe for concurrent use.</summary>
internal interface IJudge
{
    /// <summary>The library's name in the ledger.</summary>
    public string Name { get; }

    /// <summary>The version in use.</summary>
    public string Version { get; }

    public Verdict Judge(Setting setting, string token);
}
